"""The law of counting: the life of a count, its sums and its outcome. Pure; knows no voter (the wall).

The same count gives the same outcome in any order of papers and channels.
"""

from __future__ import annotations

from voting.core.lifecycle import ByName, Lifecycle
from voting.core.text import N_


class TallyState(ByName):
    """How far a count has come."""

    SEALED = "sealed"
    OPENED = "opened"
    COUNTED = "counted"
    SIGNED = "signed"
    CONFIRMED = "confirmed"
    ANNOUNCED = "announced"
    ARCHIVED = "archived"
    VOID = "void"


COUNTING = frozenset({TallyState.SEALED, TallyState.OPENED})
"""Paper is counted while the tablets' box is opened, until the count is complete."""

ANNOUNCED = frozenset({TallyState.ANNOUNCED, TallyState.ARCHIVED})
"""States of a count whose result everybody has been told."""

TOLD_IN_HALL = ANNOUNCED | {TallyState.CONFIRMED}
"""States of a count whose result the hall may see: from the presidium's confirmation on."""

TALLY: Lifecycle[TallyState] = Lifecycle(
    start=TallyState.SEALED,
    steps={
        (TallyState.SEALED, "open"): TallyState.OPENED,
        (TallyState.OPENED, "count"): TallyState.COUNTED,
        (TallyState.COUNTED, "sign"): TallyState.SIGNED,
        (TallyState.SIGNED, "confirm"): TallyState.CONFIRMED,
        (TallyState.CONFIRMED, "announce"): TallyState.ANNOUNCED,
        (TallyState.ANNOUNCED, "archive"): TallyState.ARCHIVED,
        (TallyState.SEALED, "void"): TallyState.VOID,
        (TallyState.OPENED, "void"): TallyState.VOID,
        (TallyState.COUNTED, "void"): TallyState.VOID,
        (TallyState.SIGNED, "void"): TallyState.VOID,
        (TallyState.COUNTED, "recount"): TallyState.OPENED,
        (TallyState.SIGNED, "recount"): TallyState.OPENED,
    },
    words={
        TallyState.SEALED: N_("票箱已封存"),
        TallyState.OPENED: N_("已开箱"),
        TallyState.COUNTED: N_("已点清"),
        TallyState.SIGNED: N_("监票人已签名"),
        TallyState.CONFIRMED: N_("主席团已确认"),
        TallyState.ANNOUNCED: N_("已公告"),
        TallyState.ARCHIVED: N_("已归档"),
        TallyState.VOID: N_("已宣布作废"),
    },
    step_words={
        "open": N_("开箱"),
        "count": N_("计票完成"),
        "sign": N_("监票人签名"),
        "confirm": N_("主席团确认结果"),
        "announce": N_("宣布结果，发布公告"),
        "archive": N_("归档"),
        "recount": N_("重新计票"),
        "void": N_("宣布本次票决作废"),
    },
)

STEPS_BACK = frozenset({"recount"})
