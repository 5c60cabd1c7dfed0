"""Deeds of looking back: a year is over, a suggester says whether his problem is solved. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db, is_added
from voting.core.due import Owed
from voting.core.errors import NotFound
from voting.people.rules import Actor, Place
from voting.supervision.commitment.models import Commitment
from voting.supervision.finding.actions import hear_residents
from voting.supervision.look_back.facts import suggested, unsolved_since, voice_of
from voting.supervision.look_back.models import Voice
from voting.supervision.look_back.rules import REOPENED_FROM, expect_ended, expect_same, expect_unsolved


@dataclass(frozen=True, kw_only=True)
class CommitmentLookedBack(Event):
    """A year has passed since the acceptance: suggesters are asked again."""

    name: ClassVar[str] = "supervision:commitment:looked_back"
    commitment: int


@dataclass(frozen=True, kw_only=True)
class VoiceHeard(Event):
    """A suggester said whether his problem is solved; never in what words."""

    name: ClassVar[str] = "supervision:look_back:heard"
    commitment: int
    suggestion: int
    solved: bool


@dataclass(frozen=True, kw_only=True)
class VoiceAnswered(Event):
    """The office told a suggester what is done about his problem; never in what words."""

    name: ClassVar[str] = "supervision:look_back:answered"
    commitment: int
    suggestion: int


@dataclass(frozen=True, kw_only=True)
class NewVoice:
    """What a suggester says. number: his suggestion's; text: what is still lacking, may be empty."""

    number: str
    solved: bool
    text: str


@dataclass(frozen=True, kw_only=True)
class NewAnswer:
    """What the office says to a suggester. version: of the words that it read, as `core.text.version_of`."""

    text: str
    version: str


def look_back(owed: Owed) -> None:
    """Write down that a year has passed since a commitment was accepted."""
    commitment = db.session.get_one(Commitment, int(owed.key))
    record(CommitmentLookedBack(commitment=commitment.id), None, commitment.jurisdiction_id)


def say(place: Place, new: NewVoice) -> Voice:
    """Say whether a problem is solved; said anew the last word counts, the same said twice changes nothing.

    Errors: NotFound for a number without a voted project; WrongMoment while the work goes on.
    """
    found, commitment = suggested(place, new.number)
    expect_ended(commitment.state)
    spoken = voice_of(commitment, found.id, locked=True)
    first = _first_word(commitment, found.id, new) if spoken is None else None
    row = first or spoken or voice_of(commitment, found.id, locked=True)
    assert row is not None
    if first is None:
        if (row.solved, row.text) == (new.solved, new.text):
            return row
        row.solved, row.text, row.at = new.solved, new.text, now()
        row.answer, row.answered_at = "", None
        db.session.flush()
    if not new.solved and (count := unsolved_since(commitment)) >= REOPENED_FROM:
        hear_residents(commitment, count)
    record(VoiceHeard(commitment=commitment.id, suggestion=found.id, solved=new.solved), None, place.id)
    return row


def _first_word(commitment: Commitment, suggestion_id: int, new: NewVoice) -> Voice | None:
    """Return a stored first word; None where another request of the same suggester spoke it at this moment."""
    row = Voice(
        jurisdiction_id=commitment.jurisdiction_id,
        commitment_id=commitment.id,
        suggestion_id=suggestion_id,
        solved=new.solved,
        text=new.text,
        at=now(),
    )
    return row if is_added(row) else None


def answer(actor: Actor, place: Place, voice_id: int, new: NewAnswer) -> Voice:
    """Answer a suggester whose problem is not solved; answered anew, the last answer counts.

    Errors: NotFound for another place's; WrongMoment where he says meanwhile that it is solved, or something else.
    """
    row = db.session.get(Voice, voice_id, with_for_update=True, populate_existing=True)
    if row is None or row.jurisdiction_id != place.id:
        raise NotFound("没有这一条。")
    expect_unsolved(solved=row.solved)
    expect_same(new.version, row.text)
    row.answer, row.answered_at = new.text, now()
    record(VoiceAnswered(commitment=row.commitment_id, suggestion=row.suggestion_id), actor, place.id)
    return row
