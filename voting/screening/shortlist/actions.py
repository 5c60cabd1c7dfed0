"""Deeds of the list of candidates. Each writes its journal line; none commits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.congress.rule_set.facts import rule_set
from voting.core.clock import now, today
from voting.core.db import db
from voting.core.errors import NotAllowed, RuleBroken
from voting.people.rules import Actor, Place
from voting.screening.dossier.facts import dossier_of, fill, project_of, unit_names
from voting.screening.dossier.models import Project
from voting.screening.dossier.rules import Dossier, canonical, digest, document_of
from voting.screening.dossier.states import PROJECT, ProjectState
from voting.screening.shortlist.facts import LINKS, last_approved_on, list_of, projects_in, sources_of
from voting.screening.shortlist.models import CandidateList, FrozenText, ListApproval
from voting.screening.shortlist.rules import (
    SHORTLIST,
    ApprovalKind,
    ListCount,
    ShortlistState,
    check_after,
    check_chosen,
    check_count,
    recorders,
)


@dataclass(frozen=True, kw_only=True)
class ListApproved(Event):
    """kind: executive, review or decision; projects: on the list now, in its order."""

    name: ClassVar[str] = "screening:shortlist:approved"
    year: int
    kind: str
    decided_on: date
    approve: int
    projects: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class TextsFrozen(Event):
    """text_sha256: of each formal candidate, in the order of the ballot paper."""

    name: ClassVar[str] = "screening:shortlist:frozen"
    year: int
    seats: int
    text_sha256: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ListSentBack(Event):
    name: ClassVar[str] = "screening:shortlist:sent_back"
    year: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class NewApproval:
    """An approval as recorded. project_ids: those approved, in order; count: None for the executive meeting.

    left_out: why those that were on the list and are not named go into the reserve.
    """

    decided_on: date
    project_ids: tuple[int, ...]
    document: str = ""
    count: ListCount | None = None
    left_out: str = ""


"""For each link of the chain: the list's step, the projects' step, the state they must be in before."""


def approve(actor: Actor, *, place: Place, year: int, kind: ApprovalKind, new: NewApproval) -> CandidateList:
    """Record one approval of the list and move its projects; the last one freezes their texts.

    Errors: NotAllowed for a government that records what another body decided; WrongMoment out of turn; RuleBroken for
    too few projects, a vote that did not pass, a date out of order; NotFound for another place's project.
    """
    if not actor.roles_in(place) & recorders(kind):
        raise NotAllowed("人大常委会、主席团的审议结果由人大工作人员登记。")
    draft = list_of(place, year)
    list_step, project_step, _before = LINKS[kind]
    draft.state = SHORTLIST.after(draft.state, list_step)
    if kind is not ApprovalKind.REVIEW:
        draft.seats = rule_set(place, year).seats
    check_chosen(new.project_ids, draft.seats)
    check_after(new.decided_on, last_approved_on(draft), today())
    add_approval(draft, kind, new)
    for project_id in new.project_ids:
        project = project_of(place.id, project_id)
        if project.year != year:
            raise RuleBroken("项目“%(title)s”不是这一年的。", title=project.title)
        project.state = PROJECT.after(project.state, project_step)
    leave_out(draft, kind, new)
    event = ListApproved(
        year=year,
        kind=kind.value,
        decided_on=new.decided_on,
        approve=new.count.approve if new.count else 0,
        projects=new.project_ids,
    )
    record(event, actor, place.id)
    if kind is ApprovalKind.DECISION:
        freeze(actor, draft, new.project_ids)
    return draft


def add_approval(draft: CandidateList, kind: ApprovalKind, new: NewApproval) -> None:
    """Write the record of an approval; a body that votes must have passed the list."""
    row = ListApproval(
        jurisdiction_id=draft.jurisdiction_id,
        shortlist_id=draft.id,
        kind=kind,
        decided_on=new.decided_on,
        document=new.document,
    )
    if kind is not ApprovalKind.EXECUTIVE:
        if new.count is None:
            raise RuleBroken("请登记应到、实到和表决人数。")
        check_count(new.count)
        row.due, row.present = new.count.due, new.count.present
        row.approve, row.oppose, row.abstain = new.count.approve, new.count.oppose, new.count.abstain
    db.session.add(row)


def leave_out(draft: CandidateList, kind: ApprovalKind, new: NewApproval) -> None:
    """Shelve the projects that were on the list and are not any more, with the reason proposers read."""
    if kind is ApprovalKind.EXECUTIVE:
        return
    before = LINKS[kind][2]
    rows = projects_in(draft.jurisdiction_id, draft.year, before)
    left = [row for row in rows if row.id not in new.project_ids]
    if left and not new.left_out:
        raise RuleBroken("有项目没有列入名单，请写明理由。")
    for row in left:
        row.state, row.shelved_because = PROJECT.after(row.state, "shelve"), new.left_out


def freeze(actor: Actor, draft: CandidateList, project_ids: Iterable[int]) -> None:
    """Copy every candidate's dossier as canonical JSON with its digest: what deputies will vote on."""
    units = unit_names(draft.jurisdiction_id)
    digests = []
    for ordinal, project_id in enumerate(project_ids, 1):
        project = project_of(draft.jurisdiction_id, project_id)
        document = document_of(
            dossier_of(project),
            project_id=project.id,
            year=project.year,
            units=units,
            sources=sources_of(project.id),
        )
        text = canonical(document)
        digests.append(digest(text))
        db.session.add(
            FrozenText(
                project_id=project.id,
                jurisdiction_id=draft.jurisdiction_id,
                year=draft.year,
                shortlist_id=draft.id,
                ordinal=ordinal,
                title=project.title,
                summary=project.summary,
                text=text,
                text_sha256=digests[-1],
            )
        )
    draft.decided_at = now()
    event = TextsFrozen(year=draft.year, seats=draft.seats, text_sha256=tuple(digests))
    record(event, actor, draft.jurisdiction_id)


