"""The parts of a project's page: milestones, lights, reports, findings, changes, evaluations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Select, select

from voting.congress.queries import place_by_id
from voting.core.db import db
from voting.core.text import N_
from voting.people.rules import Actor, Place
from voting.supervision.loaded import Loaded
from voting.supervision.models import Commitment, Milestone, SubItem
from voting.supervision.models_follow import Change, Evaluation, Finding, FindingPost
from voting.supervision.rules import CHANGE, FINDING, ChangeState, FindingState
from voting.supervision.rules_lights import Light, month_end
from voting.supervision.rules_results import CHANGE_KINDS, GRADES, approval
from voting.tally.handover import votes_known

FINDING_LIGHTS = {
    FindingState.RAISED: "red",
    FindingState.ANSWERED: "yellow",
    FindingState.RECTIFIED: "yellow",
    FindingState.CLOSED: "green",
}
PUBLIC = (ChangeState.PROCLAIMED, ChangeState.REPORTED)


@dataclass(frozen=True)
class GanttRow:
    """A milestone with plan and fact. word, values: its state, a message id."""

    name: str
    plan_from: date
    plan_to: date
    fact_from: date | None
    fact_to: date | None
    colour: str
    word: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class LightRow:
    """The stored light of a month; chosen_reason, chosen_by: when a person set it."""

    month: int
    light: Light | None
    chosen_reason: str = ""
    chosen_by: str = ""


@dataclass(frozen=True)
class ReportRow:
    """A report that counts. corrected: how many times, with the last reason."""

    month: int
    progress: int
    spent_fen: int
    text: str
    photos: Sequence[str]
    submitted_at: datetime
    corrected: int
    correction: str


@dataclass(frozen=True)
class PartRow:
    title: str
    unit: str
    quantity: int
    done: int
    percent: int
    measure: str


@dataclass(frozen=True)
class FindingRow:
    id: int
    title: str
    unit_id: int
    due_on: date
    state: FindingState
    word: str
    light: str
    posts: Sequence[FindingPost]


@dataclass(frozen=True)
class ChangeRow:
    """A change with who decides it. source: the ground of that."""

    row: Change
    kind: str
    word: str
    decider: str
    proclaimer: str
    source: str
    reported_to_congress: bool


@dataclass(frozen=True)
class EvaluationRow:
    """What an evaluation said. grade: a message id; votes: 满意, 基本满意, 不满意, 弃权, None where the reader may not know."""

    grade: str
    announced_at: datetime
    retest_by: date | None
    votes: tuple[int, int, int, int] | None


Row = TypeVar("Row")


def of(table: type[Row], commitment: Commitment) -> Select[Row]:
    """Return the query for the rows of a table that belong to a commitment. table: one keyed by commitments."""
    keyed: Any = table
    return select(table).where(
        keyed.jurisdiction_id == commitment.jurisdiction_id, keyed.commitment_id == commitment.id
    )


def gantt_rows(work: Loaded) -> list[GanttRow]:
    """Return the milestones with what was reported of them."""
    done, on = work.done_in(), work.judged_on()
    return [gantt_row(step, done.get(step.id), on, work.row.year) for step in work.milestones]


def gantt_row(step: Milestone, month: int | None, on: date, year: int) -> GanttRow:
    """Return a milestone; month: in which it was reported done; on: the day the plan is judged by."""
    values: dict[str, object] = {}
    fact_from: date | None = step.starts_on
    fact_to: date | None = None
    if month is not None:
        late = (year - step.due_on.year) * 12 + month - step.due_on.month
        fact_to = min(month_end(year, month), step.due_on) if late <= 0 else month_end(year, month)
        values = {"late": late} if late > 0 else {}
        colour, word = ("yellow", N_("晚 %(late)s 个月完成")) if late > 0 else ("green", N_("按期完成"))
    elif on < step.starts_on:
        fact_from, colour, word = None, "grey", N_("未到时间")
    elif on < step.due_on:
        colour, word = "green", N_("进行中")
    else:
        colour, word = "red", N_("到期未完成")
    return GanttRow(step.title, step.starts_on, step.due_on, fact_from, fact_to, colour, word, values)


def light_rows(work: Loaded) -> list[LightRow]:
    """Return twelve months: the stored light of each, or none."""
    rows = []
    for month in range(1, 13):
        light = work.lights.get(month)
        rows.append(
            LightRow(month, light.shown, light.chosen_reason, light.chosen_by)
            if light
            else LightRow(month, None)
        )
    return rows


def report_rows(work: Loaded) -> list[ReportRow]:
    """Return the reports that count, newest first."""
    return [
        ReportRow(
            month=month,
            progress=version.progress,
            spent_fen=version.spent_fen,
            text=version.text,
            photos=version.photos,
            submitted_at=version.submitted_at,
            corrected=version.number - 1,
            correction=version.correction,
        )
        for month, version in sorted(work.versions.items(), reverse=True)
    ]


def part_rows(work: Loaded) -> list[PartRow]:
    """Return the sub-items with the quantities of the newest report."""
    done = work.newest.quantities if work.newest else {}
    return [
        PartRow(
            title=part.title,
            unit=part.unit_name,
            quantity=part.quantity,
            done=done.get(str(part.id), 0),
            percent=min(100, 100 * done.get(str(part.id), 0) // part.quantity),
            measure=part.measure,
        )
        for part in db.session.scalars(of(SubItem, work.row).order_by(SubItem.ordinal))
    ]


def finding_rows(commitment: Commitment) -> list[FindingRow]:
    """Return the findings with their threads, oldest first; two queries."""
    findings = list(db.session.scalars(of(Finding, commitment).order_by(Finding.id)))
    posts: dict[int, list[FindingPost]] = defaultdict(list)
    asked = select(FindingPost).where(
        FindingPost.jurisdiction_id == commitment.jurisdiction_id,
        FindingPost.finding_id.in_([row.id for row in findings]),
    )
    for post in db.session.scalars(asked.order_by(FindingPost.id)):
        posts[post.finding_id].append(post)
    return [
        FindingRow(
            id=row.id,
            title=row.title,
            unit_id=row.unit_id,
            due_on=row.due_on,
            state=row.state,
            word=FINDING.words[row.state],
            light=FINDING_LIGHTS[row.state],
            posts=posts[row.id],
        )
        for row in findings
    ]


def change_rows(commitment: Commitment, place: Place | None = None) -> list[ChangeRow]:
    """Return all changes with who decides them, oldest first."""
    changes = db.session.scalars(of(Change, commitment).order_by(Change.id))
    return [change_row(row, place) for row in changes]


def published(changes: Sequence[ChangeRow]) -> list[ChangeRow]:
    """Return the changes that have a public notice."""
    return [change for change in changes if change.row.state in PUBLIC]


def change_row(row: Change, place: Place | None = None) -> ChangeRow:
    """Return a change with its words."""
    place = place or place_by_id(row.jurisdiction_id)
    who = approval(row.kind, place.level)
    return ChangeRow(
        row=row,
        kind=CHANGE_KINDS[row.kind],
        word=CHANGE.words[row.state],
        decider=who.decider,
        proclaimer=who.proclaimer,
        source=who.source,
        reported_to_congress=who.reported_to_congress,
    )


def evaluations_of(commitment: Commitment, reader: Actor | None) -> list[EvaluationRow]:
    """Return the evaluations of a commitment, newest first, with the votes where the reader may know them."""
    found = db.session.scalars(of(Evaluation, commitment).order_by(Evaluation.announced_at.desc())).all()
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
