"""Where a congress is in the year's loop, as those above it count it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from voting.core.text import N_


class Stage(StrEnum):
    """How far a congress has come in a year, in the order of the loop."""

    NONE = "none"
    CALLING = "calling"
    SCREENING = "screening"
    LISTED = "listed"
    VOTING = "voting"
    DECIDED = "decided"
    SUPERVISED = "supervised"
    FINISHED = "finished"


STAGES: dict[Stage, str] = {
    Stage.NONE: N_("未部署"),
    Stage.CALLING: N_("征集中"),
    Stage.SCREENING: N_("论证筛选"),
    Stage.LISTED: N_("候选已定"),
    Stage.VOTING: N_("票决中"),
    Stage.DECIDED: N_("已票决"),
    Stage.SUPERVISED: N_("实施与监督"),
    Stage.FINISHED: N_("都有结果"),
}
ADOPTED = frozenset({Stage.DECIDED, Stage.SUPERVISED, Stage.FINISHED})
ON_THE_WAY = frozenset({Stage.CALLING, Stage.SCREENING, Stage.LISTED, Stage.VOTING})


@dataclass(frozen=True, kw_only=True)
class KnownYear:
    """What is known of a congress and year. started: commitments that left 已交办; ended: with a result."""

    call_opened: bool = False
    call_closed: bool = False
    list_begun: bool = False
    listed: bool = False
    voting: bool = False
    projects: int = 0
    started: int = 0
    ended: int = 0


def stage_of(known: KnownYear) -> Stage:
    """Return the furthest stage that what is known allows."""
    if known.projects:
        return decided_stage(known)
    if known.voting:
        return Stage.VOTING
    if known.listed:
        return Stage.LISTED
    if known.list_begun or known.call_closed:
        return Stage.SCREENING
    return Stage.CALLING if known.call_opened else Stage.NONE


def decided_stage(known: KnownYear) -> Stage:
    """Return the stage of a congress that has chosen its projects."""
    if known.ended == known.projects:
        return Stage.FINISHED
    return Stage.SUPERVISED if known.started or known.ended else Stage.DECIDED


@dataclass(frozen=True)
class Coverage:
    """How many of some congresses have decided, are on the way, have not begun."""

    adopted: int
    on_the_way: int
    none: int

    @property
    def all(self) -> int:
        return self.adopted + self.on_the_way + self.none


def coverage(stages: Iterable[Stage]) -> Coverage:
    """Count congresses by how far they are."""
    found = list(stages)
    adopted = sum(stage in ADOPTED for stage in found)
    on_the_way = sum(stage in ON_THE_WAY for stage in found)
    return Coverage(adopted, on_the_way, len(found) - adopted - on_the_way)
