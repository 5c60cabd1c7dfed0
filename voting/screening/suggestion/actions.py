"""Deeds of suggestions. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import ClassVar
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from voting.audit.journal import Event, record
from voting.congress.place.queries import place_by_id
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import RuleBroken, WrongMoment
from voting.people.rules import Actor, Place
from voting.screening.call.actions import call_of
from voting.screening.call.facts import open_now, year_of_reserve
from voting.screening.call.models import Call
from voting.screening.call.rules import CallState
from voting.screening.suggestion.facts import is_shown, suggestion_of
from voting.screening.suggestion.models import Suggestion, SuggestionStep
from voting.screening.suggestion.number import new_number
from voting.screening.suggestion.rules import SUGGESTION, SuggestionState, SuggestionTurn
from voting.screening.suggestion.traffic import traffic_of
from voting.screening.suggestion.traffic_rules import expect_calm
from voting.screening.words import Channel, Source

AGAIN = timedelta(minutes=10)
"""How long the same words of the same clerk are taken for one suggestion that was sent twice."""


class SentBefore(WrongMoment):
    """This very form was handed in before, with other words."""


@dataclass(frozen=True, kw_only=True)
class SuggestionSubmitted(Event):
    """What is recorded of a suggestion: never the contact."""

    name: ClassVar[str] = "screening:suggestion:submitted"
    suggestion: int
    number: str
    source: str
    joins: int | None = None


@dataclass(frozen=True, kw_only=True)
class NewSuggestion:
    """A suggestion as handed in. nonce: 32 hex digits of the form; origin, joins_id: see models.Suggestion."""

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
    joins_id: int | None = None


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


def submit(actor: Actor | None, new: NewSuggestion, *, careful: bool = False) -> Suggestion:
    """Hand in a suggestion, to the open call or between calls into the reserve; the same form twice gives the same suggestion.

    Errors: WrongMoment where nobody has called yet; SentBefore when the form was sent before with other words;
    TooManyTries as `suggestion.guard` says. careful: see there.
    """
    known = by_nonce(new)
    if known is not None:
        return known
    call = open_now(new.jurisdiction_id)
    year = call.year if call else year_of_reserve(new.jurisdiction_id)
    if year is None:
        raise WrongMoment("这里还没有开始征集，暂不接收建议。")
    if new.origin is not None:
        traffic = traffic_of(new.jurisdiction_id, new.origin, (new.title, new.content))
        expect_calm(traffic, careful=careful)
    return store(actor, replace(new, joins_id=joined_id(new)), year, call)


def joined_id(new: NewSuggestion) -> int | None:
    """Return the suggestion that is joined, or None when it is not shown here any more: his own words count all the same."""
    if new.joins_id is None:
        return None
    row = db.session.get(Suggestion, new.joins_id)
    return (
        row.id if row is not None and row.jurisdiction_id == new.jurisdiction_id and is_shown(row) else None
    )


def enter(actor: Actor, new: NewSuggestion, *, year: int) -> Suggestion:
    """Enter a suggestion that came in on paper, by telephone or over the counter, once the call has opened."""
    known = by_nonce(new) or by_words(actor, new)
    if known is not None:
        return known
    call = call_of(new.jurisdiction_id, year)
    if call.state is CallState.DRAFTED:
        raise WrongMoment("%(year)s 年的征集还没有开始。", year=year)
    return store(actor, new, year, call)


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


def store(actor: Actor | None, new: NewSuggestion, year: int, call: Call | None) -> Suggestion:
    """Write the suggestion and its line; give way to the same form that came a moment earlier. call: None in the reserve."""
    row = Suggestion(
        **asdict(new),
        year=year,
        call_id=call.id if call else None,
        number=new_number(year),
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
    event = SuggestionSubmitted(
        suggestion=row.id, number=row.number, source=row.source.value, joins=row.joins_id
    )
    record(event, actor, new.jurisdiction_id)
    return row


@dataclass(frozen=True, kw_only=True)
class SuggestionReconsidered(Event):
    name: ClassVar[str] = "screening:suggestion:reconsidered"
    suggestion: int


@dataclass(frozen=True, kw_only=True)
class SuggestionRouted(Event):
    name: ClassVar[str] = "screening:suggestion:routed"
    suggestion: int
    to: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SuggestionReceived(Event):
    name: ClassVar[str] = "screening:suggestion:received"
    suggestion: int
    number: str
    routed_from: str


def note(
    row: Suggestion, step: SuggestionTurn, *, year: int | None = None, project_id: int | None = None
) -> None:
    """Write down for its proposer what became of a suggestion just now."""
    db.session.add(
        SuggestionStep(
            jurisdiction_id=row.jurisdiction_id,
            suggestion_id=row.id,
            at=now(),
            step=step,
            year=year,
            project_id=project_id,
        )
    )


def reconsider(actor: Actor, *, jurisdiction_id: int, suggestion_id: int) -> Suggestion:
    """Take an answered suggestion up again: its answer no longer holds."""
    row = suggestion_of(jurisdiction_id, suggestion_id)
    row.state = SUGGESTION.after(row.state, "reconsider")
    row.answer, row.answer_class, row.elsewhere, row.answered_at = "", None, "", None
    note(row, SuggestionTurn.RECONSIDERED)
    record(SuggestionReconsidered(suggestion=row.id), actor, jurisdiction_id)
    return row


def route(actor: Actor, *, here: Place, suggestion_id: int, to: Place, reason: str) -> Suggestion:
    """Send a suggestion to another level and return what it became there.

    to: the level above or one right below; a suggestion once routed here may not go back where it came from.
    """
    row = suggestion_of(here.id, suggestion_id)
    if to.path[:-1] != here.path and here.path[:-1] != to.path:
        raise RuleBroken("只能转给上一级或者直接下一级。")
    came_from = db.session.scalar(select(Suggestion.jurisdiction_id).where(Suggestion.routed_as_id == row.id))
    if came_from == to.id:
        raise RuleBroken("这条建议是从那里转来的，不能转回去。")
    row.state = SUGGESTION.after(row.state, "route")
    there = received(row, to)
    row.routed_to_id, row.routed_as_id, row.answer, row.answered_at = to.id, there.id, reason, now()
    note(row, SuggestionTurn.ROUTED)
    record(SuggestionRouted(suggestion=row.id, to=to.code, reason=reason), actor, here.id)
    origin = place_by_id(here.id).code
    record(SuggestionReceived(suggestion=there.id, number=there.number, routed_from=origin), actor, to.id)
    return there


def received(row: Suggestion, to: Place) -> Suggestion:
    """Return the suggestion as it stands in the other place: same words and contact, a number of its own."""
    there = Suggestion(
        jurisdiction_id=to.id,
        year=row.year,
        number=new_number(row.year),
        nonce=uuid4().hex,
        source=Source.ROUTED,
        channel=Channel.TRANSFER,
        submitted_at=now(),
        title=row.title,
        content=row.content,
        place=row.place,
        reason=row.reason,
        scale=row.scale,
        finish=row.finish,
        cost_fen=row.cost_fen,
        funding=row.funding,
        implementer=row.implementer,
        contact_name=row.contact_name,
        contact_phone=row.contact_phone,
        contact_email=row.contact_email,
        state=SuggestionState.SUBMITTED,
    )
    db.session.add(there)
    db.session.flush()
    return there
