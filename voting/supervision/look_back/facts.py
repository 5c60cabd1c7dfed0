"""Shared reads of looking back. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Place
from voting.screening.handover import Found, suggestion_numbered, suggestions_behind
from voting.supervision.commitment.models import Commitment
from voting.supervision.finding.models import Finding, FindingPost
from voting.supervision.look_back.models import Voice
from voting.supervision.look_back.rules import ANSWERED_IN


@dataclass(frozen=True)
class Voices:
    """How many suggesters say that their problem is solved, and how many that it is not."""

    solved: int
    unsolved: int

    def __bool__(self) -> bool:
        return bool(self.solved or self.unsolved)


def voices_of(commitment: Commitment) -> Voices:
    """Return how many say what of a commitment: each suggestion has one voice, its last; one question, none while work goes on."""
    if commitment.state not in ANSWERED_IN:
        return Voices(0, 0)
    asked = select(Voice.solved, func.count().label("n")).where(
        Voice.jurisdiction_id == commitment.jurisdiction_id, Voice.commitment_id == commitment.id
    )
    counted = {row.solved: row.n for row in db.session.execute(asked.group_by(Voice.solved))}
    return Voices(counted.get(True, 0), counted.get(False, 0))


def unsolved_since(commitment: Commitment) -> int:
    """Return how many say that it is not solved since its newest finding was last closed: who spoke before was heard with that one."""
    newest = select(func.max(Finding.id)).where(
        Finding.jurisdiction_id == commitment.jurisdiction_id, Finding.commitment_id == commitment.id
    )
    closed = select(func.max(FindingPost.at)).where(
        FindingPost.jurisdiction_id == commitment.jurisdiction_id,
        FindingPost.finding_id == newest.scalar_subquery(),
        FindingPost.step == "pass_recheck",
    )
    asked = select(func.count()).where(
        Voice.jurisdiction_id == commitment.jurisdiction_id,
        Voice.commitment_id == commitment.id,
        Voice.solved.is_(False),
    )
    since = db.session.scalar(closed)
    return db.session.scalar(asked if since is None else asked.where(Voice.at > since)) or 0


def suggested(place: Place, number: str) -> tuple[Found, Commitment]:
    """Return a suggestion of a place and the newest commitment that it led to. Errors: NotFound where there is none."""
    found = suggestion_numbered(place.id, number)
    if found is None:
        raise NotFound("没有这个编号。")
    rows = db.session.scalars(
        select(Commitment).where(Commitment.jurisdiction_id == place.id).order_by(Commitment.year.desc())
    ).all()
    behind = suggestions_behind([row.project_id for row in rows])
    for row in rows:
        if found.id in behind[row.project_id]:
            return found, row
    raise NotFound("这条建议还没有成为通过票决的项目。")


def voice_of(commitment: Commitment, suggestion_id: int, *, locked: bool = False) -> Voice | None:
    """Return what a suggestion's maker said of a commitment; None where he has said nothing."""
    asked = select(Voice).where(Voice.commitment_id == commitment.id, Voice.suggestion_id == suggestion_id)
    return db.session.scalar(asked.with_for_update() if locked else asked)


@dataclass(frozen=True)
class Unanswered:
    """A commitment of which suggesters say that their problem is not solved, and nobody has answered. since: the oldest's."""

    commitment_id: int
    year: int
    title: str
    count: int
    since: datetime


def unanswered(place: Place) -> Sequence[Unanswered]:
    """Return the commitments of a place with unsolved problems that wait for an answer; one question."""
    asked = (
        select(Commitment.id, Commitment.year, Commitment.title, func.count(), func.min(Voice.at))
        .join(Voice, Voice.commitment_id == Commitment.id)
        .where(
            Commitment.jurisdiction_id == place.id,
            Commitment.state.in_(ANSWERED_IN),
            Voice.jurisdiction_id == place.id,
            Voice.solved.is_(False),
            Voice.answered_at.is_(None),
        )
        .group_by(Commitment.id, Commitment.year, Commitment.title)
        .order_by(Commitment.id)
    )
    return [Unanswered(*row) for row in db.session.execute(asked)]
