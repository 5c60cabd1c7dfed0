"""What the pages of the staff's desk show: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from voting.congress.ballot_rules.choices import Kind
from voting.core.clock import today
from voting.core.db import db
from voting.core.errors import NotFound
from voting.core.lifecycle import Missing, OpenSteps
from voting.people.rules import Actor, Place, Role
from voting.supervision.acceptance.facts import missing_of_findings
from voting.supervision.acceptance.rules import RESULTS, suggested_result
from voting.supervision.change.models import Change
from voting.supervision.change.queries import ChangeRow, change_row, change_rows
from voting.supervision.change.rules import ChangeState
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import COMMITMENT, CommitmentState
from voting.supervision.finding.models import Finding
from voting.supervision.finding.rules import FINDING, FindingState
from voting.supervision.pages.board.queries import BoardRow, board_row, years_of
from voting.supervision.pages.project.queries import PublicProject, as_public
from voting.supervision.report.facts import Loaded, load, month_just_over, owes
from voting.tally import handover as tally
from voting.tally.handover import Outcome


@dataclass(frozen=True)
class Waiting:
    """Something that waits for somebody. what: message id of what is to be done."""

    commitment_id: int
    title: str
    what: str
    due_on: date | None
    overdue: bool
    finding_id: int | None = None
    change_id: int | None = None


@dataclass(frozen=True)
class DeskPage:
    """The work of a year: outcomes to take in, what waits, and every commitment."""

    place: Place
    year: int
    years: Sequence[int]
    may_manage: bool
    outcomes: Sequence[Outcome]
    rows: Sequence[BoardRow]
    waiting: Sequence[Waiting]
    months: Sequence[int]
    unreported: Sequence[BoardRow]
    last_month: int


@dataclass(frozen=True)
class WorkPage:
    """One commitment with every step that is open now. missing: what stands before acceptance."""

    place: Place
    project: PublicProject
    commitment: Commitment
    may_manage: bool
    steps: OpenSteps
    changes: Sequence[ChangeRow]
    missing: Sequence[Missing]
    suggested: str
    lit_months: Sequence[int]


def waiting_outcomes(place: Place, announced: Sequence[Outcome]) -> list[Outcome]:
    """Return those of the announced outcomes whose chosen projects are not all commitments yet."""
    known = set(
        db.session.scalars(
            select(Commitment.project_id).where(
                Commitment.jurisdiction_id == place.id,
                Commitment.year.in_({outcome.year for outcome in announced}),
            )
        )
    )
    return [
        outcome
        for outcome in announced
        if outcome.kind is not Kind.EVALUATE
        and any(line.chosen and line.project_id not in known for line in outcome.lines)
    ]


def desk_page(place: Place, actor: Actor, year: int | None) -> DeskPage:
    """Return the desk of a year: the one asked for, else this year."""
    year = year or today().year
    works = load(Commitment.jurisdiction_id == place.id, Commitment.year == year)
    last_month = month_just_over(year)
    return DeskPage(
        place=place,
        year=year,
        years=sorted({*years_of(place.id), year}, reverse=True),
        may_manage=Role.STAFF in actor.roles,
        outcomes=waiting_outcomes(place, tally.outcomes(place.id, year)),
        rows=[board_row(work) for work in works],
        waiting=[*waiting_findings(place, works), *waiting_changes(place, works), *waiting_work(works)],
        months=range(1, last_month + 1),
        unreported=[board_row(work) for work in works if owes(work, last_month)],
        last_month=last_month,
    )


def waiting_findings(place: Place, works: Sequence[Loaded]) -> list[Waiting]:
    """Return the findings that are not closed, the most urgent first."""
    titles = {work.row.id: work.row.title for work in works}
    asked = select(Finding).where(
        Finding.jurisdiction_id == place.id,
        Finding.commitment_id.in_(titles),
        Finding.state != FindingState.CLOSED,
    )
    return [
        Waiting(
            row.commitment_id,
            row.title,
            FINDING.words[row.state],
            row.due_on,
            row.due_on < today() and row.state is not FindingState.RECTIFIED,
            finding_id=row.id,
        )
        for row in db.session.scalars(asked.order_by(Finding.due_on))
    ]


def waiting_changes(place: Place, works: Sequence[Loaded]) -> list[Waiting]:
    """Return the changes that are asked for, or decided but without a public notice."""
    titles = {work.row.id: work.row.title for work in works}
    asked = select(Change).where(
        Change.jurisdiction_id == place.id,
        Change.commitment_id.in_(titles),
        Change.state.in_((ChangeState.REQUESTED, ChangeState.APPROVED)),
    )
    return [
        Waiting(
            row.commitment_id,
            titles[row.commitment_id],
            change_row(row, place).kind,
            None,
            overdue=False,
            change_id=row.id,
        )
        for row in db.session.scalars(asked.order_by(Change.id))
    ]


def waiting_work(works: Sequence[Loaded]) -> list[Waiting]:
    """Return the commitments that wait for a unit, for acceptance or for being carried over."""
    states = (CommitmentState.DELIVERED, CommitmentState.UNFINISHED)
    return [
        Waiting(work.row.id, work.row.title, COMMITMENT.words[work.row.state], None, overdue=False)
        for work in works
        if work.row.state in states or work.row.unit_id is None
    ]


def work_page(place: Place, actor: Actor, commitment_id: int) -> WorkPage:
    """Return a commitment with what may be done now; NotFound for another place's."""
    found = load(Commitment.jurisdiction_id == place.id, Commitment.id == commitment_id)
    if not found:
        raise NotFound("没有这一项。")
    (work,) = found
    row, changes = work.row, change_rows(work.row, place)
    project = as_public(work, place, changes, reader=actor)
    return WorkPage(
        place=place,
        project=project,
        commitment=row,
        may_manage=Role.STAFF in actor.roles,
        steps=COMMITMENT.open_steps(COMMITMENT.steps_from(row.state)),
        changes=changes,
        missing=missing_of_findings(finding.state for finding in project.findings),
        suggested=RESULTS[suggested_result(work.progress, work.still)],
        lit_months=sorted(work.lights),
    )
