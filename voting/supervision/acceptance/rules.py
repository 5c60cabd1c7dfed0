"""The law of acceptance and carry-over: states, tables, pure functions. Pure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from voting.core.text import N_

WHOLE = 100
BASICALLY_FROM = 90
LOOK_BACK, LOOK_BACK_HOUR = "supervision:look_back", 9
"""The kind of the row that is due a year after an acceptance, and the hour of China's clock."""


class Result(StrEnum):
    """How a commitment stands against its year plan (Ninghai 2020: 完成、基本完成、未完成)."""

    FINISHED = "finished"
    BASICALLY = "basically"
    NOT = "not"


RESULTS: dict[Result, str] = {
    Result.FINISHED: N_("完成"),
    Result.BASICALLY: N_("基本完成"),
    Result.NOT: N_("未完成"),
}


def suggested_result(progress: int, open_milestones: int) -> Result:
    """Return the result that the reported figures speak for; people decide.

    progress: 0..100 against the year plan. At least nine tenths is basically finished: a default of
    this program, no source found.
    """
    if progress >= WHOLE and not open_milestones:
        return Result.FINISHED
    return Result.BASICALLY if progress >= BASICALLY_FROM else Result.NOT


def looked_back_on(accepted_on: date) -> date:
    """Return the day a year after an acceptance; of 29 February the last of the month."""
    leap = (accepted_on.month, accepted_on.day) == (2, 29)
    return date(accepted_on.year + 1, accepted_on.month, 28 if leap else accepted_on.day)
