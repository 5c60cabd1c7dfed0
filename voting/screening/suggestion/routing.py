"""Suggestions that go to the level above or right below, and come back from there. Each deed writes a line in either journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import uuid4

from sqlalchemy import delete

from voting.audit.journal import Event, record, text_digest
from voting.congress.place.queries import place_by_id
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import RuleBroken, WrongMoment
from voting.people.rules import Actor, Place
from voting.screening.suggestion.actions import Across, note
from voting.screening.suggestion.facts import photos_of, sent_from, suggestion_of
from voting.screening.suggestion.models import ORIGIN_LENGTH, Suggestion, SuggestionPhoto
from voting.screening.suggestion.number import new_number
from voting.screening.suggestion.rules import SUGGESTION, SuggestionTurn
from voting.screening.words import Channel, Source

KEPT = (
    "title",
    "content",
    "place",
    "reason",
    "scale",
    "finish",
    "cost_fen",
    "funding",
    "implementer",
    "received_on",
    "contact",
)
"""What goes along to another level: the words and the contact; the number and the answer are its own there."""


@dataclass(frozen=True, kw_only=True)
class SuggestionRouted(Event):
    """to: code of the congress; reason_sha256: of why, which stands with the suggestion's day and can be deleted there."""

    name: ClassVar[str] = "screening:suggestion:routed"
    suggestion: int
    to: str
    reason_sha256: str


@dataclass(frozen=True, kw_only=True)
class SuggestionReceived(Event):
    name: ClassVar[str] = "screening:suggestion:received"
    suggestion: int
    number: str
    routed_from: str


@dataclass(frozen=True, kw_only=True)
class SuggestionReturned(Event):
    name: ClassVar[str] = "screening:suggestion:returned"
    suggestion: int
    to: str
    reason_sha256: str


@dataclass(frozen=True, kw_only=True)
class SuggestionCameBack(Event):
    name: ClassVar[str] = "screening:suggestion:came_back"
    suggestion: int
    returned_from: str


def route(actor: Actor, *, here: Place, suggestion_id: int, to: Place, reason: str) -> Suggestion:
    """Send a suggestion to another level and return what it became there.

    to: the level above or one right below; what was routed here goes back by `return_to_sender` alone.
    """
    row = suggestion_of(here.id, suggestion_id, locked=True)
    if to.path[:-1] != here.path and here.path[:-1] != to.path:
        raise RuleBroken("只能转给上一级或者直接下一级。")
    came = sent_from(row)
    if came is not None and came.jurisdiction_id == to.id:
        raise RuleBroken("这条建议是从那里转来的，请用“退回”，写明理由。")
    row.state = SUGGESTION.after(row.state, "route")
    there = _received(row, here, to)
    row.routed_to_id, row.routed_as_id = to.id, there.id
    _note_both(actor, (row, SuggestionTurn.ROUTED), (there, SuggestionTurn.RECEIVED), reason)
    _record_in_order(
        actor,
        (here.id, SuggestionRouted(suggestion=row.id, to=to.code, reason_sha256=text_digest(reason))),
        (to.id, SuggestionReceived(suggestion=there.id, number=there.number, routed_from=here.code)),
    )
    return there


def return_to_sender(actor: Actor, *, here: Place, suggestion_id: int, reason: str) -> Suggestion:
    """Return what another level sent here, with a reason, and return what waits there again; contact and photographs stay there alone.

    Errors: RuleBroken for what nobody sent here; WrongMoment for what is dealt with already, here or there.
    """
    row = suggestion_of(here.id, suggestion_id, locked=True)
    row.state = SUGGESTION.after(row.state, "return")
    came = sent_from(row)
    if came is None:
        raise RuleBroken("这条建议不是从其他层级转来的，不能退回。")
    back = suggestion_of(came.jurisdiction_id, came.id, locked=True)
    if back.routed_as_id != row.id:
        raise WrongMoment("这条建议已经办理过，请刷新页面。")
    back.state = SUGGESTION.after(back.state, "come_back")
    back.routed_to_id = back.routed_as_id = None
    row.routed_to_id, row.routed_as_id = back.jurisdiction_id, back.id
    row.contact = None
    db.session.execute(delete(SuggestionPhoto).where(SuggestionPhoto.suggestion_id == row.id))
    _note_both(actor, (row, SuggestionTurn.RETURNED), (back, SuggestionTurn.CAME_BACK), reason)
    there = place_by_id(back.jurisdiction_id)
    _record_in_order(
        actor,
        (here.id, SuggestionReturned(suggestion=row.id, to=there.code, reason_sha256=text_digest(reason))),
        (there.id, SuggestionCameBack(suggestion=back.id, returned_from=here.code)),
    )
    return back


def _record_in_order(actor: Actor, *lines: tuple[int, Event]) -> None:
    """Write a line in the journal of each place, the same order whichever way it goes: two that meet wait, and never for each other."""
    for jurisdiction_id, event in sorted(lines, key=lambda line: line[0]):
        record(event, actor, jurisdiction_id)


def _note_both(
    actor: Actor,
    left: tuple[Suggestion, SuggestionTurn],
    came: tuple[Suggestion, SuggestionTurn],
    reason: str,
) -> None:
    """Write the day of what went and of what came, each with the other's place."""
    for (row, turn), (other, _turn) in ((left, came), (came, left)):
        across = Across(
            place_id=other.jurisdiction_id, other_id=other.id, account_id=actor.account_id, reason=reason
        )
        note(row, turn, across=across)


def _received(row: Suggestion, here: Place, to: Place) -> Suggestion:
    """Return the suggestion as it stands in the other place: same words, contact and photographs, a number of its own."""
    there = Suggestion(
        jurisdiction_id=to.id,
        year=row.year,
        number=new_number(row.year),
        nonce=uuid4().hex,
        source=Source.ROUTED,
        channel=Channel.TRANSFER,
        submitted_at=now(),
        origin_name=f"{here.name}人大"[:ORIGIN_LENGTH],
        **{name: getattr(row, name) for name in KEPT},
    )
    db.session.add(there)
    db.session.flush()
    for photo in photos_of(row):
        db.session.add(SuggestionPhoto(jurisdiction_id=to.id, suggestion_id=there.id, name=photo))
    return there
