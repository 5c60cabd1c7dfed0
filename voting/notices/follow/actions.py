"""Deeds of followers: ask, confirm, end, lapse. Each writes its journal line, without the contact; never commits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from sqlalchemy import delete, or_, select, update

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db, is_added
from voting.core.errors import WrongMoment
from voting.notices.follow.facts import asked_lately, follow_by
from voting.notices.follow.link import digest_of
from voting.notices.follow.models import DigestLine, Follow
from voting.notices.follow.rules import (
    ANSWERED_WITHIN,
    DAY,
    FOLLOW,
    FOLLOWED_FOR,
    FORGOTTEN_AFTER,
    FollowState,
    Topic,
    Way,
    expect_calm,
)
from voting.notices.wish.contact import seal
from voting.notices.wish.models import QUIET
from voting.notices.wish.rules import Pace, QuietHours

MOST_LAPSED = 500


@dataclass(frozen=True, kw_only=True)
class FollowAsked(Event):
    name: ClassVar[str] = "notices:follow:asked"
    follow: int
    topic: str
    subject: int


@dataclass(frozen=True, kw_only=True)
class FollowConfirmed(Event):
    name: ClassVar[str] = "notices:follow:confirmed"
    follow: int


@dataclass(frozen=True, kw_only=True)
class FollowPaced(Event):
    """A follower chose how soon he hears. pace: a value of `Pace`."""

    name: ClassVar[str] = "notices:follow:paced"
    follow: int
    pace: str


@dataclass(frozen=True, kw_only=True)
class FollowEnded(Event):
    """lapsed: nobody ended it, its time was over."""

    name: ClassVar[str] = "notices:follow:ended"
    follow: int
    lapsed: bool


@dataclass(frozen=True, kw_only=True)
class NewFollow:
    """What somebody asks to be told of. subject_id, name, path: see models.Follow; origin: digest of his network."""

    jurisdiction_id: int
    topic: Topic
    subject_id: int
    name: str
    path: str
    way: Way
    contact: str = field(repr=False)
    language: str
    origin: str
    pace: Pace = Pace.AT_ONCE


def ask(new: NewFollow, secret_key: str) -> None:
    """Keep a contact that is to be asked whether it wants this. Who follows already, or was asked within a DAY, is not written to again.

    Whether that is so is told to nobody: the limits are asked first. Errors: TooManyTries.
    """
    digest = digest_of(new.contact, secret_key)
    expect_calm(*asked_lately(digest, new.origin))
    row = db.session.scalar(
        select(Follow)
        .where(
            Follow.jurisdiction_id == new.jurisdiction_id,
            Follow.topic == new.topic,
            Follow.subject_id == new.subject_id,
            Follow.digest == digest,
        )
        .with_for_update()
    )
    if row is not None and (row.state is FollowState.CONFIRMED or row.asked_at > now() - DAY):
        return
    if row is None:
        row = _new(new, digest)
        if row is None:
            return
    elif row.state is not FollowState.ASKED:
        row.state = FOLLOW.after(row.state, "ask")
    row.way, row.contact, row.language = new.way, seal(new.contact, secret_key), new.language
    row.pace = new.pace
    row.origin, row.asked_at, row.first_made, row.ended_at = new.origin, now(), False, None
    db.session.flush()
    asked = FollowAsked(follow=row.id, topic=new.topic.value, subject=new.subject_id)
    record(asked, None, new.jurisdiction_id)


def _new(new: NewFollow, digest: str) -> Follow | None:
    """Return a stored following; None where another request of the same made it at this moment, whose message asks already."""
    row = Follow(
        jurisdiction_id=new.jurisdiction_id,
        topic=new.topic,
        subject_id=new.subject_id,
        name=new.name,
        path=new.path,
        way=new.way,
        contact=None,
        digest=digest,
        language=new.language,
        origin=new.origin,
        asked_at=now(),
    )
    return row if is_added(row) else None


def confirm(token: str, secret_key: str) -> None:
    """Say yes to the first message; said again, nothing changes. Errors: NotFound; WrongMoment once it ended."""
    row = follow_by(token, secret_key, locked=True)
    before, row.state = row.state, FOLLOW.after(row.state, "confirm")
    if before is not row.state:
        row.confirmed_at = now()
        record(FollowConfirmed(follow=row.id), None, row.jurisdiction_id)


def choose_pace(token: str, pace: Pace, secret_key: str) -> None:
    """Choose how soon one hears; what waits for a digest leaves at once where none is wanted any more. Chosen again, nothing changes.

    Errors: NotFound; WrongMoment unless the following is confirmed.
    """
    row = follow_by(token, secret_key, locked=True)
    if row.state is not FollowState.CONFIRMED:
        raise WrongMoment("还没有确认，或者已经停止，不能更改。")
    if row.pace is pace:
        return
    row.pace = pace
    if pace is Pace.AT_ONCE:
        waits = DigestLine.follow_id == row.id, DigestLine.message_id.is_(None)
        soon = QuietHours(*QUIET).after(now())
        db.session.execute(update(DigestLine).where(*waits).values(leaves_at=soon))
    record(FollowPaced(follow=row.id, pace=pace.value), None, row.jurisdiction_id)


def end(token: str, secret_key: str) -> None:
    """Want to be told no more: the contact is deleted at once. Said again, nothing changes. Errors: NotFound."""
    row = follow_by(token, secret_key, locked=True)
    before = row.state
    if before is not FOLLOW.after(before, "end"):
        _forget(row, "end")


def _forget(row: Follow, step: str) -> None:
    row.state = FOLLOW.after(row.state, step)
    row.contact, row.ended_at = None, now()
    db.session.execute(
        delete(DigestLine).where(DigestLine.follow_id == row.id, DigestLine.message_id.is_(None))
    )
    record(FollowEnded(follow=row.id, lapsed=step == "lapse"), None, row.jurisdiction_id)


def lapse() -> None:
    """Delete the contacts whose time is over, some at a time, and the rows of those that were deleted long ago."""
    unanswered = (Follow.state == FollowState.ASKED) & (Follow.asked_at < now() - ANSWERED_WITHIN)
    over = (Follow.state == FollowState.CONFIRMED) & (Follow.confirmed_at < now() - FOLLOWED_FOR)
    asked = select(Follow).where(or_(unanswered, over)).order_by(Follow.jurisdiction_id, Follow.id)
    for row in db.session.scalars(asked.limit(MOST_LAPSED).with_for_update(skip_locked=True)).all():
        _forget(row, "lapse")
    db.session.execute(delete(Follow).where(Follow.ended_at < now() - FORGOTTEN_AFTER))
