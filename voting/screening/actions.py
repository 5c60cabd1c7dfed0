"""Deeds of the call: draft, open, extend and close it; hand in a suggestion. Other deeds: actions_*.py."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from voting.audit.journal import Event, record
from voting.core.clock import now, today
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.people.rules import Actor
from voting.screening.models import Call, Suggestion
from voting.screening.rules import CALL, CallState, Channel, Source, new_number
from voting.screening.rules_guard import expect_calm
from voting.screening.traffic import traffic_of

AGAIN = timedelta(minutes=10)
"""How long the same words of the same clerk are taken for one suggestion that was sent twice."""


class SentBefore(WrongMoment):
    """This very form was handed in before, with other words."""


@dataclass(frozen=True, kw_only=True)
class CallRevised(Event):
    name: ClassVar[str] = "screening:call:revised"
    year: int
    opens_on: date
    closes_on: date


@dataclass(frozen=True, kw_only=True)
class CallOpened(Event):
    name: ClassVar[str] = "screening:call:opened"
    year: int


@dataclass(frozen=True, kw_only=True)
class CallExtended(Event):
    name: ClassVar[str] = "screening:call:extended"
    year: int
    closes_on: date


@dataclass(frozen=True, kw_only=True)
class CallClosed(Event):
    name: ClassVar[str] = "screening:call:closed"
    year: int


@dataclass(frozen=True, kw_only=True)
class SuggestionSubmitted(Event):
    """What is recorded of a suggestion: never the contact."""

    name: ClassVar[str] = "screening:suggestion:submitted"
    suggestion: int
    number: str
    source: str


@dataclass(frozen=True, kw_only=True)
class NewCall:
    """A call as drafted. notice: its text; contact: where else suggestions may be sent."""

    jurisdiction_id: int
    year: int
    notice: str
    opens_on: date
    closes_on: date
    contact: str
    channels: tuple[Channel, ...]


@dataclass(frozen=True, kw_only=True)
class NewSuggestion:
    """A suggestion as handed in. nonce: 32 hex digits of the form; origin: see models.Suggestion."""

    jurisdiction_id: int
    nonce: str
    title: str
    content: str
    place: str = ""
    reason: str = ""
    scale: str = ""
    finish: str = ""
    cost_fen: int | None = None
    funding: str = ""
    implementer: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    source: Source = Source.RESIDENT
    channel: Channel = Channel.ONLINE
    origin_name: str = ""
    origin: str | None = None


TYPED = (
    "title",
    "content",
    "place",
    "contact_name",
    "contact_phone",
    "contact_email",
    "source",
    "channel",
    "origin_name",
)
"""What two suggestions must share to be one that was sent twice."""


def call_of(jurisdiction_id: int, year: int) -> Call:
    """Return the call of a year; raise NotFound when there is none."""
    call = db.session.scalar(select(Call).where(Call.jurisdiction_id == jurisdiction_id, Call.year == year))
    if call is None:
        raise NotFound("%(year)s 年还没有征集公告。", year=year)
    return call


def revise_call(actor: Actor, new: NewCall) -> Call:
    """Draft a year's call, or change the draft."""
    if new.closes_on < new.opens_on:
        raise RuleBroken("截止日期不能早于开始日期。")
    if not new.channels:
        raise RuleBroken("至少要有一种征集渠道。")
    call = db.session.scalar(
        select(Call).where(Call.jurisdiction_id == new.jurisdiction_id, Call.year == new.year)
    )
    values = {**asdict(new), "channels": [channel.value for channel in new.channels]}
    if call is None:
        call = Call(**values)
        db.session.add(call)
    else:
        call.state = CALL.after(call.state, "revise_call")
        for key, value in values.items():
            setattr(call, key, value)
    record(
        CallRevised(year=new.year, opens_on=new.opens_on, closes_on=new.closes_on), actor, new.jurisdiction_id
    )
    return call


def open_call(actor: Actor, *, jurisdiction_id: int, year: int) -> Call:
    """Open a year's call; only one call of a place is open at a time."""
    call = call_of(jurisdiction_id, year)
    call.state = CALL.after(call.state, "open_call")
    if call.closes_on < today():
        raise RuleBroken("截止日期已经过去，请先修改征集公告。")
    other = db.session.scalar(
        select(Call.year).where(
            Call.jurisdiction_id == jurisdiction_id, Call.state == CallState.OPENED, Call.id != call.id
        )
    )
    if other is not None:
        raise RuleBroken("%(year)s 年的征集还没有结束，请先结束它。", year=other)
    record(CallOpened(year=year), actor, jurisdiction_id)
    return call


