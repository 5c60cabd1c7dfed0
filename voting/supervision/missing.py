"""What still stands before a step, and the figures it is judged by. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, func, select

from voting.core.db import db
from voting.core.lifecycle import Missing
from voting.core.text import N_
from voting.supervision.find import milestones_of, reported
from voting.supervision.models import Commitment, Plan
from voting.supervision.models_follow import Change, Finding
from voting.supervision.rules import ChangeState, CommitmentState, FindingState
from voting.supervision.rules_results import BASICALLY_FROM, WHOLE, ChangeKind

UNIT = N_("责任单位")
STAFF = N_("人大工作人员")
REVISING = (ChangeKind.MINOR_ADJUSTMENT, ChangeKind.MAJOR_ADJUSTMENT, ChangeKind.RESUME)
EFFECTIVE = (ChangeState.PROCLAIMED, ChangeState.REPORTED)


def figures(commitment: Commitment) -> tuple[int, int, int]:
    """Return progress, spent_fen and the number of open milestones by the newest report."""
    versions = reported(commitment)
    done = {row for version in versions.values() for row in version.milestones}
    still = sum(row.id not in done for row in milestones_of(commitment))
    newest = versions[max(versions)] if versions else None
    return (newest.progress, newest.spent_fen, still) if newest else (0, 0, still)


def latest_plan(commitment: Commitment) -> Select[Plan]:
    """Return the query for the plan in force."""
    return (
        select(Plan)
        .where(Plan.jurisdiction_id == commitment.jurisdiction_id, Plan.commitment_id == commitment.id)
        .order_by(Plan.number.desc())
        .limit(1)
    )


def open_revision(commitment: Commitment) -> Change | None:
    """Return the proclaimed adjustment whose plan is still to be revised, or None."""
    return db.session.scalar(
        select(Change)
        .where(
            Change.jurisdiction_id == commitment.jurisdiction_id,
            Change.commitment_id == commitment.id,
            Change.state.in_(EFFECTIVE),
            Change.kind.in_(REVISING),
            Change.plan_number.is_(None),
        )
        .order_by(Change.id)
        .limit(1)
    )


def awaiting_revision(jurisdiction_id: int, ids: Sequence[int]) -> set[int]:
    """Return which of these commitments have a proclaimed adjustment whose plan is still to be revised."""
    asked = select(Change.commitment_id).where(
        Change.jurisdiction_id == jurisdiction_id,
        Change.commitment_id.in_(ids),
        Change.state.in_(EFFECTIVE),
        Change.kind.in_(REVISING),
        Change.plan_number.is_(None),
    )
    return set(db.session.scalars(asked))


def missing_before_publish_plan(commitment: Commitment) -> list[Missing]:
    """Return what stands before the plan may be published or revised."""
    missing = []
    if commitment.unit_id is None:
        missing.append(Missing(N_("指定责任单位"), STAFF))
    if commitment.state is not CommitmentState.ASSIGNED and open_revision(commitment) is None:
        missing.append(Missing(N_("计划公布后要修改，先办理调整并公告"), UNIT))
    return missing


def missing_before_deliver(commitment: Commitment) -> list[Missing]:
    """Return what the unit must do before it may ask for acceptance."""
    progress, _spent, still = figures(commitment)
    return missing_of_figures(progress, still)


def missing_of_figures(progress: int, still: int) -> list[Missing]:
    """Return what the newest figures lack for acceptance."""
    missing = []
    if progress < BASICALLY_FROM:
        missing.append(Missing(N_("累计进度达到百分之九十"), UNIT))
    if still and progress == WHOLE:
        missing.append(Missing(N_("在月报中勾选已完成的时间节点"), UNIT))
    return missing


def missing_before_accept(commitment: Commitment) -> list[Missing]:
    """Return what stands before acceptance: findings that are not closed."""
    asked = select(Finding.state).where(
        Finding.jurisdiction_id == commitment.jurisdiction_id, Finding.commitment_id == commitment.id
    )
    return missing_of_findings(db.session.scalars(asked))


def missing_of_findings(states: Iterable[FindingState]) -> list[Missing]:
    """Return what the findings of a commitment still lack."""
    if any(state is not FindingState.CLOSED for state in states):
        return [Missing(N_("代表发现的问题全部办结"), N_("责任单位和代表监督小组"))]
    return []


def missing_before_proclaim(change: Change) -> list[Missing]:
    """Return what stands before a change may be made public: the decision."""
    if change.decided_on is None:
        return [Missing(N_("有权机关的决定"), STAFF)]
    return []


def missing_before_request_change(commitment: Commitment) -> list[Missing]:
    """Return what stands before a new change may be asked for: the one that is still open."""
    asked = (
        select(func.count())
        .select_from(Change)
        .where(
            Change.jurisdiction_id == commitment.jurisdiction_id,
            Change.commitment_id == commitment.id,
            Change.state.in_((ChangeState.REQUESTED, ChangeState.APPROVED)),
        )
    )
    if db.session.scalar(asked):
        return [Missing(N_("先办完前一个调整申请"), STAFF)]
    if open_revision(commitment) is not None:
        return [Missing(N_("先按前一次调整修订实施计划"), UNIT)]
    return []
