"""Deeds of the list of candidates. Each writes its journal line; none commits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from voting.audit.journal import Event, record, text_digest
from voting.confirmation.actions import lapse
from voting.confirmation.facts import waiting
from voting.congress.rule_set.facts import rule_set
from voting.core.clock import now, today
from voting.core.db import db
from voting.core.errors import NotAllowed, RuleBroken
from voting.people.rules import Actor, Place
from voting.screening.appraisal.actions import ProjectStepped
from voting.screening.commission.facts import expect_taken
from voting.screening.dossier.actions import keep_version
from voting.screening.dossier.document import canonical, digest, document_of, withheld
from voting.screening.dossier.facts import dossier_of, fill, project_of, unit_names
from voting.screening.dossier.models import Project
from voting.screening.dossier.rules import Dossier
from voting.screening.dossier.states import PROJECT, ProjectState
from voting.screening.shortlist.approval import NewApproval
from voting.screening.shortlist.chain import ChainStep, kept
from voting.screening.shortlist.facts import (
    LINKS,
    expect_steps,
    hold_lists,
    last_approved_on,
    list_of,
    projects_in,
    records_of,
    sources_of,
    unanswered,
    whole_chain,
)
from voting.screening.shortlist.models import CandidateList, FrozenText, ListApproval
from voting.screening.shortlist.rules import (
    FREEZE,
    SHORTLIST,
    ApprovalKind,
    ListCount,
    ListDecision,
    ShortlistState,
    check_after,
    check_chosen,
    check_count,
    check_despite,
    recorders,
)
from voting.screening.shortlist.seen import amended, check_seen


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
    """before: the ApprovalKind that it stands before now."""

    name: ClassVar[str] = "screening:shortlist:sent_back"
    year: int
    reason_sha256: str
    before: str


def approve(actor: Actor, *, place: Place, year: int, kind: ApprovalKind, new: NewApproval) -> CandidateList:
    """Record one approval of the list and move its projects; the last one freezes their texts.

    Errors: NotAllowed for a government that records what another body decided; WrongMoment out of turn; RuleBroken for
    too few projects, a vote that did not pass, a date out of order, a text that a body has not seen or that a unit still
    writes, suggestions that wait; NotFound for another place's project.
    """
    if not actor.roles_in(place) & recorders(kind):
        raise NotAllowed("人大常委会、主席团的审议结果由人大工作人员登记。")
    return move_on(actor, place=place, year=year, kind=kind, new=new)


def move_on(actor: Actor, *, place: Place, year: int, kind: ApprovalKind, new: NewApproval) -> CandidateList:
    """Do what `approve` says for who was let to; errors as there, except NotAllowed."""
    hold_lists(place.id)
    draft = list_of(place, year)
    projects = check_new(place, draft, kind, new)
    list_step, project_step, _before = LINKS[kind]
    chain = whole_chain(place, year, draft)
    draft.state, draft.seats = SHORTLIST.after(draft.state, list_step), seats_for(place, draft, kind)
    add_approval(draft, kind, new, projects)
    for project in projects:
        project.state = PROJECT.after(project.state, project_step)
    for project in left_out_of(draft, kind, new):
        leave_out(actor, project, new.left_out)
    event = ListApproved(
        year=year,
        kind=kind.value,
        decided_on=new.decided_on,
        approve=new.count.approve if new.count else 0,
        projects=new.project_ids,
    )
    record(event, actor, place.id)
    if kind is ApprovalKind.DECISION:
        freeze(actor, draft, new.project_ids, chain)
    return draft


def seats_for(place: Place, draft: CandidateList, kind: ApprovalKind) -> int:
    """Return the seats that an approval goes by: the rule set's, and at the review those the list was named with."""
    return draft.seats if kind is ApprovalKind.REVIEW else rule_set(place, draft.year).seats


def check_new(place: Place, draft: CandidateList, kind: ApprovalKind, new: NewApproval) -> list[Project]:
    """Return the projects of an approval, in its order, when it may be recorded now. Writes nothing; errors as `approve`."""
    list_step, project_step, _before = LINKS[kind]
    SHORTLIST.after(draft.state, list_step)
    check_chosen(new.project_ids, seats_for(place, draft, kind))
    check_after(new.decided_on, last_approved_on(draft), today())
    if kind is not ApprovalKind.EXECUTIVE:
        if new.count is None:
            raise RuleBroken("请登记应到、实到和表决人数。")
        check_count(new.count)
    projects = [project_of(place.id, project_id) for project_id in new.project_ids]
    for project in projects:
        if project.year != draft.year:
            raise RuleBroken("项目“%(title)s”不是这一年的。", title=project.title)
        PROJECT.after(project.state, project_step)
    if left_out_of(draft, kind, new) and not new.left_out:
        raise RuleBroken("有项目没有列入名单，请写明理由。")
    expect_steps(place, draft)
    check_seen(amended(draft, records_of(draft), projects))
    expect_taken(place.id, projects)
    if kind is ApprovalKind.DECISION:
        check_despite(unanswered(place.id, draft.year), new.despite)
    return projects


