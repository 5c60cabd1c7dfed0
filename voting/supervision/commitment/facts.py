"""Shared reads of commitments, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Exists, Select, exists, func, select
from sqlalchemy.orm import aliased

from voting.congress.place.models import Unit
from voting.core.clock import day_of, today
from voting.core.db import db
from voting.core.errors import NotFound, WrongMoment
from voting.core.text import N_
from voting.people.rules import COLLECTING, FOLLOWING, ROLE_NAMES, Actor, Role
from voting.supervision.commitment.models import Commitment, Milestone, WorkHandover
from voting.supervision.commitment.rules import ENDED, CommitmentState

T = TypeVar("T")


def first_month_of(row: Commitment) -> int:
    """Return the month of its year in which a project was taken over, from which on it reports and has a light."""
    taken_on = day_of(row.taken_at)
    return taken_on.month if taken_on.year == row.year else 1


def one_of(table: type[T], jurisdiction_id: int, row_id: int) -> T:
    """Return the row with this id if it belongs to the jurisdiction; raise NotFound otherwise."""
    row = db.session.get(table, row_id)
    if row is None or getattr(row, "jurisdiction_id", None) != jurisdiction_id:
        raise NotFound("没有这一项。")
    return row


def commitment_for(actor: Actor, jurisdiction_id: int, commitment_id: int) -> Commitment:
    """Return a commitment that the person may read: its own of a unit, all for those who follow the projects."""
    row = one_of(Commitment, jurisdiction_id, commitment_id)
    return row if actor.roles & FOLLOWING else of_own_unit(actor, row)


def commitment_to_write(actor: Actor, jurisdiction_id: int, commitment_id: int) -> Commitment:
    """Return a commitment whose plan the person may write or ask to change: its own of a unit, all for who works on all.

    Who reads all and writes for a unit (a deputy of the supervision group who serves in one) writes for that unit alone.
    """
    row = one_of(Commitment, jurisdiction_id, commitment_id)
    return row if actor.roles & COLLECTING else of_own_unit(actor, row)


def of_own_unit(actor: Actor, row: Commitment) -> Commitment:
    """Return the commitment if it is of the person's own unit; raise NotFound for any other."""
    if actor.unit_id is None or row.unit_id != actor.unit_id:
        raise NotFound("没有这一项。")
    return row


def own_commitment(actor: Actor, commitment_id: int) -> Commitment:
    """Return a commitment of the person's own unit; raise NotFound for any other."""
    return of_own_unit(actor, one_of(Commitment, actor.jurisdiction_id, commitment_id))


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
STAFF = ROLE_NAMES[Role.STAFF]


def answering_unit(commitment: Commitment) -> int:
    """Return the unit that must answer; WrongMoment when none is assigned."""
    if commitment.unit_id is None:
        raise WrongMoment("先指定责任单位。")
    return commitment.unit_id


Row = TypeVar("Row")


def year_at_hand(jurisdiction_id: int) -> int:
    """Return the year whose work a page opens: this one, or, before anything of it was voted, the newest one that has any."""
    asked = select(func.max(Commitment.year)).where(
        Commitment.jurisdiction_id == jurisdiction_id, Commitment.year <= today().year
    )
    return db.session.scalar(asked) or today().year


def years_of(*jurisdiction_ids: int) -> list[int]:
    """Return the years that have commitments in any of these places, newest first."""
    asked = select(Commitment.year).where(Commitment.jurisdiction_id.in_(jurisdiction_ids)).distinct()
    return sorted(db.session.scalars(asked), reverse=True)


def open_beside(jurisdiction_id: int, year: int) -> list[tuple[int, int]]:
    """Return every other year with work that has not ended, and how many projects, the newest first."""
    asked = select(Commitment.year, func.count()).where(
        Commitment.jurisdiction_id == jurisdiction_id,
        Commitment.year != year,
        Commitment.state.not_in(ENDED - {CommitmentState.UNFINISHED}),
    )
    found = db.session.execute(asked.group_by(Commitment.year).order_by(Commitment.year.desc()))
    return [(one, count) for one, count in found]


def commitment_of(table: type[T], jurisdiction_id: int, row_id: int) -> int | None:
    """Return the commitment that a row of the place is about, None where there is no such row. table: keyed by commitments."""
    keyed: Any = table
    found = select(keyed.commitment_id).where(keyed.jurisdiction_id == jurisdiction_id, keyed.id == row_id)
    return db.session.scalar(found)


def of(table: type[Row], commitment: Commitment) -> Select[Row]:
    """Return the query for the rows of a table that belong to a commitment. table: one keyed by commitments."""
    keyed: Any = table
    return select(table).where(
        keyed.jurisdiction_id == commitment.jurisdiction_id, keyed.commitment_id == commitment.id
    )


@dataclass(frozen=True)
class TakenOver:
    """A project that went from one unit to another. findings, letters: how many open ones went along."""

    was: str
    now: str
    at: datetime
    findings: int
    letters: int
    reason: str


def was_handed_over() -> Exists:
    """Return the column that tells of a commitment whether it went from one unit to another."""
    return exists().where(
        WorkHandover.jurisdiction_id == Commitment.jurisdiction_id,
        WorkHandover.commitment_id == Commitment.id,
    )


def handovers_of(commitment: Commitment) -> list[TakenOver]:
    """Return from which unit to which a project went, the oldest first."""
    before, then = aliased(Unit), aliased(Unit)
    row = WorkHandover
    asked = (
        select(before.name, then.name, row.at, row.findings, row.letters, row.reason)
        .join(before, before.id == row.from_unit_id)
        .join(then, then.id == row.to_unit_id)
        .where(row.jurisdiction_id == commitment.jurisdiction_id, row.commitment_id == commitment.id)
    )
    return [TakenOver(*found) for found in db.session.execute(asked.order_by(row.id))]


def milestones_by(ids: Select[int]) -> Mapping[int, list[Milestone]]:
    """Return commitment id -> milestones in force, by date."""
    asked = select(Milestone).where(Milestone.commitment_id.in_(ids), Milestone.until_plan.is_(None))
    groups: dict[int, list[Milestone]] = defaultdict(list)
    for row in db.session.scalars(asked.order_by(Milestone.due_on, Milestone.ordinal)):
        groups[row.commitment_id].append(row)
    return groups
