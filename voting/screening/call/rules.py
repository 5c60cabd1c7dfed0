"""The law of the call: states, tables, pure functions. Pure."""

from __future__ import annotations

from enum import StrEnum

from voting.core.lifecycle import Lifecycle
from voting.core.text import N_


class CallState(StrEnum):
    """How far a year's call for suggestions (征集) has come."""

    DRAFTED = "drafted"
    OPENED = "opened"
    CLOSED = "closed"


CALL: Lifecycle[CallState] = Lifecycle(
    start=CallState.DRAFTED,
    steps={
        (CallState.DRAFTED, "revise_call"): CallState.DRAFTED,
        (CallState.DRAFTED, "open_call"): CallState.OPENED,
        (CallState.OPENED, "extend_call"): CallState.OPENED,
        (CallState.OPENED, "close_call"): CallState.CLOSED,
        (CallState.CLOSED, "extend_call"): CallState.OPENED,
    },
    words={
        CallState.DRAFTED: N_("起草中"),
        CallState.OPENED: N_("征集中"),
        CallState.CLOSED: N_("征集结束"),
    },
    step_words={
        "revise_call": N_("修改征集公告"),
        "open_call": N_("开始征集"),
        "extend_call": N_("延长征集"),
        "close_call": N_("结束征集"),
    },
)


def year_collected_for(newest: int, *, to_come: bool) -> int:
    """Return for which year is kept what comes in between two calls (常态化征集): the next one after the newest call's.

    to_come: that call is announced and has not begun. Practice: Ninghai, Shaanxi (docs/rules.md, "Suggestions").
    """
    return newest if to_come else newest + 1
