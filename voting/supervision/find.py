"""How supervision finds its rows: always within one jurisdiction, NotFound for anybody else's."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import select

from voting.congress.models import Unit
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Actor, Role
from voting.supervision.models import Commitment, Milestone, MonthLight, Report, ReportVersion

T = TypeVar("T")


def one_of(table: type[T], jurisdiction_id: int, row_id: int) -> T:
    """Return the row with this id if it belongs to the jurisdiction; raise NotFound otherwise."""
    row = db.session.get(table, row_id)
    if row is None or getattr(row, "jurisdiction_id", None) != jurisdiction_id:
        raise NotFound("没有这一项。")
    return row


def commitment_for(actor: Actor, jurisdiction_id: int, commitment_id: int) -> Commitment:
    """Return a commitment that the person may work on: a unit only its own, staff and supervisors all."""
    row = one_of(Commitment, jurisdiction_id, commitment_id)
    if actor.roles & {Role.STAFF, Role.SUPERVISION, Role.SECRETARIAT, Role.CHAIR}:
        return row
    if actor.unit_id is None or row.unit_id != actor.unit_id:
        raise NotFound("没有这一项。")
    return row


def own_commitment(actor: Actor, commitment_id: int) -> Commitment:
    """Return a commitment of the person's own unit; raise NotFound for any other."""
    row = one_of(Commitment, actor.jurisdiction_id, commitment_id)
    if actor.unit_id is None or row.unit_id != actor.unit_id:
        raise NotFound("没有这一项。")
    return row


def unit_of(jurisdiction_id: int, unit_id: int) -> Unit:
    """Return a unit of the jurisdiction; raise NotFound for anybody else's."""
    return one_of(Unit, jurisdiction_id, unit_id)


def milestones_of(commitment: Commitment) -> list[Milestone]:
    """Return the milestones of the plan in force, by date."""
    asked = select(Milestone).where(
        Milestone.jurisdiction_id == commitment.jurisdiction_id,
        Milestone.commitment_id == commitment.id,
        Milestone.until_plan.is_(None),
    )
    return list(db.session.scalars(asked.order_by(Milestone.due_on, Milestone.ordinal)))


def report_of(commitment: Commitment, month: int) -> Report | None:
    """Return the report of a month, submitted or still being filled in; None before the first visit."""
    return db.session.scalar(
        select(Report).where(
            Report.jurisdiction_id == commitment.jurisdiction_id,
            Report.commitment_id == commitment.id,
            Report.month == month,
        )
    )


def reported(commitment: Commitment) -> dict[int, ReportVersion]:
    """Return month -> the version that counts, for every submitted report, in order of month."""
    rows = db.session.execute(
        select(Report.month, ReportVersion)
        .join(
            ReportVersion,
            (ReportVersion.jurisdiction_id == Report.jurisdiction_id)
            & (ReportVersion.report_id == Report.id)
            & (ReportVersion.number == Report.latest),
        )
        .where(Report.jurisdiction_id == commitment.jurisdiction_id, Report.commitment_id == commitment.id)
        .order_by(Report.month)
    )
    return {row.month: row.ReportVersion for row in rows}


def lights_of(commitment: Commitment) -> list[MonthLight]:
    """Return the stored lights of a commitment by month."""
    asked = select(MonthLight).where(
        MonthLight.jurisdiction_id == commitment.jurisdiction_id, MonthLight.commitment_id == commitment.id
    )
    return list(db.session.scalars(asked.order_by(MonthLight.month)))
