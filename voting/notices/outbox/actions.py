"""Deeds of the outbox: notices become messages, messages are sent. Each has short transactions of its own; nothing is sent in one."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select, update

from config import MailServer
from voting.congress.place.queries import place_by_id
from voting.congress.term.facts import sits
from voting.core.clock import now
from voting.core.db import db, hold_nothing, transaction
from voting.core.due_rules import MOST_TRIES, pause_after
from voting.core.errors import DomainError
from voting.core.text import N_
from voting.notices.channel.mail import Away, Later, MailConnection, Refused, Unanswered
from voting.notices.event.rules import KINDS
from voting.notices.inbox.models import Notice
from voting.notices.outbox.facts import carried_by, is_anything_ripe, ripe_message, ripe_notice
from voting.notices.outbox.letter import Letter, LetterLine, composed
from voting.notices.outbox.models import Message
from voting.notices.outbox.rules import LEASE, MESSAGE, STALE
from voting.notices.wish.contact import opened
from voting.notices.wish.facts import reader_of
from voting.people.models import Account

MOST_COMPOSED = 200
SENDING_SECONDS = 20.0
"""How long one job sends before another gets its turn."""
SERVER_AWAY = N_("邮件服务器连不上（%(kind)s），请检查 MAIL_SERVER。")


class ServerAway(DomainError):
    """The mail server cannot be reached; what is to be sent waits."""


@dataclass(frozen=True, kw_only=True)
class Sending:
    """With what is sent: the server, the program's own address, the key of the contacts."""

    server: MailServer
    site: str
    secret_key: str


@dataclass(frozen=True)
class Parcel:
    """A message that is being sent. to: None where nobody is to get it any more."""

    id: int
    number: int
    to: str | None
    letter: Letter


def deliver(by: Sending) -> None:
    """Send what is to be sent, for SENDING_SECONDS. Errors: ServerAway; a message of its own trouble holds up no other."""
    hold_nothing()
    if not is_anything_ripe():
        return
    while _compose():
        pass
    begun = time.monotonic()
    try:
        with MailConnection(by.server) as post:
            while time.monotonic() < begun + SENDING_SECONDS and (parcel := _begin(by)) is not None:
                if parcel.to is None:
                    _settle(parcel, "drop", "")
                else:
                    _send(post, parcel, by.server, parcel.to)
    except Away as error:
        raise ServerAway(SERVER_AWAY, kind=str(error)) from error


def _compose() -> bool:
    """Make messages of notices that are to leave, one for each account; tell whether there may be more."""
    hold_nothing()
    with transaction():
        db.session.execute(
            update(Notice).where(ripe_notice(), Notice.leaves_at < now() - STALE).values(leaves_at=None)
        )
        asked = (
            select(Notice).where(ripe_notice()).order_by(Notice.account_id, Notice.id).limit(MOST_COMPOSED)
        )
        rows = db.session.scalars(asked.with_for_update(skip_locked=True)).all()
        for account_id, theirs in groupby(rows, key=lambda row: row.account_id):
            account = db.session.get_one(Account, account_id)
            message = Message(
                jurisdiction_id=account.jurisdiction_id,
                account_id=account_id,
                key=secrets.token_hex(16),
                made_at=now(),
            )
            db.session.add(message)
            db.session.flush()
            for row in theirs:
                row.message_id = message.id
    return len(rows) == MOST_COMPOSED


def _begin(by: Sending) -> Parcel | None:
    """Begin a try of the oldest message that may be sent; None when there is none. From here on it is in doubt."""
    hold_nothing()
    with transaction():
        asked = select(Message).where(ripe_message()).order_by(Message.id).limit(1)
        while (row := db.session.scalar(asked.with_for_update(skip_locked=True))) is not None:
            row.tries += 1
            if row.tries > MOST_TRIES:
                row.state, row.settled_at = MESSAGE.after(row.state, "give_up"), now()
                row.failure = row.failure or "broken off each time"
                db.session.flush()
                continue
            row.again, row.in_doubt = row.again or row.in_doubt, True
            row.next_try_at = now() + max(LEASE, pause_after(row.tries))
            return Parcel(row.id, row.tries, _address_of(row, by.secret_key), _letter(row, by.site))
        return None


def _address_of(row: Message, secret_key: str) -> str | None:
    """Return where a message goes; None once the account is closed, its deputy's term is over, or no address is left."""
    account = db.session.get_one(Account, row.account_id)
    if account.closed or (account.deputy_id is not None and not sits(account.deputy_id)):
        return None
    reader = reader_of(row.account_id)
    return opened(reader.email, secret_key) if reader else None


def _letter(row: Message, site: str) -> Letter:
    account, reader = db.session.get_one(Account, row.account_id), reader_of(row.account_id)
    lines: dict[tuple[object, ...], LetterLine] = {}
    for notice, place in carried_by(row.id):
        same = (place, notice.words, *sorted(notice.told.items()), notice.path)
        times = lines[same].times + 1 if same in lines else 1
        lines[same] = LetterLine(
            place,
            KINDS[notice.kind],
            notice.words,
            notice.told,
            notice.at,
            notice.urgent,
            site + notice.path,
            times,
        )
    return Letter(
        row.key,
        reader.language if reader else "zh",
        account.name,
        place_by_id(row.jurisdiction_id).name,
        tuple(lines.values()),
        row.made_at,
        row.again,
        site,
    )


def _send(post: MailConnection, parcel: Parcel, server: MailServer, to: str) -> None:
    """Send one message and keep what became of it. Errors: Away, after which it may be tried as if it never had been."""
    hold_nothing()
    try:
        post.send(composed(parcel.letter, server, to), to)
    except Refused as error:
        _settle(parcel, "refuse", str(error))
    except Later as error:
        _rest(parcel, str(error))
    except Unanswered as error:
        _note(parcel, str(error))
        raise Away(str(error)) from error
    except Away:
        _forget(parcel)
        raise
    else:
        _settle(parcel, "accept", "")


def _row(parcel: Parcel) -> Message | None:
    """Return the message, locked, unless another try has begun since."""
    asked = select(Message).where(Message.id == parcel.id, Message.tries == parcel.number)
    return db.session.scalar(asked.with_for_update().execution_options(populate_existing=True))


def _settle(parcel: Parcel, step: str, failure: str) -> None:
    with transaction():
        row = _row(parcel)
        if row is not None:
            row.state, row.settled_at = MESSAGE.after(row.state, step), now()
            row.failure, row.in_doubt, row.next_try_at = failure, False, None


def _rest(parcel: Parcel, failure: str) -> None:
    """Let a message rest that the server takes later; after its last try it is given up."""
    if parcel.number >= MOST_TRIES:
        _settle(parcel, "give_up", failure)
        return
    with transaction():
        row = _row(parcel)
        if row is not None:
            row.in_doubt, row.failure = False, failure
            row.next_try_at = now() + pause_after(row.tries)


def _note(parcel: Parcel, failure: str) -> None:
    """Keep that no answer came: the message stays in doubt and goes once more when its lease is over, and no third time."""
    if parcel.letter.again:
        _settle(parcel, "give_up", failure)
        return
    with transaction():
        row = _row(parcel)
        if row is not None:
            row.failure = failure


def _forget(parcel: Parcel) -> None:
    """Take a try back of which the server knows nothing."""
    with transaction():
        row = _row(parcel)
        if row is not None:
            row.tries, row.in_doubt, row.again, row.next_try_at = (
                row.tries - 1,
                parcel.letter.again,
                False,
                None,
            )
