"""What people see of the list: the chain of approvals, what may be recorded, what stands on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from voting.congress.rule_set.facts import rule_set
from voting.core.db import db
from voting.core.lifecycle import Missing, OpenSteps
from voting.people.rules import Actor, Place, Role
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import ProjectState
from voting.screening.scoring.facts import counted_scores
from voting.screening.scoring.queries import decimal, means_of
from voting.screening.shortlist.chain import ChainStep, approval_word, held, lacking, open_in
from voting.screening.shortlist.facts import (
    LINKS,
    awaited,
    find_list,
    projects_in,
    records_of,
    unanswered,
    whole_chain,
)
from voting.screening.shortlist.models import FrozenText, ListApproval
from voting.screening.shortlist.rules import (
    OPEN_LISTS,
    SHORTLIST,
    ApprovalKind,
    ShortlistState,
    Surplus,
    missing_before_decide_list,
    missing_before_name_preliminary,
    missing_before_review_list,
    recorders,
    surplus,
)
from voting.screening.shortlist.seen import amended
from voting.screening.shortlist.shown import (
    AskedAgain,
    Before,
    ChainLine,
    Listed,
    WaitingFreeze,
    asked_again,
    chain_lines,
    waiting_freeze,
)
from voting.screening.shortlist.years import year_at_hand, years_of
from voting.screening.words import STAFF

MISSING = {
    ApprovalKind.EXECUTIVE: missing_before_name_preliminary,
    ApprovalKind.REVIEW: missing_before_review_list,
    ApprovalKind.DECISION: missing_before_decide_list,
}


@dataclass(frozen=True)
class ShortlistPage:
    """A year's list. next_kind: the approval that is awaited, empty when decided; eligible: for that one.

    lines: the chain as a table; asked_again: changed texts of which a body has not heard; freeze: the list that waits for
    a second person; unanswered: suggestions that wait; steps: what may be recorded now beside the approval.
    """

    place: Place
    year: int
    years: tuple[int, ...]
    state: ShortlistState
    seats: int
    surplus: Surplus
    warn_percent: int
    lines: tuple[ChainLine, ...]
    next_kind: str
    next_title: str
    missing: list[Missing]
    eligible: tuple[Listed, ...]
    asked_again: tuple[AskedAgain, ...]
    freeze: WaitingFreeze | None
    unanswered: int
    steps: tuple[ChainStep, ...]
    decided_at: datetime | None
    back: OpenSteps
    works: bool

    @property
    def word(self) -> str:
        """Return the state in words."""
        return SHORTLIST.words[self.state]

    @property
    def is_read(self) -> bool:
        """Tell whether deputies read the list, and so it is had as a booklet."""
        return self.state in OPEN_LISTS

    @property
    def next_is_final(self) -> bool:
        """Tell whether the approval that is awaited fixes the list."""
        return self.next_kind == ApprovalKind.DECISION


def shortlist_page(
    place: Place, actor: Actor, year: int | None, entered: Mapping[int, str] | None = None
) -> ShortlistPage:
    """Return the year's list, the chain behind it and what the next approval needs.

    entered: project id -> its place as somebody typed it, of a form that was refused; None for a page opened afresh.
    """
    shown = year_at_hand(place, year)
    draft = find_list(place.id, shown)
    rules = rule_set(place, shown)
    state = draft.state if draft else SHORTLIST.start
    kind = awaited(state)
    seats = draft.seats if draft and state is not ShortlistState.DRAFTED else rules.seats
    projects = projects_in(place.id, shown, *ProjectState)
    records, chain = (records_of(draft) if draft else []), held(whole_chain(place, shown, draft))
    on_it = [row for row in projects if row.state is at_hand(kind)]
    again = amended(draft, records, on_it) if kind else []
    eligible = listed(place, shown, on_it, Before(records, again, entered))
    roles = actor.roles_in(place)
    return ShortlistPage(
        place=place,
        year=shown,
        years=years_of(place),
        state=state,
        seats=seats,
        surplus=surplus(sum(1 for row in eligible if row.order), seats, rules.surplus_warn_percent),
        warn_percent=rules.surplus_warn_percent,
        lines=chain_lines(chain, records, state, {row.id: row.title for row in projects}),
        next_kind=kind.value if kind else "",
        next_title=approval_word(kind, place.level) if kind else "",
        missing=lacks(kind, [row.state for row in projects], seats) + still_asked(chain, state, records),
        eligible=eligible,
        asked_again=asked_again(place, roles, chain, again),
        freeze=waiting_freeze(place, actor, shown, projects) if draft else None,
        unanswered=unanswered(place.id, shown) if kind is ApprovalKind.DECISION else 0,
        steps=recordable(chain, state, roles),
        decided_at=draft.decided_at if draft else None,
        back=SHORTLIST.open_steps(SHORTLIST.steps_from(state) if Role.STAFF in roles else ()),
        works=kind is not None and bool(roles & recorders(kind)),
    )


def open_steps(place: Place, actor: Actor, year: int) -> tuple[ChainStep, ...]:
    """Return the steps of the year's chain that the person may record now beside the approval that moves the list."""
    draft = find_list(place.id, year)
    state = draft.state if draft else SHORTLIST.start
    return recordable(held(whole_chain(place, year, draft)), state, actor.roles_in(place))


