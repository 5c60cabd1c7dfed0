"""What tally hands on: the announced outcome of a ballot. Never a count that is not announced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class OutcomeLine:
    """One project of an announced outcome. passed: it reached its line; grade: of an evaluation, else None.

    approve, oppose, abstain: of an evaluation satisfied, dissatisfied, abstained, with `basically` between.
    reason: a sentence in Chinese, as printed in the count report.
    """

    project_id: int
    ordinal: int
    title: str
    text_sha256: str
    approve: int
    oppose: int
    abstain: int
    basically: int
    passed: bool
    chosen: bool
    grade: str | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The outcome of one ballot."""

    jurisdiction_id: int
    year: int
    ballot_uuid: str
    kind: str
    lines: tuple[OutcomeLine, ...]
    announced_at: datetime
