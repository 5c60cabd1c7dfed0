"""Shared reads of the list of candidates, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from voting.congress.place.models import Jurisdiction
from voting.congress.rule_set.facts import rule_set
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken
from voting.people.rules import Place
from voting.screening.dossier.document import digest
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import ProjectState
from voting.screening.merging.facts import lines_behind
from voting.screening.shortlist.chain import ChainStep, chain_with, held, lacking
from voting.screening.shortlist.models import CandidateList, FrozenText, ListApproval, ListChain
from voting.screening.shortlist.rules import SHORTLIST, ApprovalKind, ListDecision, ShortlistState
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SuggestionState


def project_text(project_id: int) -> dict[str, Any]:
    """Return a candidate's dossier exactly as it was frozen and voted on.

    Keys: format, project_id, year, sources and every field of rules.Dossier; lead_unit is the unit's name
    then; milestones: [{ordinal, title, due_on}]; parts: [{ordinal, title, quantity, measure, unit_id, unit}];
    dates as YYYY-MM-DD; money in whole fen.
    Errors: NotFound for a project that is no candidate; RuleBroken when the stored text was tampered with.
    """
    row = db.session.get(FrozenText, project_id)
    if row is None:
        raise NotFound("没有这个候选项目。")
    return read(row)


def project_texts(project_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return project id -> its text as `project_text` does, without what is no candidate; one query for any number of them."""
    asked = select(FrozenText).where(FrozenText.project_id.in_(project_ids))
    return {row.project_id: read(row) for row in db.session.scalars(asked)}


def read(row: FrozenText) -> dict[str, Any]:
    """Return a frozen text's document; raise RuleBroken when it was tampered with."""
    if digest(row.text) != row.text_sha256:
        raise RuleBroken("候选项目 %(project)s 的文本与定稿时的摘要不符。", project=row.project_id)
    document: dict[str, Any] = json.loads(row.text)
    return document


LINKS: dict[ApprovalKind, tuple[str, str, ProjectState]] = {
    ApprovalKind.EXECUTIVE: ("name_preliminary", "nominate", ProjectState.APPRAISED),
    ApprovalKind.REVIEW: ("review_list", "endorse", ProjectState.PRELIMINARY),
    ApprovalKind.DECISION: ("decide_list", "freeze", ProjectState.REVIEWED),
}
"""For each approval that moves the list: its step, the projects' step, the state they must be in before."""


def list_of(place: Place, year: int) -> CandidateList:
    """Return the year's list, begun empty with the rule set's seats if there is none."""
    row = find_list(place.id, year)
    if row is None:
        row = CandidateList(jurisdiction_id=place.id, year=year, seats=rule_set(place, year).seats)
        db.session.add(row)
        db.session.flush()
    return row


def find_list(jurisdiction_id: int, year: int) -> CandidateList | None:
    """Return the year's list, or None when it has not been begun."""
    return db.session.scalar(
        select(CandidateList).where(
            CandidateList.jurisdiction_id == jurisdiction_id, CandidateList.year == year
        )
    )


def hold_lists(jurisdiction_id: int) -> None:
    """Let who moves a list on and who sets its steps come one after the other: what either read still holds when it writes.

    The congress's own row is locked, for neither a list nor a chain need be there yet. Who takes it holds nothing of a list.
    """
    own = select(Jurisdiction.id).where(Jurisdiction.id == jurisdiction_id)
    db.session.execute(own.with_for_update(key_share=True))


def own_chain(jurisdiction_id: int, year: int) -> ListChain | None:
    """Return the chain that a place has set for a year, or None where its level's holds."""
    return db.session.get(ListChain, (jurisdiction_id, year))


def whole_chain(place: Place, year: int, draft: CandidateList | None) -> tuple[ChainStep, ...]:
    """Return the chain of a year's list, steps that were left out too.

    As it was when the list was decided, else as the place has set it, else its level's. A list that was decided before
    chains were kept has its level's, whatever is set since.
    """
    if draft is not None and draft.state is ShortlistState.DECIDED:
        return chain_with(place.level, draft.chain)
    own = own_chain(place.id, year)
    return chain_with(place.level, own.steps if own else None)


def chain_of(place: Place, year: int) -> tuple[ChainStep, ...]:
    """Return the steps that a year's list goes through, or went through."""
    return held(whole_chain(place, year, find_list(place.id, year)))


def expect_steps(place: Place, draft: CandidateList) -> None:
    """Raise RuleBroken while a step is not recorded that the year's chain asks for before the list moves on."""
    chain = held(whole_chain(place, draft.year, draft))
    if not lacking(chain, draft.state, ()):
        return
    lacks = lacking(chain, draft.state, {row.kind for row in records_of(draft) if row.is_done})
    if lacks:
        raise RuleBroken(
            "按 %(year)s 年的审批环节，先要登记“%(step)s”。", year=draft.year, step=lacks[0].title
        )


