"""Every to-do of a place, gathered from the rooms. Writes nothing and knows no rule: each room says what waits in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from voting.ballot.lost import queries as lost
from voting.congress.pages.to_do import queries as congress
from voting.core.clock import day_of
from voting.core.due_rules import DueState
from voting.core.text import N_
from voting.hall.turn import queries as turn
from voting.operating.facts import due_rows
from voting.operating.rules import name_of
from voting.people.rules import OFFICE, Actor, Place, Role
from voting.people.to_do import ToDo
from voting.screening.appraisal import queries as reviews
from voting.screening.commission import queries as commission
from voting.screening.pages.to_do import queries as screening
from voting.screening.reading import asked as reading
from voting.screening.scoring import queries as scoring
from voting.supervision.pages.to_do import queries as supervision
from voting.supervision.pages.to_do.remarks import DEPUTY, own_remarks
from voting.tally.pages.to_do import queries as tally

ADMIN = frozenset({Role.PLATFORM_ADMIN})


@dataclass(frozen=True)
class ToDoSource:
    """Where to-dos come from. roles: who may have some, or reads those of others; nobody else costs it a question."""

    roles: frozenset[Role]
    to_dos: Callable[[Place, Actor], list[ToDo]]


def jobs_given_up(place: Place, _actor: Actor) -> list[ToDo]:
    """Return what the program gave up doing by itself, for the administrator of the topmost place."""
    if len(place.path) > 1:
        return []
    return [
        ToDo(
            kind="jobs:failed",
            subject=f"{row.kind}:{row.key}",
            room=N_("系统运行"),
            year=day_of(row.due_at).year,
            what=N_("程序没有办成“%(job)s”，请查明原因后重试"),
            values={"job": name_of(row.kind)},
            of=row.failure,
            endpoint="operating.home",
            roles=ADMIN,
            since=day_of(row.settled_at or row.due_at),
        )
        for row in due_rows(DueState.FAILED)
    ]


SOURCES: tuple[ToDoSource, ...] = (
    ToDoSource(screening.ROLES | OFFICE, screening.to_dos),
    ToDoSource(commission.ROLES | OFFICE, commission.to_dos),
    ToDoSource(reviews.ROLES | OFFICE, reviews.to_dos),
    ToDoSource(scoring.ROLES | OFFICE, scoring.to_dos),
    ToDoSource(reading.ROLES | OFFICE, reading.to_dos),
    ToDoSource(congress.ROLES | OFFICE, congress.to_dos),
    ToDoSource(lost.ROLES | OFFICE, lost.to_dos),
    ToDoSource(turn.ROLES | OFFICE, turn.to_dos),
    ToDoSource(tally.ROLES | OFFICE, tally.to_dos),
    ToDoSource(supervision.ROLES | OFFICE, supervision.to_dos),
    ToDoSource(DEPUTY, own_remarks),
    ToDoSource(ADMIN, jobs_given_up),
)


def gathered(place: Place, actor: Actor) -> list[ToDo]:
    """Return what waits for the person, and for the office of a congress also what waits for others, the most urgent first."""
    asked = [one for one in SOURCES if actor.roles & one.roles]
    found = [to_do for source in asked for to_do in source.to_dos(place, actor)]
    return sorted(found, key=lambda to_do: to_do.urgency)
