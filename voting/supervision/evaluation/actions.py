"""Deeds of the satisfaction evaluation: order the ballot, take in its announced outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from sqlalchemy import select, update

from voting.audit.journal import Event, record
from voting.ballot.handover import BallotOrder, order, question_of
from voting.ballot.handover_new_uuid import Succession
from voting.congress.ballot_rules.choices import Kind
from voting.congress.ballot_rules.rules import BallotRules
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.models import Meeting
from voting.congress.place.queries import place_by_id
from voting.congress.place.rules import Body
from voting.congress.rule_set.facts import rule_set
from voting.core.clock import day_of, now
from voting.core.db import db
from voting.core.errors import NotAllowed, RuleBroken, WrongMoment
from voting.people.rules import Actor
from voting.supervision.commitment.facts import one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import FieldRefused
from voting.supervision.evaluation.models import Evaluation, EvaluationOrder
from voting.supervision.finding.actions import open_rectification
from voting.tally.handover import Grade, Outcome, OutcomeLine


@dataclass(frozen=True, kw_only=True)
class EvaluationOrdered(Event):
    name: ClassVar[str] = "supervision:evaluation:ordered"
    ballot: str
    year: int
    commitments: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class EvaluationTakenIn(Event):
    name: ClassVar[str] = "supervision:evaluation:taken_in"
    ballot: str
    grades: tuple[tuple[int, str], ...]


@dataclass(frozen=True, kw_only=True)
class NewEvaluation:
    """An evaluation ballot at a meeting, over these commitments of one year."""

    meeting_id: int
    year: int
    commitment_ids: tuple[int, ...]


def order_evaluation(actor: Actor, new: NewEvaluation) -> EvaluationOrder:
    """Order the ballot on which deputies say how satisfied they are.

    Errors: NotFound for another's meeting; Refused when the meeting is not of the body that the year's
    rules let evaluate, or when a project is not of this year and place.
    """
    meeting = meeting_of(actor.jurisdiction_id, new.meeting_id)
    rules = rule_set(place_by_id(actor.jurisdiction_id), new.year)
    if meeting.body != rules.evaluation_voters.value:
        raise FieldRefused("meeting_id", "按本年规则，测评由另一机关投票，请选它的会议。")
    if meeting.body is Body.STANDING_COMMITTEE:
        rules = rules.for_standing_committee()
    rows = evaluated(actor.jurisdiction_id, new)
    uuid = order(actor, ballot_order(meeting, rules, rows))
    ordered = EvaluationOrder(
        jurisdiction_id=actor.jurisdiction_id,
        year=new.year,
        ballot_uuid=uuid,
        body=meeting.body,
        ordered_at=now(),
    )
    db.session.add(ordered)
    db.session.flush()
    event = EvaluationOrdered(ballot=uuid, year=new.year, commitments=tuple(row.id for row in rows))
    record(event, actor, actor.jurisdiction_id)
    return ordered


def evaluated(jurisdiction_id: int, new: NewEvaluation) -> list[Commitment]:
    """Return the commitments to evaluate, in their order; Refused unless all are of the year and place."""
    asked = select(Commitment).where(
        Commitment.jurisdiction_id == jurisdiction_id,
        Commitment.year == new.year,
        Commitment.id.in_(new.commitment_ids),
    )
    rows = list(db.session.scalars(asked.order_by(Commitment.ordinal)))
    if not rows or len(rows) != len(new.commitment_ids):
        raise FieldRefused("commitment_ids", "请选本年度要测评的项目。")
    return rows


def ballot_order(meeting: Meeting, rules: BallotRules, rows: list[Commitment]) -> BallotOrder:
    """Return the order for an evaluation ballot over these commitments."""
    year = rows[0].year
    return BallotOrder(
        jurisdiction_id=meeting.jurisdiction_id,
        meeting_id=meeting.id,
        year=year,
        kind=Kind.EVALUATE,
        title=f"{year}年民生实事项目满意度测评",
        questions=tuple(question_of(row, ordinal) for ordinal, row in enumerate(rows, 1)),
        seats=len(rows),
        rules=rules,
        rehearsal=meeting.rehearsal,
    )


def follow_set_up(_actor: Actor, moved: Succession) -> None:
    """Await the evaluation's outcome from the ballot as it is set up now."""
    awaited = update(EvaluationOrder).where(
        EvaluationOrder.jurisdiction_id == moved.jurisdiction_id, EvaluationOrder.ballot_uuid == moved.before
    )
    db.session.execute(awaited.values(ballot_uuid=moved.after).execution_options(synchronize_session="fetch"))


def take_in_evaluation(actor: Actor, outcome: Outcome) -> list[Evaluation]:
    """Keep what an announced evaluation said of each project, and open what follows; the same outcome twice adds nothing.

    Errors: RuleBroken for another kind of ballot, NotAllowed for another place's, WrongMoment for an
    evaluation that was not ordered here.
    """
    if outcome.kind is not Kind.EVALUATE:
        raise RuleBroken("这不是满意度测评的结果。")
    if outcome.jurisdiction_id != actor.jurisdiction_id:
        raise NotAllowed("这不是本级人民代表大会的票决结果。")
    ordered = db.session.scalar(
        select(EvaluationOrder).where(
            EvaluationOrder.jurisdiction_id == outcome.jurisdiction_id,
            EvaluationOrder.ballot_uuid == outcome.ballot_uuid,
        )
    )
    if ordered is None:
        raise WrongMoment("这次测评不是由监督工作台安排的。")
    if ordered.taken_at is not None:
        return []
    ordered.taken_at = now()
    found = [keep_line(outcome, line, ordered.body) for line in outcome.lines]
    db.session.flush()
    for row in found:
        if row.grade is Grade.DISSATISFIED:
            open_rectification(actor, one_of(Commitment, row.jurisdiction_id, row.commitment_id))
    grades = tuple((row.commitment_id, row.grade.value) for row in found)
    event = EvaluationTakenIn(ballot=outcome.ballot_uuid, grades=grades)
    record(event, actor, outcome.jurisdiction_id)
    return found


def keep_line(outcome: Outcome, line: OutcomeLine, body: Body) -> Evaluation:
    """Keep one line of an evaluation, with the date of the next one where it was dissatisfied."""
    commitment = db.session.scalars(
        select(Commitment).where(
            Commitment.jurisdiction_id == outcome.jurisdiction_id,
            Commitment.year == outcome.year,
            Commitment.project_id == line.project_id,
        )
    ).one()
    rules = rule_set(place_by_id(outcome.jurisdiction_id), outcome.year)
    if line.grade is None:
        raise RuleBroken("测评结果缺少等次。")
    again = line.grade is Grade.DISSATISFIED and rules.retest_days > 0
    announced_on = day_of(outcome.announced_at)
    row = Evaluation(
        jurisdiction_id=outcome.jurisdiction_id,
        commitment_id=commitment.id,
        ballot_uuid=outcome.ballot_uuid,
        body=body,
        satisfied=line.approve,
        basically=line.basically,
        dissatisfied=line.oppose,
        abstain=line.abstain,
        grade=line.grade,
        announced_at=outcome.announced_at,
        retest_by=announced_on + timedelta(days=rules.retest_days) if again else None,
    )
    db.session.add(row)
    return row
