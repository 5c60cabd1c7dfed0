"""What the pages of the satisfaction evaluation show: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from voting.congress.meeting.models import Meeting
from voting.congress.place.rules import Body
from voting.congress.rule_set.facts import rule_set
from voting.core.db import db
from voting.core.text import N_
from voting.people.rules import Actor, Place, Role
from voting.supervision.change.rules import (
    BODIES,
)
from voting.supervision.commitment.facts import of
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import CommitmentState
from voting.supervision.evaluation.models import Evaluation, EvaluationOrder
from voting.tally import handover as tally
from voting.tally.handover import GRADES, Grade, Outcome, votes_known


@dataclass(frozen=True)
class EvaluationPage:
    """Evaluations of a year: ordered ones, announced ones to take in, and what a new one may hold."""

    place: Place
    year: int
    body: str
    meetings: Sequence[tuple[int, str]]
    projects: Sequence[tuple[int, str]]
    suggested: Sequence[int]
    ordered: Sequence[EvaluationOrder]
    waiting: Sequence[Outcome]
    may_manage: bool


def evaluation_page(place: Place, actor: Actor, year: int) -> EvaluationPage:
    """Return the evaluations of a year. The body that votes follows from the year's rules."""
    body = Body(rule_set(place, year).evaluation_voters.value)
    meetings = db.session.execute(
        select(Meeting.id, Meeting.title)
        .where(Meeting.jurisdiction_id == place.id, Meeting.body == body)
        .order_by(Meeting.opens_on.desc())
        .limit(20)
    )
    rows = db.session.scalars(
        select(Commitment)
        .where(Commitment.jurisdiction_id == place.id, Commitment.year == year)
        .order_by(Commitment.ordinal)
    ).all()
    orders = db.session.scalars(
        select(EvaluationOrder)
        .where(EvaluationOrder.jurisdiction_id == place.id, EvaluationOrder.year == year)
        .order_by(EvaluationOrder.id)
    ).all()
    open_ = {order.ballot_uuid for order in orders if order.taken_at is None}
    left_out = {CommitmentState.TERMINATED}
    return EvaluationPage(
        place=place,
        year=year,
        body=BODIES[body],
        meetings=[(number, title) for number, title in meetings],
        projects=[(row.id, row.title) for row in rows],
        suggested=[row.id for row in rows if row.state not in left_out],
        ordered=orders,
        waiting=[outcome for outcome in tally.outcomes(place.id, year) if outcome.ballot_uuid in open_],
        may_manage=Role.STAFF in actor.roles,
    )


@dataclass(frozen=True)
class EvaluationRow:
    """What an evaluation said. grade: a message id; votes: 满意, 基本满意, 不满意, 弃权, None where the reader may not know."""

    grade: str
    announced_at: datetime
    retest_by: date | None
    votes: tuple[int, int, int, int] | None


def evaluations_of(commitment: Commitment, reader: Actor | None) -> list[EvaluationRow]:
    """Return the evaluations of a commitment, newest first, with the votes where the reader may know them."""
    found = db.session.scalars(
        of(Evaluation, commitment).order_by(Evaluation.announced_at.desc(), Evaluation.id.desc())
    ).all()
    known = votes_known(commitment.jurisdiction_id, [row.ballot_uuid for row in found], reader)
    return [
        EvaluationRow(
            grade=GRADES[row.grade],
            announced_at=row.announced_at,
            retest_by=row.retest_by,
            votes=(row.satisfied, row.basically, row.dissatisfied, row.abstain)
            if row.ballot_uuid in known
            else None,
        )
        for row in found
    ]


def set_off(evaluations: Sequence[EvaluationRow]) -> list[str]:
    """Return what a low result sets off, as message ids: the newest counts, a second one in a row asks for an inquiry."""
    low = [row.grade == GRADES[Grade.DISSATISFIED] for row in evaluations[:2]]
    marks = [N_("测评不满意，列入下年监督重点。")] if low[:1] == [True] else []
    return marks + ([N_("再次测评仍不满意，建议开展专题询问。")] if low == [True, True] else [])


def evaluated(jurisdiction_id: int, year: int) -> int:
    """Return how many projects of a place and year have been evaluated."""
    asked = (
        select(func.count(func.distinct(Evaluation.commitment_id)))
        .join(Commitment, Commitment.id == Evaluation.commitment_id)
        .where(Evaluation.jurisdiction_id == jurisdiction_id, Commitment.year == year)
    )
    return db.session.scalar(asked) or 0