def send_back(actor: Actor, *, place: Place, year: int, reason: str) -> CandidateList:
    """Send an undecided list back to the beginning: the approvals stay on record as withdrawn."""
    draft = list_of(place, year)
    draft.state = SHORTLIST.after(draft.state, "send_back")
    for project in projects_in(place.id, year, ProjectState.PRELIMINARY, ProjectState.REVIEWED):
        project.state = PROJECT.after(project.state, "send_back")
    rows = select(ListApproval).where(
        ListApproval.shortlist_id == draft.id, ListApproval.withdrawn.is_(False)
    )
    for row in db.session.scalars(rows):
        row.withdrawn = True
    record(ListSentBack(year=year, reason=reason), actor, place.id)
    return draft


def record_decided(
    actor: Actor, *, place: Place, year: int, seats: int, dossiers: Iterable[Dossier]
) -> CandidateList:
    """Take in a list that was screened and decided outside of the program, in its order, and freeze it.

    For a congress that only votes here, and for published elections. seats: 应选数量, at least 1.
    Errors: WrongMoment when the year's list has already begun; RuleBroken for fewer dossiers than seats.
    """
    draft = list_of(place, year)
    draft.state, draft.seats = SHORTLIST.after(draft.state, "record_decided"), seats
    ids = []
    for dossier in dossiers:
        project = Project(
            jurisdiction_id=place.id, year=year, title=dossier.title, state=ProjectState.REVIEWED
        )
        fill(project, dossier)
        db.session.add(project)
        db.session.flush()
        project.state = PROJECT.after(project.state, "freeze")
        ids.append(project.id)
    check_chosen(ids, seats)
    event = ListApproved(
        year=year, kind=ShortlistState.DECIDED.value, decided_on=today(), approve=0, projects=tuple(ids)
    )
    record(event, actor, place.id)
    freeze(actor, draft, ids)
    return draft
