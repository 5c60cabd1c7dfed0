"""The law of counting: the life of a count, its sums and its outcome. Pure; knows no voter (the wall).

The same count gives the same outcome in any order of papers and channels.
"""

from __future__ import annotations

from voting.core.lifecycle import ByName, Lifecycle


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
)

STEPS_BACK = frozenset({"recount"})
