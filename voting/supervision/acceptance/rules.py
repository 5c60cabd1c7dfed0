"""The law of acceptance and carry-over: states, tables, pure functions. Pure."""

from __future__ import annotations

from enum import StrEnum

from voting.core.text import N_

WHOLE = 100
BASICALLY_FROM = 90


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