def awaited(state: ShortlistState) -> ApprovalKind | None:
    """Return the approval that a list in this state waits for."""
    return next((kind for kind, (step, _, _) in LINKS.items() if SHORTLIST.may(state, step)), None)


def last_approved_on(draft: CandidateList) -> date | None:
    """Return the day of the newest approval that still stands."""
    return db.session.scalar(
        select(func.max(ListApproval.decided_on)).where(
            ListApproval.shortlist_id == draft.id,
            ListApproval.withdrawn.is_(False),
            ListApproval.decision == ListDecision.PASSED,
        )
    )


def records_of(draft: CandidateList) -> list[ListApproval]:
    """Return every step that was recorded of a list, failed, withdrawn and sent-back ones too, in their order."""
    asked = select(ListApproval).where(ListApproval.shortlist_id == draft.id)
    return list(db.session.scalars(asked.order_by(ListApproval.id)))


def unanswered(jurisdiction_id: int, year: int) -> int:
    """Return how many suggestions of a year wait: neither merged nor routed nor declined."""
    asked = select(func.count()).where(
        Suggestion.jurisdiction_id == jurisdiction_id,
        Suggestion.year == year,
        Suggestion.state == SuggestionState.SUBMITTED,
    )
    return db.session.scalar(asked) or 0


def projects_in(jurisdiction_id: int, year: int, *states: ProjectState) -> list[Project]:
    """Return a year's projects in one of these states, by id."""
    return list(
        db.session.scalars(
            select(Project)
            .where(
                Project.jurisdiction_id == jurisdiction_id, Project.year == year, Project.state.in_(states)
            )
            .order_by(Project.id)
        )
    )


def sources_of(project_id: int) -> int:
    """Return how many suggestions stand behind a project, those of what it carries on and of what went up in it too."""
    asked = select(func.count()).where(Suggestion.project_id.in_(lines_behind([project_id])[project_id]))
    return db.session.scalar(asked) or 0


@dataclass(frozen=True)
class ListRow:
    """How far a year's list of a place has come. seats: 应选数量."""

    jurisdiction_id: int
    year: int
    state: ShortlistState
    seats: int


def list_rows(jurisdiction_ids: Collection[int]) -> list[ListRow]:
    """Return the lists of these places; one query. Only a decided one is public, of others only that they exist."""
    rows = db.session.scalars(
        select(CandidateList).where(CandidateList.jurisdiction_id.in_(jurisdiction_ids))
    )
    return [ListRow(row.jurisdiction_id, row.year, row.state, row.seats) for row in rows]


@dataclass(frozen=True)
class PublicCandidate:
    """A formal candidate. text: canonical JSON of the dossier as frozen; decided: its list is, and so it is public."""

    project_id: int
    year: int
    ordinal: int
    title: str
    summary: str
    text: str
    text_sha256: str
    decided: bool


def public_candidates(jurisdiction_id: int, year: int) -> list[PublicCandidate]:
    """Return the formal candidates of a year in their order; none before the presidium has decided."""
    asked = candidates().where(FrozenText.jurisdiction_id == jurisdiction_id, FrozenText.year == year)
    found = [as_candidate(row, state) for row, state in db.session.execute(asked)]
    return [one for one in found if one.decided]


def frozen_candidate(jurisdiction_id: int, project_id: int) -> PublicCandidate | None:
    """Return a candidate of this place with its frozen text, whether its list is decided or not; None for none."""
    asked = candidates().where(
        FrozenText.jurisdiction_id == jurisdiction_id, FrozenText.project_id == project_id
    )
    return next((as_candidate(row, state) for row, state in db.session.execute(asked)), None)


def candidates() -> Select[FrozenText, ShortlistState]:
    """Return the query for frozen texts with the state of their list, in the order of the paper."""
    return (
        select(FrozenText, CandidateList.state)
        .join(CandidateList, CandidateList.id == FrozenText.shortlist_id)
        .order_by(FrozenText.ordinal)
    )


def as_candidate(row: FrozenText, state: ShortlistState) -> PublicCandidate:
    """Return a frozen text as others show it."""
    return PublicCandidate(
        project_id=row.project_id,
        year=row.year,
        ordinal=row.ordinal,
        title=row.title,
        summary=row.summary,
        text=row.text,
        text_sha256=row.text_sha256,
        decided=state is ShortlistState.DECIDED,
    )
