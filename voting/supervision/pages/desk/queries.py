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
from voting.supervision.commitment.facts import open_beside, year_at_hand, years_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import COMMITMENT, CommitmentState
from voting.supervision.finding.models import Finding
from voting.supervision.finding.rules import FINDING, FindingState
from voting.supervision.light.rules import LIGHTS, Light
from voting.supervision.pages.board.listing import Filter, Found, found, of_year
from voting.supervision.pages.board.queries import BoardRow, rows_of
from voting.supervision.pages.project.queries import PublicProject, as_public
from voting.supervision.rating.facts import was_rated
from voting.supervision.report.facts import load
from voting.supervision.report.lighting import months_unread, reading_days
from voting.supervision.report.owed import lacking_of, month_just_over
from voting.tally import handover as tally
from voting.tally.handover import Outcome

MOST = 30
"""So many of what waits stand on the desk; the page of to-dos has all of them."""


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
    """The work of a year: outcomes to take in, what waits, and its projects, a page at a time.

    waiting, unreported: the first MOST of each; waiting_more, unreported_more: how many more there are. due_month: whose
    reading day has come, but whose lights nobody has read, else 0; reads_on: when those of last_month are read.
    beside: other years with open work, and how much.
    """

    place: Place
    year: int
    years: Sequence[int]
    may_manage: bool
    outcomes: Sequence[Outcome]
    asked: Filter
    found: Found
    rows: Sequence[BoardRow]
    lights: Sequence[tuple[str, str]]
    waiting: Sequence[Waiting]
    waiting_more: int
    unreported: Sequence[tuple[str, Sequence[int]]]
    unreported_more: int
    last_month: int
    beside: Sequence[tuple[int, int]]
    due_month: int
    reads_on: date | None


@dataclass(frozen=True)
class WorkPage:
    """One commitment with every step that is open now.

    missing: what stands before acceptance; lit_month: whose light a person may set, 0 of none.
    """

    place: Place
    project: PublicProject
    commitment: Commitment
    may_manage: bool
    steps: OpenSteps
    changes: Sequence[ChangeRow]
    missing: Sequence[Missing]
    suggested: str
    lit_month: int


def waiting_outcomes(place: Place, announced: Sequence[Outcome]) -> list[Outcome]:
    """Return those of the announced outcomes whose chosen projects are not all commitments yet."""
    if not announced:
        return []
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


def desk_page(place: Place, actor: Actor, asked: Filter) -> DeskPage:
    """Return the desk of a year: the one asked for, else this year."""
    year = asked.year or year_at_hand(place.id)
    page = found(place.id, year, asked)
    last_month = month_just_over(year)
    asked_for = select(Commitment).where(of_year(place.id, year))
    works = db.session.scalars(asked_for.order_by(Commitment.ordinal, Commitment.id)).all()
    unreported = lacking_of(works, last_month)
    waiting = [*waiting_findings(place, year), *waiting_changes(place, year), *waiting_work(works)]
    due_month, reads_on = month_to_light(place, year, last_month)
    return DeskPage(
        place=place,
        year=year,
        years=sorted({*years_of(place.id), year, today().year}, reverse=True),
        may_manage=Role.STAFF in actor.roles,
        outcomes=waiting_outcomes(place, tally.outcomes(place.id)),
        asked=asked,
        found=page,
        rows=rows_of(page.ids),
        lights=[(light.value, LIGHTS[light]) for light in Light],
        waiting=waiting[:MOST],
        waiting_more=max(0, len(waiting) - MOST),
        unreported=[(row.title, months) for row, months in unreported[:MOST]],
        unreported_more=max(0, len(unreported) - MOST),
        last_month=last_month,
        due_month=due_month,
        reads_on=reads_on,
        beside=open_beside(place.id, year),
    )


def waiting_findings(place: Place, year: int) -> list[Waiting]:
    """Return the findings of a year's projects that are not closed, the most urgent first."""
    columns = (Finding.id, Finding.commitment_id, Finding.title, Finding.state, Finding.due_on)
    asked = (
        select(*columns)
        .join(Commitment, Commitment.id == Finding.commitment_id)
        .where(of_year(place.id, year), Finding.state != FindingState.CLOSED)
    )
    return [
        Waiting(
            commitment_id,
            title,
            FINDING.words[state],
            due_on,
            due_on < today() and state is not FindingState.RECTIFIED,
            finding_id=finding_id,
        )
        for finding_id, commitment_id, title, state, due_on in db.session.execute(
            asked.order_by(Finding.due_on, Finding.id)
        )
    ]


def waiting_changes(place: Place, year: int) -> list[Waiting]:
    """Return the changes that are asked for, or decided but without a public notice."""
    asked = (
        select(Change, Commitment.title)
        .join(Commitment, Commitment.id == Change.commitment_id)
        .where(of_year(place.id, year), Change.state.in_((ChangeState.REQUESTED, ChangeState.APPROVED)))
    )
    return [
        Waiting(row.commitment_id, title, change_row(row, place).kind, None, overdue=False, change_id=row.id)
        for row, title in db.session.execute(asked.order_by(Change.id))
    ]


def waiting_work(rows: Sequence[Commitment]) -> list[Waiting]:
    """Return the commitments that wait for a unit, for acceptance or for being carried over."""
    states = (CommitmentState.DELIVERED, CommitmentState.UNFINISHED)
    return [
        Waiting(row.id, row.title, COMMITMENT.words[row.state], None, overdue=False)
        for row in rows
        if row.state in states or row.unit_id is None
    ]


def month_to_light(place: Place, year: int, last_month: int) -> tuple[int, date | None]:
    """Return the month whose lights should have been read by now and were not, else 0; and when those of last_month are read."""
    months = [month for month in (last_month - 1, last_month) if month > 0]
    unread = months_unread(place.id, year, *months) if months else []
    if not unread:
        return 0, None
    days = reading_days(place)
    due = days.newest
    if due.year != year:
        return 0, None
    reads_on = days.due(year, last_month).on if last_month > due.month else None
    return (due.month if due.month in unread else 0), reads_on


def work_page(place: Place, actor: Actor, commitment_id: int) -> WorkPage:
    """Return a commitment with what may be done now; NotFound for another place's."""
    works = load(Commitment.jurisdiction_id == place.id, Commitment.id == commitment_id, rated=was_rated())
    if not works:
        raise NotFound("没有这一项。")
    (work,) = works
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
        lit_month=max(work.lights, default=0),
    )
