"""Shared reads of the implementation plan, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from sqlalchemy import Select, select

from voting.core.lifecycle import Missing
from voting.core.text import N_
from voting.supervision.commitment.facts import STAFF, UNIT
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import COMMITMENT, CommitmentState
from voting.supervision.plan.models import Plan


def latest_plan(commitment: Commitment) -> Select[Plan]:
    """Return the query for the plan in force."""
    return (
        select(Plan)
        .where(Plan.jurisdiction_id == commitment.jurisdiction_id, Plan.commitment_id == commitment.id)
        .order_by(Plan.number.desc())
        .limit(1)
    )


def missing_before_publish_plan(commitment: Commitment) -> list[Missing]:
    """Return what stands before the plan may be published or revised."""
    missing = []
    if commitment.unit_id is None:
        missing.append(Missing(N_("指定责任单位"), STAFF))
    if commitment.state is not CommitmentState.ASSIGNED and not COMMITMENT.may(
        commitment.state, "revise_plan"
    ):
        missing.append(Missing(N_("项目在实施中才能修订计划"), UNIT))
    return missing