def recordable(
    chain: Sequence[ChainStep], state: ShortlistState, roles: frozenset[Role]
) -> tuple[ChainStep, ...]:
    """Return the steps that these roles may record while a list is in this state."""
    return tuple(step for step in open_in(chain, state) if roles & recorders(step.kind))


def lacks(kind: ApprovalKind | None, states: Sequence[ProjectState], seats: int) -> list[Missing]:
    """Return what the projects of a year lack for an approval; nothing for a list that is decided."""
    return MISSING[kind](states, seats) if kind else []


def still_asked(
    chain: Sequence[ChainStep], state: ShortlistState, records: Sequence[ListApproval]
) -> list[Missing]:
    """Return the steps that the year's chain asks for before the list moves on, as what is missing."""
    done = {row.kind for row in records if row.is_done}
    return [Missing(step.title, STAFF) for step in lacking(chain, state, done)]


def at_hand(kind: ApprovalKind | None) -> ProjectState:
    """Return the state of the projects that an approval is about; None for a list that is decided."""
    return LINKS[kind][2] if kind else ProjectState.FROZEN


def frozen_ordinals(place: Place, year: int) -> dict[int, int]:
    """Return the place on the paper of each frozen candidate of a year."""
    rows = db.session.execute(
        select(FrozenText.project_id, FrozenText.ordinal).where(
            FrozenText.jurisdiction_id == place.id, FrozenText.year == year
        )
    )
    return {row[0]: row[1] for row in rows}


def listed(place: Place, year: int, rows: Sequence[Project], before: Before) -> tuple[Listed, ...]:
    """Return the projects of a list in its order: as entered, else as frozen, else as last approved, else by score."""
    scores = counted_scores(place, [row.id for row in rows])
    totals = {row.id: means_of(scores[row.id])[1] for row in rows}
    order = [
        row.id
        for row in sorted(
            rows,
            key=lambda row: (before.order.get(row.id, len(before.order)), -(totals[row.id] or 0), row.id),
        )
    ]
    frozen = frozen_ordinals(place, year)
    places = frozen or {project_id: n for n, project_id in enumerate(order, 1)}
    ordered = sorted(rows, key=lambda row: before.typed(row.id, places.get(row.id, 0)))
    return tuple(
        Listed(
            id=row.id,
            title=row.title,
            summary=row.summary,
            planned_fen=row.planned_fen,
            score=decimal(totals[row.id]),
            ordinal=places.get(row.id, 0),
            order=str(places.get(row.id, "")) if before.entered is None else before.entered.get(row.id, ""),
            before=before.order[row.id] + 1 if row.id in before.order else None,
            changed=before.changed_of(row.id),
        )
        for row in ordered
    )
