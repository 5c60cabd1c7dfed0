"""What the pages of findings, inspections, letters, changes and evaluations show to those who act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from voting.congress.models import Meeting
from voting.congress.queries import rule_set
from voting.congress.rules import Body
from voting.core.db import db
from voting.core.errors import NotFound
from voting.core.lifecycle import Missing
from voting.people.rules import Actor, Place, Role
from voting.supervision.find import commitment_for, one_of
from voting.supervision.missing import missing_before_proclaim, missing_before_request_change
from voting.supervision.models import Commitment
from voting.supervision.models_follow import Change, EvaluationOrder, Finding, FollowUp
from voting.supervision.queries_rows import ChangeRow, FindingRow, change_row, finding_rows
from voting.supervision.rules import CHANGE, COMMITMENT, FINDING, CommitmentState
from voting.supervision.rules_diff import Segment, compare
from voting.supervision.rules_results import BODIES, CHANGE_KINDS, CHANGE_STEPS, ChangeKind, approval
from voting.tally import handover as tally
from voting.tally.handover import Outcome

UNIT_STEPS = ("answer", "rectify")
CHECK_STEPS = ("pass_recheck", "fail_recheck")


@dataclass(frozen=True)
class CommitmentPage:
    """The frame of a form about one commitment."""

    place: Place
    commitment: Commitment


@dataclass(frozen=True)
class FindingPage:
    """A finding's thread; steps: what this reader may do now, with its words."""

    place: Place
    commitment: Commitment
    finding: FindingRow
    steps: Sequence[tuple[str, str]]
    rechecks: bool
    of_unit: bool


@dataclass(frozen=True)
class LetterPage:
    place: Place
    commitment: Commitment
    letter: FollowUp
    may_answer: bool


@dataclass(frozen=True)
class NewChangePage:
    """The request form. kinds: with who decides each at this level and why."""

    place: Place
    commitment: Commitment
    kinds: Sequence[ChangeKind]
    deciders: Sequence[tuple[str, str, str]]
    missing: Sequence[Missing]
    of_unit: bool


@dataclass(frozen=True)
class ChangePage:
    """A change request on its way. diff: the target as voted against the one asked for."""

    place: Place
    commitment: Commitment
    change: ChangeRow
    diff: Sequence[Segment]
    steps: frozenset[str]
    may_manage: bool
    of_unit: bool
    missing: Sequence[Missing]


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


def commitment_page(place: Place, commitment_id: int) -> CommitmentPage:
    """Return the frame of a form; NotFound for another place's commitment."""
    return CommitmentPage(place, one_of(Commitment, place.id, commitment_id))


def finding_page(place: Place, actor: Actor, finding_id: int) -> FindingPage:
    """Return a finding for its unit, the supervision group or staff; NotFound for anybody else."""
    row = one_of(Finding, place.id, finding_id)
    of_unit = actor.unit_id is not None and row.unit_id == actor.unit_id and Role.UNIT in actor.roles
    checks = bool(actor.roles & {Role.STAFF, Role.SUPERVISION})
    if not of_unit and not checks:
        raise NotFound("没有这个问题。")
    commitment = one_of(Commitment, place.id, row.commitment_id)
    thread = next(found for found in finding_rows(commitment) if found.id == row.id)
    mine = (UNIT_STEPS if of_unit else ()) + (CHECK_STEPS if checks else ())
    steps = [(step, FINDING.step_words[step]) for step in mine if FINDING.may(row.state, step)]
    rechecks = any(step in CHECK_STEPS for step, _word in steps)
    return FindingPage(place, commitment, thread, steps, rechecks=rechecks, of_unit=of_unit)


def letter_page(place: Place, actor: Actor, letter_id: int) -> LetterPage:
    """Return a letter for its unit or those who sent it; NotFound for anybody else."""
    letter = one_of(FollowUp, place.id, letter_id)
    of_unit = actor.unit_id is not None and letter.unit_id == actor.unit_id and Role.UNIT in actor.roles
    if not of_unit and not actor.roles & {Role.STAFF, Role.SUPERVISION}:
        raise NotFound("没有这封督办函。")
    commitment = one_of(Commitment, place.id, letter.commitment_id)
    return LetterPage(place, commitment, letter, may_answer=of_unit and letter.answered_at is None)


def new_change_page(place: Place, actor: Actor, commitment_id: int) -> NewChangePage:
    """Return the request form with the kinds that the state allows."""
    row = commitment_for(actor, place.id, commitment_id)
    kinds = [kind for kind in ChangeKind if COMMITMENT.may(row.state, CHANGE_STEPS[kind])]
    who = {kind: approval(kind, place.level) for kind in kinds}
    return NewChangePage(
        place=place,
        commitment=row,
        kinds=kinds,
        deciders=[(CHANGE_KINDS[kind], who[kind].decider, who[kind].source) for kind in kinds],
        missing=missing_before_request_change(row),
        of_unit=Role.UNIT in actor.roles,
    )


def change_page(place: Place, actor: Actor, change_id: int) -> ChangePage:
    """Return a change request for its unit or staff; NotFound for anybody else."""
    row = one_of(Change, place.id, change_id)
    commitment = commitment_for(actor, place.id, row.commitment_id)
    return ChangePage(
        place=place,
        commitment=commitment,
        change=change_row(row, place),
        diff=compare(commitment.voted_target, row.target),
        steps=frozenset(CHANGE.steps_from(row.state)),
        may_manage=Role.STAFF in actor.roles,
        of_unit=Role.UNIT in actor.roles,
        missing=missing_before_proclaim(row),
    )


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
