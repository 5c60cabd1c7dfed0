"""Deeds of suggestions. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import RuleBroken, WrongMoment
from voting.core.storage import storage
from voting.core.text import N_
from voting.people.rules import Actor
from voting.screening.call.actions import call_of
from voting.screening.call.facts import open_now, year_of_reserve
from voting.screening.call.models import Call
from voting.screening.call.rules import CallState
from voting.screening.suggestion.contact import CONTACT, sealed_contact, told_by
from voting.screening.suggestion.facts import may_be_joined, suggestion_of
from voting.screening.suggestion.models import Suggestion, SuggestionPhoto, SuggestionStep
from voting.screening.suggestion.number import new_number
from voting.screening.suggestion.rules import SUGGESTION, SuggestionTurn
from voting.screening.suggestion.traffic import traffic_of
from voting.screening.suggestion.traffic_rules import expect_calm
from voting.screening.words import Channel, Source

AGAIN = timedelta(minutes=10)
"""How long the same words of the same clerk are taken for one suggestion that was sent twice."""


class SentBefore(WrongMoment):
    """This very form was handed in before, with other words."""


class OrderTaken(RuleBroken):
    """A work order, letter or motion that this place has taken already."""

    field = "order_number"


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
    """A suggestion as handed in. nonce: 32 hex digits of the form; origin, joins_id, received_on, order_number: see models.Suggestion.

    photos: its pictures, made anew (`uploads.pictures`).
    """

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
    received_on: date | None = None
    order_number: str | None = None
    photos: tuple[bytes, ...] = ()


TYPED = (
    "title",
    "content",
    "place",
    "source",
    "channel",
    "origin_name",
    "received_on",
    "order_number",
)
"""What two suggestions must share, beside the contact, to be one that was sent twice."""


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
        row.id
        if row is not None and row.jurisdiction_id == new.jurisdiction_id and may_be_joined(row)
        else None
    )


def enter(actor: Actor, new: NewSuggestion, *, year: int) -> Suggestion:
    """Enter a suggestion that came in on paper, by telephone or over the counter, once the call has opened."""
    known = by_nonce(new) or by_words(actor, new)
    if known is not None:
        return known
    call = call_of(new.jurisdiction_id, year)
    if call.state is CallState.DRAFTED:
        raise WrongMoment("%(year)s 年的征集还没有开始。", year=year)
    expect_new_order(new)
    return store(actor, new, year, call)


def expect_new_order(new: NewSuggestion) -> None:
    """Raise OrderTaken where this place has the work order, letter or motion of this number already."""
    if new.order_number is None:
        return
    known = db.session.scalar(
        select(Suggestion.number).where(
            Suggestion.jurisdiction_id == new.jurisdiction_id, Suggestion.order_number == new.order_number
        )
    )
    if known is not None:
        raise OrderTaken(N_("这个编号的来文或者工单已经录入过，建议编号 %(number)s。"), number=known)


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
    told = _contact(new)
    return next(
        (row for row in db.session.scalars(asked.order_by(Suggestion.id)) if told_by(row) == told), None
    )


def _contact(new: NewSuggestion) -> tuple[str, ...]:
    return tuple(getattr(new, name) for name in CONTACT)


def store(actor: Actor | None, new: NewSuggestion, year: int, call: Call | None) -> Suggestion:
    """Write the suggestion and its line; give way to the same form that came a moment earlier. call: None in the reserve."""
    told = asdict(replace(new, photos=()))
    for name in ("photos", *CONTACT):
        del told[name]
    row = Suggestion(
        **told,
        contact=sealed_contact(_contact(new)),
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
            expect_new_order(new)
            raise
        return known
    db.session.add_all(
        SuggestionPhoto(jurisdiction_id=row.jurisdiction_id, suggestion_id=row.id, name=name)
        for name in dict.fromkeys(storage().keep(one, ".jpg") for one in new.photos)
    )
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
class Across:
    """What is noted of a turn between levels: see models.SuggestionStep."""

    place_id: int
    other_id: int
    account_id: int | None
    reason: str


def note(
    row: Suggestion,
    step: SuggestionTurn,
    *,
    year: int | None = None,
    project_id: int | None = None,
    across: Across | None = None,
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
            place_id=across.place_id if across else None,
            other_id=across.other_id if across else None,
            account_id=across.account_id if across else None,
            reason=across.reason if across else "",
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
