"""The law of counting: the life of a count, its sums and its outcome. Pure; knows no voter (the wall).

The same count gives the same outcome in any order of papers and channels.
"""

from __future__ import annotations

from enum import StrEnum

from voting.core.lifecycle import Lifecycle
from voting.tally.rules_count import (
    Channel,
    ChannelCount,
    Count,
    Difference,
    LineCount,
    answers_of,
    check,
    check_channel,
    count_papers,
    differences,
    small_channels,
)
from voting.tally.rules_decision import (
    DecidedLine,
    Decision,
    Next,
    NextStep,
    Reason,
    Verdict,
    rules_of_next,
    settled_by_presidium,
)
from voting.tally.rules_grade import Grade
from voting.tally.rules_outcome import decide

__all__ = [
    "STEPS_BACK",
    "TALLY",
    "Channel",
    "ChannelCount",
    "Count",
    "DecidedLine",
    "Decision",
    "Difference",
    "Grade",
    "LineCount",
    "Next",
    "NextStep",
    "Reason",
    "TallyState",
    "Verdict",
    "answers_of",
    "check",
    "check_channel",
    "count_papers",
    "decide",
    "differences",
    "rules_of_next",
    "settled_by_presidium",
    "small_channels",
]


class TallyState(StrEnum):
    """How far a count has come."""

    SEALED = "sealed"
    OPENED = "opened"
    COUNTED = "counted"
    SIGNED = "signed"
    CONFIRMED = "confirmed"
    ANNOUNCED = "announced"
    ARCHIVED = "archived"
    VOID = "void"


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
)

STEPS_BACK = frozenset({"recount"})
"""Steps that take back a mistaken one; each needs a reason. What the presidium confirmed stands."""
