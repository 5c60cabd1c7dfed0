"""What screening passes on: the decided shortlist with its frozen texts; what it takes in: a carry-over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record, text_digest
from voting.congress.pages.meeting.candidates import Nominated
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.core.lifecycle import Missing
from voting.core.text import N_
from voting.people.rules import Actor, Place
from voting.screening.commission.models import DossierCommission
from voting.screening.commission.rules import OPEN
from voting.screening.dossier.document import lists_in_words, read_document
from voting.screening.dossier.facts import dossier_of
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import ProjectState
from voting.screening.merging.facts import suggestions_behind
from voting.screening.merging.models import MergeStep
from voting.screening.reading.models import DeputyQuestion
from voting.screening.reading.rules import QuestionState
from voting.screening.reserve.actions import carried_to, carry_on
from voting.screening.reserve.rules import for_another_year
from voting.screening.shortlist.facts import find_list, list_rows, project_text, projects_in
from voting.screening.shortlist.models import CandidateList, FrozenText
from voting.screening.shortlist.rules import SHORTLIST, ShortlistState
from voting.screening.suggestion.forgetting import CONTACT_KEPT
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.number import tidy
from voting.screening.suggestion.traffic_rules import LATELY, READING, Traffic, network_of, wait_for
from voting.screening.words import STAFF

__all__ = [
    "CONTACT_KEPT",
    "LATELY",
    "READING",
    "Candidate",
    "Found",
    "NewCarryOver",
    "ProjectCarriedOver",
    "Proposed",
    "Shortlist",
    "Traffic",
    "carry_over",
    "decided_years",
    "lists_in_words",
    "network_of",
    "nominated",
    "project_text",
    "proposed",
    "shortlist",
    "suggestion_numbered",
    "suggestions_behind",
    "unit_replaced",
    "wait_for",
]


@dataclass(frozen=True)
class Candidate:
    """A formal candidate. ordinal: place on the ballot paper, from 1; text_sha256: of project_text's JSON."""

    project_id: int
    ordinal: int
    title: str
    summary: str
    text_sha256: str


@dataclass(frozen=True)
class Shortlist:
    """The formal list that the presidium decided, in the order of the paper. seats: 应选数量."""

    jurisdiction_id: int
    year: int
    candidates: tuple[Candidate, ...]
    decided_at: datetime
    seats: int


@dataclass(frozen=True, kw_only=True)
class NewCarryOver:
    """An unfinished commitment taken into a later year's screening. reason: shown with the project.

    planned_fen: what is still to be spent; None leaves it to the appraisal.
    """

    jurisdiction_id: int
    project_id: int
    year: int
    reason: str
    planned_fen: int | None = None


@dataclass(frozen=True, kw_only=True)
class ProjectCarriedOver(Event):
    name: ClassVar[str] = "screening:project:carried_over"
    project: int
    carried_from: int
    year: int
    reason_sha256: str


def shortlist(jurisdiction_id: int, year: int) -> Shortlist:
    """Return the formal candidates of a year; raise WrongMoment until the presidium has decided."""
    draft = db.session.scalar(
        select(CandidateList).where(
            CandidateList.jurisdiction_id == jurisdiction_id, CandidateList.year == year
        )
    )
    if draft is None or draft.state is not ShortlistState.DECIDED or draft.decided_at is None:
        raise WrongMoment("%(year)s 年的正式候选项目名单还没有确定。", year=year)
    rows = db.session.scalars(
        select(FrozenText)
        .where(FrozenText.jurisdiction_id == jurisdiction_id, FrozenText.shortlist_id == draft.id)
        .order_by(FrozenText.ordinal)
    )
    candidates = tuple(
        Candidate(row.project_id, row.ordinal, row.title, row.summary, row.text_sha256) for row in rows
    )
    return Shortlist(jurisdiction_id, year, candidates, draft.decided_at, draft.seats)


def decided_years(jurisdiction_id: int) -> frozenset[int]:
    """Return the years whose list the presidium has decided; one query."""
    rows = list_rows((jurisdiction_id,))
    return frozenset(row.year for row in rows if row.state is ShortlistState.DECIDED)


@dataclass(frozen=True)
class Proposed:
    """What is put to the presidium: the titles of the list as it was reviewed. seats: 应选数量."""

    titles: tuple[str, ...]
    seats: int


def proposed(jurisdiction_id: int, year: int) -> Proposed:
    """Return the list between review and decision; raise WrongMoment before, and once the presidium has decided."""
    draft = find_list(jurisdiction_id, year)
    if draft is None or draft.state is not ShortlistState.REVIEWED:
        raise WrongMoment("%(year)s 年的候选项目名单还没有经过审查，不能提请主席团审议。", year=year)
    rows = projects_in(jurisdiction_id, year, ProjectState.REVIEWED)
    return Proposed(tuple(row.title for row in rows), draft.seats)


