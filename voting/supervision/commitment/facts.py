"""Shared reads of commitments, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Select, select

from voting.congress.place.models import Unit
from voting.core.db import db
from voting.core.errors import NotFound, WrongMoment
from voting.core.text import N_
from voting.people.rules import Actor, Role
from voting.supervision.commitment.models import Commitment, Milestone

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


UNIT = N_("责任单位")
STAFF = N_("人大工作人员")


def answering_unit(commitment: Commitment) -> int:
    """Return the unit that must answer; WrongMoment when none is assigned."""
    if commitment.unit_id is None:
        raise WrongMoment("先指定责任单位。")
    return commitment.unit_id


Row = TypeVar("Row")


def of(table: type[Row], commitment: Commitment) -> Select[Row]:
    """Return the query for the rows of a table that belong to a commitment. table: one keyed by commitments."""
    keyed: Any = table
    return select(table).where(
        keyed.jurisdiction_id == commitment.jurisdiction_id, keyed.commitment_id == commitment.id
    )
