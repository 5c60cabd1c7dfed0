"""Who has to act when a light burns on, and after how many working days. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import takewhile

from voting.congress.working_days.rules import WorkingDays, next_working_day, working_days_after
from voting.core.text import N_
from voting.people.rules import SUPERVISORS, Role
from voting.supervision.light.rules import BEHIND, Light

WITHIN = 5
"""How many working days a rung has to say what was done: a default of the program."""
MOST_TEXT = 500


class Rung(StrEnum):
    """A rung of the ladder, from the lowest."""

    UNIT = "unit"
    HEAD = "head"
    GROUP = "group"
    LETTER = "letter"
    LISTED = "listed"
    BOARD = "board"


RUNGS: dict[Rung, str] = {
    Rung.UNIT: N_("责任单位说明原因和措施"),
    Rung.HEAD: N_("责任单位负责人督促"),
    Rung.GROUP: N_("代表监督小组过问"),
    Rung.LETTER: N_("发督办函"),
    Rung.LISTED: N_("挂牌督办"),
    Rung.BOARD: N_("提请常委会主任会议（主席团会议）研究"),
}

ACTS: dict[Rung, frozenset[Role]] = {
    Rung.UNIT: frozenset({Role.UNIT}),
    Rung.HEAD: frozenset({Role.UNIT}),
    Rung.GROUP: SUPERVISORS | {Role.STAFF},
    Rung.LETTER: SUPERVISORS | {Role.STAFF},
    Rung.LISTED: frozenset({Role.STAFF}),
    Rung.BOARD: frozenset({Role.STAFF}),
}
"""Who says what was done; a unit's people only for their own unit."""
OF_UNIT = frozenset({Rung.UNIT, Rung.HEAD})

PRACTICE = N_("各地亮灯督办、挂牌督办做法；天数是本程序的默认值")
BY_LAW = N_("参照《监督法》第十七条：研究处理情况的报告；天数是本程序的默认值")


@dataclass(frozen=True)
class Step:
    """A rung of a ladder. after: working days since the light was kept; source: what it rests on (a message id)."""

    rung: Rung
    after: int
    source: str


LADDERS: Mapping[Light, Sequence[Step]] = {
    Light.YELLOW: (
        Step(Rung.UNIT, 0, PRACTICE),
        Step(Rung.HEAD, 10, PRACTICE),
        Step(Rung.GROUP, 20, PRACTICE),
        Step(Rung.LETTER, 40, PRACTICE),
    ),
    Light.RED: (
        Step(Rung.UNIT, 0, PRACTICE),
        Step(Rung.HEAD, 3, PRACTICE),
        Step(Rung.GROUP, 5, PRACTICE),
        Step(Rung.LETTER, 10, PRACTICE),
        Step(Rung.LISTED, 20, PRACTICE),
        Step(Rung.BOARD, 30, BY_LAW),
    ),
}


@dataclass(frozen=True)
class KeptLight:
    """A month's light as it is shown. kept_on: the day on which it was kept."""

    month: int
    light: Light
    kept_on: date


def burning(shown: Sequence[KeptLight]) -> KeptLight | None:
    """Return since when the newest light has burnt without another one between; None where it is not yellow or red.

    shown: by month. Each light begins its own ladder: a red one after a yellow one, and a yellow one after a red one.
    """
    if not shown or shown[-1].light not in BEHIND:
        return None
    return list(takewhile(lambda one: one.light is shown[-1].light, reversed(shown)))[-1]


def next_step(fire: KeptLight, reached: Mapping[Rung, date], today: date, days: WorkingDays) -> Step | None:
    """Return the rung that is reached now, None where none is. reached: rung -> the day on which it was.

    Each is counted from the day of the one before it, so that nobody is asked before who stands below him was.
    """
    since, before = fire.kept_on, 0
    for step in LADDERS[fire.light]:
        if step.rung in reached:
            since, before = reached[step.rung], step.after
            continue
        gap = step.after - before
        on = working_days_after(since, gap, days) if gap else next_working_day(since, days)
        return step if on <= today else None
    return None