def nominated(place: Place, year: int) -> Nominated:
    """Return how far the year's list has come, for the page of the meeting that votes on it."""
    draft = find_list(place.id, year)
    state = draft.state if draft else ShortlistState.DRAFTED
    decided = state is ShortlistState.DECIDED
    missing = () if decided else (Missing(N_("正式候选项目名单还没有确定，不能生成选票。"), STAFF),)
    return Nominated(decided, SHORTLIST.words[state], missing)


def carry_over(actor: Actor, new: NewCarryOver) -> Project:
    """Form a project of a later year out of an unfinished one; the same carry-over twice gives the same project.

    The new project starts from the text as voted, with all its attachments and without its milestones, and goes through appraisal again.
    Proposers follow it through `carried_from_id`. Errors: NotFound, RuleBroken when the year is not later.
    """
    old = db.session.get(Project, new.project_id)
    if old is None or old.jurisdiction_id != new.jurisdiction_id:
        raise NotFound("没有这个项目。")
    if new.year <= old.year:
        raise RuleBroken("结转的年度必须晚于原项目年度。")
    known = carried_to(old, new.year)
    if known is not None:
        return known
    files = dossier_of(old).attachments  # the frozen text has no names of those that are not public
    voted = replace(read_document(project_text(old.id)), attachments=files)
    project = carry_on(old, new.year, for_another_year(voted, new.reason, new.planned_fen))
    event = ProjectCarriedOver(
        project=project.id, carried_from=old.id, year=new.year, reason_sha256=text_digest(new.reason)
    )
    record(event, actor, new.jurisdiction_id)
    return project


@dataclass(frozen=True)
class Found:
    """A suggestion as others may know it who have its number. project_id: what it was merged into."""

    id: int
    number: str
    title: str
    project_id: int | None


def suggestion_numbered(jurisdiction_id: int, typed: str) -> Found | None:
    """Return the suggestion of a place with this number, typed in whatever way; None for none."""
    number = tidy(typed)
    asked = select(Suggestion).where(
        Suggestion.jurisdiction_id == jurisdiction_id, Suggestion.number == number
    )
    row = db.session.scalar(asked) if number is not None else None
    return None if row is None else Found(row.id, row.number, row.title, row.project_id)


def unit_replaced(jurisdiction_id: int, unit_id: int, to_id: int) -> int:
    """Let another unit stand where one stood that is no more: in texts that are not frozen, in what is asked of it.

    Returns how many dossiers, commissions and questions it were. Part of the deed that replaces it.
    """
    moves = (
        (DossierCommission, DossierCommission.unit_id, DossierCommission.state.in_(OPEN)),
        (DeputyQuestion, DeputyQuestion.unit_id, DeputyQuestion.state == QuestionState.ASKED),
    )
    moved = _replaced_in_dossiers(jurisdiction_id, unit_id, to_id)
    for table, unit, is_open in moves:
        asked = select(table).where(table.jurisdiction_id == jurisdiction_id, unit == unit_id, is_open)
        for row in db.session.scalars(asked.with_for_update()).all():
            setattr(row, unit.key, to_id)
            moved += 1
    db.session.flush()
    return moved


def _replaced_in_dossiers(jurisdiction_id: int, unit_id: int, to_id: int) -> int:
    """Let another unit stand in dossiers that are not frozen, as lead unit and in sub-items; return how many it were.

    What steps of merging remember of sub-items reads the same afterwards, or taking one back would not find them.
    """
    asked = select(Project).where(
        Project.jurisdiction_id == jurisdiction_id, Project.state != ProjectState.FROZEN
    )
    named = [row.id for row in db.session.scalars(asked) if unit_id in dossier_of(row).unit_ids]
    locked = asked.where(Project.id.in_(named)).order_by(Project.id).with_for_update()
    rows = db.session.scalars(locked.execution_options(populate_existing=True)).all()
    for row in rows:
        row.lead_unit_id = to_id if row.lead_unit_id == unit_id else row.lead_unit_id
        row.parts = _parts_with(row.parts, unit_id, to_id)
    for step in db.session.scalars(select(MergeStep).where(MergeStep.jurisdiction_id == jurisdiction_id)):
        if "parts" in step.taken:
            step.taken = {**step.taken, "parts": _parts_with(step.taken["parts"], unit_id, to_id)}
    return len(rows)


def _parts_with(rows: Sequence[Mapping[str, Any]], unit_id: int, to_id: int) -> list[dict[str, Any]]:
    """Return sub-items with one unit in the place of another."""
    return [{**row, "unit_id": to_id if row["unit_id"] == unit_id else row["unit_id"]} for row in rows]