def add_approval(
    draft: CandidateList, kind: ApprovalKind, new: NewApproval, projects: Iterable[Project]
) -> None:
    """Write the record of an approval with the version of every text that the body saw."""
    row = ListApproval(
        jurisdiction_id=draft.jurisdiction_id,
        shortlist_id=draft.id,
        kind=kind,
        decided_on=new.decided_on,
        document=new.document,
        reason=new.despite
        if kind is ApprovalKind.DECISION and unanswered(draft.jurisdiction_id, draft.year)
        else "",
        seen=[[project.id, keep_version(None, project).number] for project in projects],
    )
    write_count(row, new.count if kind is not ApprovalKind.EXECUTIVE else None)
    db.session.add(row)


def write_count(row: ListApproval, count: ListCount | None) -> None:
    """Write into a record how a body voted; nothing where it did not count."""
    if count is not None:
        row.due, row.present = count.due, count.present
        row.approve, row.oppose, row.abstain = count.approve, count.oppose, count.abstain


def leave_out(actor: Actor, project: Project, why: str) -> None:
    """Put a project that is on the list no more into the reserve; its suggesters hear of it by the line."""
    project.state, project.shelved_because = PROJECT.after(project.state, "shelve"), why
    stepped = ProjectStepped(project=project.id, step="shelve", reason_sha256=text_digest(why))
    record(stepped, actor, project.jurisdiction_id)


def left_out_of(draft: CandidateList, kind: ApprovalKind, new: NewApproval) -> list[Project]:
    """Return the projects that were on the list and are not any more; the executive meeting leaves none out."""
    if kind is ApprovalKind.EXECUTIVE:
        return []
    rows = projects_in(draft.jurisdiction_id, draft.year, LINKS[kind][2])
    return [row for row in rows if row.id not in new.project_ids]


def freeze(
    actor: Actor, draft: CandidateList, project_ids: Iterable[int], chain: Sequence[ChainStep]
) -> None:
    """Copy every candidate's dossier as canonical JSON with its digest: what deputies will vote on.

    chain: by which the list came here, kept with it.
    """
    units = unit_names(draft.jurisdiction_id)
    digests = []
    for ordinal, project_id in enumerate(project_ids, 1):
        project = project_of(draft.jurisdiction_id, project_id)
        document = document_of(
            withheld(dossier_of(project)),
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
    draft.chain = kept(chain)
    event = TextsFrozen(year=draft.year, seats=draft.seats, text_sha256=tuple(digests))
    record(event, actor, draft.jurisdiction_id)


def send_back(
    actor: Actor, *, place: Place, year: int, reason: str, before: ApprovalKind = ApprovalKind.EXECUTIVE
) -> CandidateList:
    """Send an undecided list back before a step: what was recorded since stays as withdrawn, and the reason with it.

    before: EXECUTIVE, the beginning, or REVIEW. Errors: WrongMoment when the list is not that far, or decided.
    """
    draft = list_of(place, year)
    step = "return_to_review" if before is ApprovalKind.REVIEW else "send_back"
    awaited = ApprovalKind.DECISION if draft.state is ShortlistState.REVIEWED else ApprovalKind.REVIEW
    draft.state = SHORTLIST.after(draft.state, step)
    for project in projects_in(place.id, year, ProjectState.PRELIMINARY, ProjectState.REVIEWED):
        project.state = PROJECT.after(project.state, step)
    undone = list(ApprovalKind)[list(ApprovalKind).index(before) :]
    for row in records_of(draft):
        row.withdrawn = row.withdrawn or (row.kind in undone and row.decision is not ListDecision.RETURNED)
    for waiting_row in waiting(place.id, (FREEZE,), str(year)):
        lapse(actor, waiting_row)
    back = ListApproval(
        jurisdiction_id=place.id,
        shortlist_id=draft.id,
        kind=awaited,
        decided_on=today(),
        decision=ListDecision.RETURNED,
        reason=reason,
    )
    db.session.add(back)
    record(ListSentBack(year=year, reason_sha256=text_digest(reason), before=before.value), actor, place.id)
    return draft


def record_decided(
    actor: Actor, *, place: Place, year: int, seats: int, dossiers: Iterable[Dossier]
) -> CandidateList:
    """Take in a list that was screened and decided outside of the program, in its order, and freeze it.

    For a congress that only votes here, and for published elections. seats: 应选数量, at least 1.
    Errors: WrongMoment when the year's list has already begun; RuleBroken for fewer dossiers than seats.
    """
    draft = list_of(place, year)
    chain = whole_chain(place, year, draft)
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
    freeze(actor, draft, ids, chain)
    return draft