def extend_call(actor: Actor, *, jurisdiction_id: int, year: int, closes_on: date) -> Call:
    """Move the end of a call to a later day; a closed call opens again."""
    call = call_of(jurisdiction_id, year)
    call.state = CALL.after(call.state, "extend_call")
    if closes_on <= call.closes_on or closes_on < today():
        raise RuleBroken("新的截止日期要晚于原来的截止日期和今天。")
    call.closes_on = closes_on
    record(CallExtended(year=year, closes_on=closes_on), actor, jurisdiction_id)
    return call


def close_call(actor: Actor, *, jurisdiction_id: int, year: int) -> Call:
    """Close a call: nothing more comes in by itself; staff may still enter what came on paper."""
    call = call_of(jurisdiction_id, year)
    call.state = CALL.after(call.state, "close_call")
    record(CallClosed(year=year), actor, jurisdiction_id)
    return call


def open_now(jurisdiction_id: int) -> Call | None:
    """Return the call that takes suggestions today, or None."""
    return db.session.scalar(
        select(Call).where(
            Call.jurisdiction_id == jurisdiction_id,
            Call.state == CallState.OPENED,
            Call.opens_on <= today(),
            Call.closes_on >= today(),
        )
    )


def submit(actor: Actor | None, new: NewSuggestion, *, careful: bool = False) -> Suggestion:
    """Hand in a suggestion to the open call; the same form twice gives the same suggestion.

    Errors: WrongMoment when no call is open; SentBefore when the form was sent before with other words;
    TooManyTries as `rules_guard` says. careful: see there.
    """
    known = by_nonce(new)
    if known is not None:
        return known
    call = open_now(new.jurisdiction_id)
    if call is None:
        raise WrongMoment("现在不在征集期内，暂不接收建议。")
    if new.origin is not None:
        traffic = traffic_of(new.jurisdiction_id, new.origin, (new.title, new.content))
        expect_calm(traffic, careful=careful)
    return store(actor, new, call)


def enter(actor: Actor, new: NewSuggestion, *, year: int) -> Suggestion:
    """Enter a suggestion that came in on paper, by telephone or over the counter, once the call has opened."""
    known = by_nonce(new) or by_words(actor, new)
    if known is not None:
        return known
    call = call_of(new.jurisdiction_id, year)
    if call.state is CallState.DRAFTED:
        raise WrongMoment("%(year)s 年的征集还没有开始。", year=year)
    return store(actor, new, call)


def by_nonce(new: NewSuggestion) -> Suggestion | None:
    """Return what this very form made before; raise SentBefore when its words were different then."""
    known = db.session.scalar(
        select(Suggestion).where(
            Suggestion.jurisdiction_id == new.jurisdiction_id, Suggestion.nonce == new.nonce
        )
    )
    if known is not None and (known.title, known.content) != (new.title, new.content):
        raise SentBefore(
            "这张表已经提交过，编号是 %(number)s，原来的内容已经收到。下面是改过的内容：要作为另一条提出，请再提交一次。",
            number=known.number,
        )
    return known


def by_words(actor: Actor, new: NewSuggestion) -> Suggestion | None:
    """Return what the same clerk entered within AGAIN word for word: a page that was gone back to and sent anew.

    A browser that goes back opens the form afresh, with another nonce; only the words tell then.
    """
    typed = [getattr(Suggestion, name) == getattr(new, name) for name in TYPED]
    asked = select(Suggestion).where(
        Suggestion.jurisdiction_id == new.jurisdiction_id,
        Suggestion.submitted_at > now() - AGAIN,
        Suggestion.account_id == actor.account_id,
        *typed,
    )
    return db.session.scalars(asked.order_by(Suggestion.id).limit(1)).first()


def store(actor: Actor | None, new: NewSuggestion, call: Call) -> Suggestion:
    """Write the suggestion and its line; give way to the same form that came a moment earlier."""
    row = Suggestion(
        **asdict(new),
        year=call.year,
        call_id=call.id,
        number=new_number(call.year),
        submitted_at=now(),
        account_id=actor.account_id if actor else None,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        known = by_nonce(new)
        if known is None:
            raise
        return known
    event = SuggestionSubmitted(suggestion=row.id, number=row.number, source=row.source.value)
    record(event, actor, new.jurisdiction_id)
    return row
