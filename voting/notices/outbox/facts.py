"""Shared reads of what leaves the program. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Row, exists, func, or_, select

from voting.congress.place.models import Jurisdiction
from voting.congress.place.queries import place_by_id
from voting.congress.term.facts import sits
from voting.core.clock import now
from voting.core.db import db
from voting.core.due_rules import PAUSES
from voting.notices.follow.models import DigestLine, Follow, FollowNews
from voting.notices.follow.rules import FollowState, Way
from voting.notices.inbox.models import Notice
from voting.notices.outbox.models import Message
from voting.notices.outbox.rules import STALE, MessageState
from voting.notices.phone.facts import number_of, phone_of
from voting.notices.phone.models import AccountPhone
from voting.notices.sms.facts import provider_for
from voting.notices.wish.contact import opened
from voting.notices.wish.facts import reader_of, wishes_of
from voting.notices.wish.models import Addressee, FormerAddress
from voting.notices.wish.rules import Pace, pace_of
from voting.people.models import Account

LATELY = timedelta(days=7)
LONG = timedelta(hours=1)


def ripe_notice() -> ColumnElement[bool]:
    """Return what picks out a notice that is to leave and is in no message yet."""
    return Notice.message_id.is_(None) & (Notice.leaves_at <= now())


def ripe_message(way: Way = Way.MAIL) -> ColumnElement[bool]:
    """Return what picks out a message of a way that may be tried now; one that rests too long was tried by a clock set back since."""
    at = now()
    rested = or_(
        Message.next_try_at.is_(None), Message.next_try_at <= at, Message.next_try_at > at + PAUSES[-1]
    )
    return (Message.state == MessageState.WAITING) & (Message.way == way) & rested


def asked_first() -> ColumnElement[bool]:
    """Return what picks out a follower who is to be asked and has no message yet."""
    return (Follow.state == FollowState.ASKED) & Follow.first_made.is_(False)


def ripe_news() -> ColumnElement[bool]:
    """Return what picks out news that not all its followers have a message of."""
    return FollowNews.spread.is_(False) & (FollowNews.leaves_at <= now())


def ripe_digest() -> ColumnElement[bool]:
    """Return what picks out news that waits for a digest which is due."""
    return DigestLine.message_id.is_(None) & (DigestLine.leaves_at <= now())


def is_anything_ripe() -> bool:
    """Tell whether any mail is to be sent: one question, whose parts are of an index or of a table that is all but empty."""
    parts = (
        exists().where(ripe_notice()),
        exists().where(ripe_message()),
        exists(select(FormerAddress.id)),
        exists().where(Addressee.to_confirm.is_(True)),
        exists().where(asked_first()),
        exists().where(ripe_news()),
        exists().where(ripe_digest()),
    )
    return bool(db.session.scalar(select(or_(*parts))))


def texting_places() -> list[int]:
    """Return the places with text messages that may be tried now, but those whose provider rests; two questions and two a place."""
    asked = select(Message.jurisdiction_id).where(ripe_message(Way.SMS)).distinct()
    found = []
    for jurisdiction_id in db.session.scalars(asked).all():
        provider = provider_for(place_by_id(jurisdiction_id))
        rests = None if provider is None else provider.rests_until
        if rests is None or not now() < rests <= now() + PAUSES[-1]:
            found.append(jurisdiction_id)
    return found


def is_any_text_ripe() -> bool:
    """Tell whether any text message is to be made or sent."""
    made = (
        exists().where(asked_first(), Follow.way == Way.SMS),
        exists().where(ripe_news()),
        exists().where(ripe_digest()),
        exists().where(Notice.text_id.is_(None), Notice.texts_at <= now()),
        exists().where(AccountPhone.to_confirm.is_(True)),
    )
    return bool(db.session.scalar(select(or_(*made)))) or bool(texting_places())


def address_of(row: Message, secret_key: str) -> str | None:
    """Return where a message goes; None once the account is closed, its deputy's term is over, or no contact is left.

    None also for a follower's that could not leave in time.
    """
    if row.follow_id is not None:
        follow = db.session.get_one(Follow, row.follow_id)
        wanted = follow.state is (FollowState.CONFIRMED if row.news_id or row.digest else FollowState.ASKED)
        in_time = row.made_at >= now() - STALE
        return opened(follow.contact, secret_key) if wanted and in_time else None
    assert row.account_id is not None
    account = db.session.get_one(Account, row.account_id)
    if account.closed or (account.deputy_id is not None and not sits(account.deputy_id)):
        return None
    if row.way is Way.SMS:
        phone = phone_of(row.account_id)
        in_time = row.made_at >= now() - STALE
        return (
            number_of(phone, secret_key)
            if phone and phone.confirmed is not row.confirms and in_time
            else None
        )
    if row.former is not None:
        return opened(row.former, secret_key)
    reader = reader_of(row.account_id)
    return opened(reader.email, secret_key) if reader and reader.confirmed is not row.confirms else None


def wanted_of(message: Message) -> Sequence[Row[Notice, str]]:
    """Return the notices that a message carries, each with the name of its place, the oldest first.

    Without those that could not leave in time, and those of a kind that its reader wants sent no more: his wish when
    the mail is made counts, not that of the day on which the notice was written.
    """
    asked = select(Notice, Jurisdiction.name).join(Jurisdiction, Jurisdiction.id == Notice.jurisdiction_id)
    in_time = Notice.message_id == message.id, Notice.leaves_at >= now() - STALE
    assert message.account_id is not None
    wishes = wishes_of({message.account_id}).get(message.account_id)
    paces = wishes.paces if wishes else {}
    return [
        row
        for row in db.session.execute(asked.where(*in_time).order_by(Notice.at, Notice.id))
        if pace_of(row[0].kind, paces.get(row[0].kind)) is not Pace.NONE
    ]


def texts_waiting_long() -> int:
    """Return how many text messages wait for longer than LONG: their provider takes nothing, or none is there."""
    waits = Message.way == Way.SMS, Message.state == MessageState.WAITING, Message.made_at < now() - LONG
    return db.session.scalar(select(func.count()).where(*waits)) or 0


def given_up_lately(way: Way) -> int:
    """Return how many messages of a way of the last seven days no server would take, for good or in time."""
    gone = Message.state.in_((MessageState.REFUSED, MessageState.FAILED)), Message.settled_at > now() - LATELY
    return db.session.scalar(select(func.count()).where(Message.way == way, *gone)) or 0
