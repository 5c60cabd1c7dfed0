"""Deeds of the chain that do not move the list: further steps, votes that failed, a change put to the same body again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.confirmation.facts import waiting
from voting.core.clock import today
from voting.core.db import db
from voting.core.errors import NotAllowed, NotFound, RuleBroken, WrongMoment
from voting.people.rules import Actor, Place
from voting.screening.dossier.actions import keep_version
from voting.screening.dossier.facts import project_of
from voting.screening.dossier.models import Project
from voting.screening.shortlist.actions import write_count
from voting.screening.shortlist.chain import ChainStep, Outcome, step_of
from voting.screening.shortlist.facts import (
    LINKS,
    awaited,
    chain_of,
    last_approved_on,
    list_of,
    projects_in,
    records_of,
)
from voting.screening.shortlist.models import CandidateList, ListApproval
from voting.screening.shortlist.rules import (
    FREEZE,
    SHORTLIST,
    ApprovalKind,
    ListCount,
    ListDecision,
    check_after,
    check_count,
    check_sums,
    recorders,
)
from voting.screening.shortlist.seen import amended, last_order


@dataclass(frozen=True, kw_only=True)
class StepRecorded(Event):
    """kind, decision: ApprovalKind, ListDecision; project: the one whose change was put to the body, 0 for the whole list."""

    name: ClassVar[str] = "screening:shortlist:step_recorded"
    year: int
    kind: str
    decision: str
    decided_on: date
    project: int


@dataclass(frozen=True, kw_only=True)
class NewStep:
    """A step as recorded. count: None where nobody counted; reason: why it failed, or what was said; reply: the answer."""

    decided_on: date
    decision: ListDecision
    document: str = ""
    count: ListCount | None = None
    reason: str = ""
    reply: str = ""


def record_step(actor: Actor, *, place: Place, year: int, kind: ApprovalKind, new: NewStep) -> ListApproval:
    """Record a further step of the chain, or a vote that failed; the list stays where it is.

    Errors: NotAllowed for the wrong office; WrongMoment out of turn, and while the list waits for its second person;
    RuleBroken for a step or a result that the year's chain does not know, a missing reason, a date out of order, a count that
    cannot be.
    """
    step = step_of(chain_of(place, year), kind)
    if step is None:
        raise RuleBroken("本级没有这个环节。")
    expect_recorder(actor, place, kind)
    draft = list_of(place, year)
    if draft.state is not step.during:
        raise WrongMoment("现在是“%(state)s”，不能登记这个环节。", state=SHORTLIST.words[draft.state])
    if waiting(place.id, (FREEZE,), str(year)):
        raise WrongMoment(FREEZE.said.waiting, year=str(year))
    if new.decision not in step.decisions:
        raise RuleBroken("这个环节不能登记这样的结果。")
    check_step(draft, step, new)
    passed = new.decision is ListDecision.PASSED
    return add_step(actor, draft, kind, new, projects=on_list(draft) if passed else [])


def expect_recorder(actor: Actor, place: Place, kind: ApprovalKind) -> None:
    """Raise NotAllowed for who may not record what this body decided."""
    if not actor.roles_in(place) & recorders(kind):
        raise NotAllowed("人大常委会、主席团的审议结果由人大工作人员登记。")


def check_step(draft: CandidateList, step: ChainStep, new: NewStep) -> None:
    """Raise RuleBroken for a record that says too little, or what cannot be."""
    check_after(new.decided_on, last_approved_on(draft), today())
    if new.decision is ListDecision.FAILED and not new.reason:
        raise RuleBroken("没有通过的，请写明理由。")
    if not step.decides and not new.reason:
        raise RuleBroken("请写明意见或者情况。")
    if new.count is not None:
        check_sums(new.count)


def on_list(draft: CandidateList) -> list[Project]:
    """Return the projects of a list on its way, in the order of its last approval."""
    kind = awaited(draft.state)
    rows = projects_in(draft.jurisdiction_id, draft.year, LINKS[kind][2]) if kind else []
    order = last_order(records_of(draft))
    return sorted(rows, key=lambda row: order.index(row.id) if row.id in order else len(order))


def add_step(  # noqa: PLR0917  a record and what it is about
    actor: Actor,
    draft: CandidateList,
    kind: ApprovalKind,
    new: NewStep,
    projects: list[Project],
    about: int = 0,
) -> ListApproval:
    """Write the record and its line."""
    row = ListApproval(
        jurisdiction_id=draft.jurisdiction_id,
        shortlist_id=draft.id,
        kind=kind,
        decided_on=new.decided_on,
        document=new.document,
        decision=new.decision,
        reason=new.reason,
        reply=new.reply,
        project_id=about or None,
        seen=[[project.id, keep_version(None, project).number] for project in projects],
    )
    write_count(row, new.count)
    db.session.add(row)
    event = StepRecorded(
        year=draft.year,
        kind=kind.value,
        decision=new.decision.value,
        decided_on=new.decided_on,
        project=about,
    )
    record(event, actor, draft.jurisdiction_id)
    return row


def approve_change(actor: Actor, *, place: Place, year: int, project_id: int, new: NewStep) -> ListApproval:
    """Record what the body decided of a project's changed text that has approved the old one; the earliest body first.

    Errors: NotFound for another place's project; WrongMoment when nothing waits; NotAllowed, RuleBroken as `record_step`.
    """
    project, draft = project_of(place.id, project_id), list_of(place, year)
    if project not in on_list(draft):
        raise NotFound("名单上没有这个项目。")
    waits = amended(draft, records_of(draft), [project])
    if not waits:
        raise WrongMoment("这个项目没有等待批准的变更：可能另一人刚刚登记过。")
    kind = waits[0].kind
    expect_recorder(actor, place, kind)
    step = step_of(chain_of(place, year), kind)
    assert step is not None
    check_step(draft, step, new)
    passed = new.decision is ListDecision.PASSED
    if passed and step.outcome is Outcome.VOTE:
        if new.count is None:
            raise RuleBroken("请登记应到、实到和表决人数。")
        check_count(new.count)
    return add_step(actor, draft, kind, new, [project] if passed else [], about=project.id)
