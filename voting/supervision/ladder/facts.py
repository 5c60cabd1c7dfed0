"""Shared reads of the ladder. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from voting.core.clock import day_of
from voting.core.db import db
from voting.supervision.commitment.facts import of
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import ENDED, CommitmentState
from voting.supervision.ladder.models import LadderStep
from voting.supervision.ladder.rules import KeptLight, Rung
from voting.supervision.light.models import MonthLight

RESTS = ENDED | {CommitmentState.SUSPENDED}
ORDER = {rung: place for place, rung in enumerate(Rung)}


def in_order(rows: Sequence[LadderStep]) -> list[LadderStep]:
    """Return rungs as they were reached."""
    return sorted(rows, key=lambda row: (row.commitment_id, row.reached_on, row.month, ORDER[row.rung]))


def steps_of(commitment: Commitment) -> list[LadderStep]:
    """Return the rungs that a commitment has reached, in their order."""
    return in_order(db.session.scalars(of(LadderStep, commitment)).all())


def waiting_step(commitment: Commitment, rung: Rung) -> LadderStep | None:
    """Return the newest of a commitment's steps that waits on a rung, as it is now and locked; None where none waits."""
    asked = of(LadderStep, commitment).where(LadderStep.rung == rung, LadderStep.settled_at.is_(None))
    rows = db.session.scalars(asked.with_for_update().execution_options(populate_existing=True)).all()
    return in_order(rows)[-1] if rows else None


def steps_in(jurisdiction_id: int, *, only_open: bool = False) -> list[LadderStep]:
    """Return the rungs that a place's commitments have reached, in their order; one query."""
    asked = select(LadderStep).where(LadderStep.jurisdiction_id == jurisdiction_id)
    if only_open:
        asked = asked.where(LadderStep.settled_at.is_(None))
    return in_order(db.session.scalars(asked).all())


def lights_under_way(jurisdiction_id: int) -> Iterator[tuple[int, list[KeptLight]]]:
    """Yield each commitment of a place at which work goes on with its kept lights by month; one query."""
    asked = (
        select(MonthLight)
        .join(Commitment, Commitment.id == MonthLight.commitment_id)
        .where(Commitment.jurisdiction_id == jurisdiction_id, Commitment.state.not_in(RESTS))
        .order_by(MonthLight.commitment_id, MonthLight.month)
    )
    found: dict[int, list[KeptLight]] = {}
    for row in db.session.scalars(asked):
        shown = KeptLight(row.month, row.shown, day_of(row.computed_at))
        found.setdefault(row.commitment_id, []).append(shown)
    yield from found.items()
