"""Deeds of the outbox: notices become messages, messages are sent. Each has short transactions of its own; nothing is sent in one."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from config import MailServer
from voting.core.clock import now
from voting.core.db import account_of, db, hold_nothing, transaction
from voting.core.due_rules import MOST_TRIES, pause_after
from voting.core.errors import DomainError
from voting.core.text import N_
from voting.notices.channel.mail import Away, HungUp, Later, MailConnection, Refused, Unanswered
from voting.notices.follow.rules import Way
from voting.notices.inbox.models import Notice
from voting.notices.outbox.account_texts import MOST_COMPOSED, message_to
from voting.notices.outbox.facts import is_anything_ripe, ripe_message, ripe_notice
from voting.notices.outbox.models import Message
from voting.notices.outbox.rules import LEASE, MESSAGE, STALE
from voting.notices.outbox.spreading import spread
from voting.notices.outbox.writing import written
from voting.notices.wish.models import Addressee, FormerAddress

log = logging.getLogger(__name__)
SENDING_SECONDS = 20.0
"""How long one job sends before another gets its turn."""
MOST_BARREN = 2
"""After so many connections one after the other that ended over their first message the server itself is in trouble."""
SERVER_AWAY = N_("邮件服务器连不上或不收本站邮件（%(kind)s），请检查 MAIL_SERVER 和 MAIL_FROM。")


class ServerAway(DomainError):
    """The mail server cannot be reached, or takes nothing from here; what is to be sent waits."""


@dataclass(frozen=True, kw_only=True)
class Sending:
    """With what is sent: the server, the program's own address, the key of the contacts."""

    server: MailServer
    site: str
    secret_key: str


@dataclass(frozen=True)
class Parcel:
    """A message that is being sent. to: None where nobody is to get it any more; again: it may have been accepted before."""

    id: int
    number: int
    to: str | None
    again: bool
    content: bytes


def deliver(by: Sending) -> None:
    """Send what is to be sent, for SENDING_SECONDS. Errors: ServerAway; a message of its own trouble holds up no other."""
    hold_nothing()
    if not is_anything_ripe():
        return
    while _compose():
        pass
    spread()
    try:
        _over_connections(by, time.monotonic() + SENDING_SECONDS)
    except Away as error:
        raise ServerAway(SERVER_AWAY, kind=str(error)) from error


def _over_connections(by: Sending, until: float) -> None:
    """Send over one connection after the other while the server ends them. Errors: Away, of a server that takes nothing."""
    barren = 0
    while (ended := _over_one_connection(by, until)) is not None:
        barren = 0 if ended.answered else barren + 1
        if barren == MOST_BARREN:
            raise Away(ended.why)


@dataclass(frozen=True)
class Ended:
    """A connection that the server ended. answered: for how many messages it had said what becomes of them."""

    answered: int
    why: str


def _over_one_connection(by: Sending, until: float) -> Ended | None:
    """Send until nothing is left, time is over (both: None) or the server ends the connection. Errors: Away, of a server that took none."""
    answered = 0
    with MailConnection(by.server) as post:
        while time.monotonic() < until and (parcel := _begin(by)) is not None:
            try:
                _hand_over(post, parcel)
            except HungUp as error:
                return Ended(answered, str(error))
            except Away as error:
                if not answered:
                    raise
                return Ended(answered, str(error))
            answered += 1
    return None


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
            message = message_to(account_id, Way.MAIL)
            for row in theirs:
                row.message_id = message.id
        left = select(FormerAddress).order_by(FormerAddress.id).limit(MOST_COMPOSED)
        for former in db.session.scalars(left.with_for_update(skip_locked=True)).all():
            message_to(former.account_id, Way.MAIL).former = former.email
            db.session.delete(former)
        unasked = select(Addressee).where(Addressee.to_confirm.is_(True)).limit(MOST_COMPOSED)
        for reader in db.session.scalars(unasked.with_for_update(skip_locked=True)).all():
            message_to(reader.account_id, Way.MAIL).confirms = True
            reader.to_confirm = False
    return len(rows) == MOST_COMPOSED


def _begin(by: Sending) -> Parcel | None:
    """Begin a try of the message tried least, the oldest first; None when there is none. From here on it is in doubt.

    The mail is made before: what cannot be written was not sent, rests as if its server took it later, and holds up no other.
    """
    hold_nothing()
    with transaction():
        asked = select(Message).where(ripe_message()).order_by(Message.tries, Message.id).limit(1)
        while (row := db.session.scalar(asked.with_for_update(skip_locked=True))) is not None:
            row.tries += 1
            if row.tries > MOST_TRIES:
                row.state, row.settled_at = MESSAGE.after(row.state, "give_up"), now()
                row.failure = row.failure or "broken off each time"
                db.session.flush()
                continue
            row.again = row.again or row.in_doubt
            parcel = _parcel(row, by)
            row.next_try_at = now() + pause_after(row.tries)
            if parcel is not None:
                row.in_doubt, row.next_try_at = True, max(row.next_try_at, now() + LEASE)
                return parcel
            db.session.flush()
        return None


def _parcel(row: Message, by: Sending) -> Parcel | None:
    """Make the mail; None, with the reason at the message, where that fails."""
    try:
        to, content = written(row, by.server, by.site, by.secret_key)
    except SQLAlchemyError:
        raise
    except Exception as error:  # noqa: BLE001  one message that cannot be written must hold up no other
        log.warning("message %s cannot be written: %s", row.id, account_of(error))
        row.failure = type(error).__name__
        return None
    return Parcel(row.id, row.tries, to, row.again, content)


def _hand_over(post: MailConnection, parcel: Parcel) -> None:
    """Hand one message over and keep what became of it. Errors: HungUp; Away, after which it may be tried as if it never had been."""
    hold_nothing()
    if parcel.to is None:
        _settle(parcel, "drop", "")
        return
    try:
        post.send(parcel.content, parcel.to)
    except Refused as error:
        _settle(parcel, "refuse", str(error))
    except Later as error:
        _rest(parcel, str(error))
    except HungUp as error:
        _rest(parcel, str(error))
        raise
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
            row.failure, row.in_doubt, row.next_try_at, row.former = failure, False, None, None


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
    if parcel.again:
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
                parcel.again,
                False,
                None,
            )
