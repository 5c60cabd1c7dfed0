"""What people see of the list: the chain of approvals, the booklet of candidates, one frozen text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from voting.congress.rule_set.facts import rule_set
from voting.core.db import db
from voting.core.errors import NotFound
from voting.core.lifecycle import Missing, Progress
from voting.people.rules import Actor, Place, Role
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import PROJECT, ProjectState
from voting.screening.scoring.facts import counted_scores
from voting.screening.scoring.queries import decimal, means_of
from voting.screening.shortlist.facts import LINKS, find_list, project_text
from voting.screening.shortlist.models import CandidateList, FrozenText, ListApproval
from voting.screening.shortlist.rules import (
    SHORTLIST,
    ApprovalKind,
    ShortlistState,
    Surplus,
    approval_word,
    missing_before_decide_list,
    missing_before_name_preliminary,
    missing_before_review_list,
    recorders,
    surplus,
)
from voting.screening.shortlist.years import year_at_hand, years_of
from voting.screening.words import Field, wording

MISSING = {
    ApprovalKind.EXECUTIVE: missing_before_name_preliminary,
    ApprovalKind.REVIEW: missing_before_review_list,
    ApprovalKind.DECISION: missing_before_decide_list,
}


@dataclass(frozen=True)
class Link:
    """One link of the chain. state: done, now or later; facts of the record when it is done."""

    kind: str
    title: str
    state: Progress
    decided_on: date | None
    document: str
    due: int
    present: int
    approve: int
    oppose: int
    abstain: int


@dataclass(frozen=True)
class Listed:
    """A project that may be on the list. ordinal: its place now or proposed."""

    id: int
    title: str
    summary: str
    state: str
    word: str
    planned_fen: int | None
    score: str
    ordinal: int


@dataclass(frozen=True)
class ShortlistPage:
    """A year's list. next_kind: the approval that is awaited, empty when decided; eligible: for that one."""

    place: Place
    year: int
    years: tuple[int, ...]
    state: str
    word: str
    seats: int
    surplus: Surplus
    warn_percent: int
    links: tuple[Link, ...]
    next_kind: str
    next_title: str
    missing: list[Missing]
    eligible: tuple[Listed, ...]
    decided_at: datetime | None
    back: bool
    works: bool

    @property
    def next_is_final(self) -> bool:
        """Tell whether the approval that is awaited fixes the list."""
        return self.next_kind == ApprovalKind.DECISION


@dataclass(frozen=True)
class CandidatePage:
    """One formal candidate as frozen. text: the very bytes that the digest covers."""

    place: Place
    ordinal: int
    year: int
    document: Mapping[str, Any]
    field: str
    finishes_on: date | None
    milestones: tuple[tuple[str, date], ...]
    text: str
    text_sha256: str


@dataclass(frozen=True)
class BookletPage:
    """The booklet of a year's candidates (候选项目汇编)."""

    place: Place
    year: int
    seats: int
    surplus: Surplus
    decided_at: datetime | None
    candidates: tuple[CandidatePage, ...]
    total_fen: int


def shortlist_page(place: Place, actor: Actor, year: int | None) -> ShortlistPage:
    """Return the year's list, the chain behind it and what the next approval needs."""
    years = years_of(place)
    shown = year_at_hand(place, year)
    draft = find_list(place.id, shown)
    rules = rule_set(place, shown)
    state = draft.state if draft else ShortlistState.DRAFTED
    kind = awaited(state)
    seats = draft.seats if draft and state is not ShortlistState.DRAFTED else rules.seats
    states = list(
        db.session.scalars(
            select(Project.state).where(Project.jurisdiction_id == place.id, Project.year == shown)
        )
    )
    eligible = listed(place, shown, LINKS[kind][2] if kind else ProjectState.FROZEN)
    roles = actor.roles_in(place)
    return ShortlistPage(
        place=place,
        year=shown,
        years=years,
        state=state.value,
        word=SHORTLIST.words[state],
        seats=seats,
        surplus=surplus(len(eligible), seats, rules.surplus_warn_percent),
        warn_percent=rules.surplus_warn_percent,
        links=links_of(place, draft),
        next_kind=kind.value if kind else "",
        next_title=approval_word(kind, place.level) if kind else "",
        missing=MISSING[kind](states, seats) if kind else [],
        eligible=eligible,
        decided_at=draft.decided_at if draft else None,
        back=Role.STAFF in roles and SHORTLIST.may(state, "send_back"),
        works=kind is not None and bool(roles & recorders(kind)),
    )


