"""Deeds of the ladder: a rung is reached when its day has come, somebody says what was done. Each writes its journal line."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.congress.place.queries import place_by_id
from voting.congress.working_days.facts import working_days_of
from voting.congress.working_days.rules import WorkingDays, working_days_after
from voting.core.clock import now, today
from voting.core.db import account_of, db, is_added, transaction
from voting.core.errors import NotAllowed, WrongMoment
from voting.people.rules import Actor, Place
from voting.supervision.commitment.facts import commitment_for, of_own_unit
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import ENDED
from voting.supervision.finding.actions import signature
from voting.supervision.ladder.facts import lights_under_way, steps_in, waiting_step
from voting.supervision.ladder.models import LadderStep
from voting.supervision.ladder.rules import ACTS, OF_UNIT, WITHIN, KeptLight, Rung, burning, next_step

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class RungReached(Event):
    """A light has burnt so long that the next rung has to act."""

    name: ClassVar[str] = "supervision:ladder:reached"
    commitment: int
    month: int
    light: str
    rung: str


@dataclass(frozen=True, kw_only=True)
class RungSettled(Event):
    """Somebody said what was done on a rung."""

    name: ClassVar[str] = "supervision:ladder:settled"
    commitment: int
    month: int
    rung: str


def climb_everywhere() -> None:
    """Let every place's ladders go on, each in a transaction of its own: broken off, it goes on where it was.

    Errors: the last of what places raised, when the others are done.
    """
    asked = select(Commitment.jurisdiction_id).where(Commitment.state.not_in(ENDED)).distinct()
    with transaction():
        waiting = select(LadderStep.jurisdiction_id).where(LadderStep.settled_at.is_(None)).distinct()
        places = sorted({*db.session.scalars(asked), *db.session.scalars(waiting)})
    failed: Exception | None = None
    for jurisdiction_id in places:
        try:
            with transaction():
                climb(place_by_id(jurisdiction_id))
        except Exception as error:  # noqa: BLE001  one place's fault must stop no other's ladders
            log.warning("the ladders of %s cannot go on: %s", jurisdiction_id, account_of(error))
            failed = error
    if failed is not None:
        raise failed


def climb(place: Place) -> None:
    """Reach the rungs whose day has come, and settle those of lights that went out and of work that rests. The same day twice adds nothing."""
    days = working_days_of(place)
    steps: dict[int, list[LadderStep]] = {}
    for row in steps_in(place.id):
        steps.setdefault(row.commitment_id, []).append(row)
    fires = {number: burning(shown) for number, shown in lights_under_way(place.id)}
    for number in sorted(fires.keys() | steps.keys()):
        fire, its = fires.get(number), steps.get(number, [])
        _put_out(fire, its)
        if fire is not None:
            _climb_one(place, number, fire, its, days)


def _put_out(fire: KeptLight | None, steps: list[LadderStep]) -> None:
    """Settle what waits of a light that is out, or of work that rests or has ended."""
    for row in steps:
        if row.settled_at is None and not _is_of(row, fire):
            row.settled_at = now()


def _is_of(row: LadderStep, fire: KeptLight | None) -> bool:
    return fire is not None and (row.month, row.light) == (fire.month, fire.light)


def _climb_one(
    place: Place, commitment_id: int, fire: KeptLight, steps: list[LadderStep], days: WorkingDays
) -> None:
    reached = {row.rung: row.reached_on for row in steps if _is_of(row, fire)}
    step = next_step(fire, reached, today(), days)
    if step is None:
        return
    row = LadderStep(
        jurisdiction_id=place.id,
        commitment_id=commitment_id,
        month=fire.month,
        light=fire.light,
        rung=step.rung,
        reached_on=today(),
        due_on=working_days_after(today(), WITHIN, days),
    )
    if is_added(row):
        event = RungReached(commitment=commitment_id, month=fire.month, light=fire.light, rung=step.rung)
        record(event, None, place.id)


def settle(actor: Actor, commitment_id: int, rung: Rung, account: str) -> LadderStep:
    """Say what was done on a rung that waits.

    Errors: NotFound for another unit's; NotAllowed for who does not act on this rung; WrongMoment where it does not wait.
    """
    commitment = commitment_for(actor, actor.jurisdiction_id, commitment_id)
    if not actor.roles & ACTS[rung]:
        raise NotAllowed("这一级不由您办理。")
    if rung in OF_UNIT:
        of_own_unit(actor, commitment)
    row = waiting_step(commitment, rung)
    if row is None:
        raise WrongMoment("这一级没有要办理的，或者刚刚已经办理。")
    row.account, row.by, row.settled_at = account, signature(actor), now()
    record(RungSettled(commitment=commitment.id, month=row.month, rung=rung), actor, actor.jurisdiction_id)
    return row
