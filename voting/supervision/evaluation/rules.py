"""The law of the satisfaction evaluation: states, tables, pure functions. Pure."""

from __future__ import annotations

from enum import StrEnum

from voting.core.text import N_


class Grade(StrEnum):
    """What an evaluation says of a project; the tally room finds it (tally.rules_grade)."""

    SATISFIED = "satisfied"
    BASICALLY = "basically"
    DISSATISFIED = "dissatisfied"


GRADES: dict[Grade, str] = {
    Grade.SATISFIED: N_("满意"),
    Grade.BASICALLY: N_("基本满意"),
    Grade.DISSATISFIED: N_("不满意"),
}
