"""What the pages of follow-up letters show: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import FOLLOWING, Actor, Place, Role
from voting.supervision.commitment.facts import TakenOver, handovers_of, of, one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.follow_up.models import FollowUp


@dataclass(frozen=True)
class LetterPage:
    """A letter with its answer. before: from which unit to which the project went."""

    place: Place
    commitment: Commitment
    letter: FollowUp
    may_answer: bool
    may_mark: bool
    before: Sequence[TakenOver]


def letter_page(place: Place, actor: Actor, letter_id: int) -> LetterPage:
    """Return a letter for its unit or those who sent it; NotFound for anybody else."""
    letter = one_of(FollowUp, place.id, letter_id)
    of_unit = actor.unit_id is not None and letter.unit_id == actor.unit_id and Role.UNIT in actor.roles
    if not of_unit and not actor.roles & FOLLOWING:
        raise NotFound("没有这封督办函。")
    commitment = one_of(Commitment, place.id, letter.commitment_id)
    may_answer = of_unit and letter.answered_at is None
    may_mark, before = Role.STAFF in actor.roles, handovers_of(commitment)
    return LetterPage(place, commitment, letter, may_answer=may_answer, may_mark=may_mark, before=before)


@dataclass(frozen=True)
class LetterRow:
    """A follow-up letter as everybody reads it. answer: empty until it came."""

    number: int
    text: str
    sent_at: datetime
    due_on: date
    answer: str


def letter_rows(commitment: Commitment) -> list[LetterRow]:
    """Return the letters about a project by number."""
    rows = db.session.scalars(of(FollowUp, commitment).order_by(FollowUp.number))
    return [LetterRow(row.number, row.text, row.sent_at, row.due_on, row.answer) for row in rows]