def awaited(state: ShortlistState) -> ApprovalKind | None:
    """Return the approval that a list in this state waits for."""
    return next((kind for kind, (step, _, _) in LINKS.items() if SHORTLIST.may(state, step)), None)


def links_of(place: Place, draft: CandidateList | None) -> tuple[Link, ...]:
    """Return the chain of approvals with what is recorded of each."""
    rows: dict[ApprovalKind, ListApproval] = {}
    if draft is not None:
        asked = select(ListApproval).where(
            ListApproval.shortlist_id == draft.id, ListApproval.withdrawn.is_(False)
        )
        rows = {row.kind: row for row in db.session.scalars(asked)}
    now = awaited(draft.state if draft else ShortlistState.DRAFTED)
    return tuple(link(kind, place, rows.get(kind), now=kind is now) for kind in ApprovalKind)


def link(kind: ApprovalKind, place: Place, row: ListApproval | None, *, now: bool) -> Link:
    """Return one link of the chain as shown."""
    title = approval_word(kind, place.level)
    if row is None:
        return Link(kind.value, title, Progress.NOW if now else Progress.LATER, None, "", 0, 0, 0, 0, 0)
    return Link(
        kind.value,
        title,
        Progress.DONE,
        row.decided_on,
        row.document,
        row.due,
        row.present,
        row.approve,
        row.oppose,
        row.abstain,
    )


def listed(place: Place, year: int, state: ProjectState) -> tuple[Listed, ...]:
    """Return the projects of a year in one state, best score first; frozen ones in the order of the paper."""
    rows = db.session.scalars(
        select(Project).where(
            Project.jurisdiction_id == place.id, Project.year == year, Project.state == state
        )
    ).all()
    scores = counted_scores(place, [row.id for row in rows])
    totals = {row.id: means_of(scores[row.id])[1] for row in rows}
    ordinals = frozen_ordinals(place, year)
    ordered = sorted(rows, key=lambda row: (ordinals.get(row.id, 0), -(totals[row.id] or 0), row.id))
    return tuple(
        Listed(
            row.id,
            row.title,
            row.summary,
            row.state.value,
            PROJECT.words[row.state],
            row.planned_fen,
            decimal(totals[row.id]),
            n,
        )
        for n, row in enumerate(ordered, 1)
    )


def frozen_ordinals(place: Place, year: int) -> dict[int, int]:
    """Return the place on the paper of each frozen candidate of a year."""
    rows = db.session.execute(
        select(FrozenText.project_id, FrozenText.ordinal).where(
            FrozenText.jurisdiction_id == place.id, FrozenText.year == year
        )
    )
    return {row[0]: row[1] for row in rows}


def candidate_page(place: Place, project_id: int) -> CandidatePage:
    """Return a formal candidate; raise NotFound for what is none, or another place's."""
    row = db.session.get(FrozenText, project_id)
    if row is None or row.jurisdiction_id != place.id:
        raise NotFound("没有这个候选项目。")
    return candidate(place, row, project_text(row.project_id))


def candidate(place: Place, row: FrozenText, document: Mapping[str, Any]) -> CandidatePage:
    """Return a frozen text as shown."""
    finishes_on = document["finishes_on"]
    return CandidatePage(
        place=place,
        ordinal=row.ordinal,
        year=row.year,
        document=document,
        field=wording(Field(document["field"])),
        finishes_on=date.fromisoformat(finishes_on) if finishes_on else None,
        milestones=tuple(
            (step["title"], date.fromisoformat(step["due_on"])) for step in document["milestones"]
        ),
        text=row.text,
        text_sha256=row.text_sha256,
    )


def booklet_page(place: Place, year: int) -> BookletPage:
    """Return the booklet of a year; raise NotFound until the list is decided."""
    draft = find_list(place.id, year)
    if draft is None or draft.state is not ShortlistState.DECIDED:
        raise NotFound("%(year)s 年的候选项目汇编还没有印发。", year=year)
    rows = db.session.scalars(
        select(FrozenText)
        .where(FrozenText.jurisdiction_id == place.id, FrozenText.shortlist_id == draft.id)
        .order_by(FrozenText.ordinal)
    ).all()
    candidates = tuple(candidate(place, row, json.loads(row.text)) for row in rows)
    warn = rule_set(place, year).surplus_warn_percent
    total = sum(one.document["planned_fen"] or 0 for one in candidates)
    return BookletPage(
        place, year, draft.seats, surplus(len(rows), draft.seats, warn), draft.decided_at, candidates, total
    )
