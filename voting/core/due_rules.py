"""The life of what is due, as a table, and how long a failed try rests. Pure."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from voting.core.lifecycle import Lifecycle
from voting.core.text import N_


class DueState(StrEnum):
    """Where a due row stands."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


DUE = Lifecycle(
    start=DueState.WAITING,
    steps={
        (DueState.WAITING, "owe"): DueState.WAITING,
        (DueState.WAITING, "do"): DueState.DONE,
        (DueState.WAITING, "give_up"): DueState.FAILED,
        (DueState.WAITING, "cancel"): DueState.CANCELLED,
        (DueState.FAILED, "retry"): DueState.WAITING,
        (DueState.FAILED, "cancel"): DueState.CANCELLED,
        (DueState.FAILED, "owe"): DueState.WAITING,
        (DueState.CANCELLED, "owe"): DueState.WAITING,
        (DueState.DONE, "owe"): DueState.WAITING,
    },
    words={
        DueState.WAITING: N_("待办"),
        DueState.DONE: N_("已办"),
        DueState.FAILED: N_("未办成"),
        DueState.CANCELLED: N_("已取消"),
    },
    step_words={
        "owe": N_("到期登记"),
        "do": N_("办理"),
        "give_up": N_("停止重试"),
        "cancel": N_("取消"),
        "retry": N_("重试"),
    },
)

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
"""How long a thing rests after its first, second … failed try; the try after the last pause is the last one."""
MOST_TRIES = len(PAUSES) + 1
KEPT = timedelta(days=400)
"""How long what is done or cancelled stands in the list: a congress's year, and some time to look back at it."""


def pause_after(tries: int) -> timedelta:
    """Return how long a thing rests that has been tried so often, at least once."""
    return PAUSES[min(tries, len(PAUSES)) - 1]


def rest_of(tries: int, asked: int | None) -> timedelta:
    """Return how long a server rests that said "later": the growing pause, or longer where it asks so, at most the last pause.

    asked: seconds.
    """
    return min(max(pause_after(tries), timedelta(seconds=asked or 0)), PAUSES[-1])
