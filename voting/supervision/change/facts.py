"""Shared reads of changes of what was voted, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from voting.congress.meeting.models import Meeting
from voting.congress.place.rules import Body
from voting.core.clock import day_of
from voting.core.db import db
from voting.core.lifecycle import Missing
from voting.core.text import N_
from voting.supervision.change.models import Change
from voting.supervision.change.rules import ChangeKind, ChangeState
from voting.supervision.commitment.facts import STAFF, UNIT
from voting.supervision.commitment.models import Commitment

REVISING = (ChangeKind.MINOR_ADJUSTMENT, ChangeKind.MAJOR_ADJUSTMENT, ChangeKind.RESUME)
EFFECTIVE = (ChangeState.PROCLAIMED, ChangeState.REPORTED)


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


def sessions_of(jurisdiction_id: int) -> list[Meeting]:
    """Return the meetings of a place's congress, the first one first."""
    asked = select(Meeting).where(
        Meeting.jurisdiction_id == jurisdiction_id,
        Meeting.body == Body.CONGRESS,
        Meeting.rehearsal.is_(False),
    )
    return list(db.session.scalars(asked.order_by(Meeting.opens_on, Meeting.id)))


def since_notice(change: Change, sessions: Sequence[Meeting]) -> list[Meeting]:
    """Return those that open on the day of a change's notice or later; it is to be reported at the first of them."""
    if change.proclaimed_at is None:
        return []
    return [meeting for meeting in sessions if meeting.opens_on >= day_of(change.proclaimed_at)]


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
