"""Shared reads of acceptance and carry-over, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from voting.core.db import db
from voting.core.lifecycle import Missing
from voting.core.text import N_
from voting.supervision.acceptance.rules import BASICALLY_FROM, WHOLE
from voting.supervision.commitment.facts import UNIT
from voting.supervision.commitment.models import Commitment
from voting.supervision.finding.models import Finding
from voting.supervision.finding.rules import FindingState
from voting.supervision.report.facts import figures


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
