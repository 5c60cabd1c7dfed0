"""The law of ballots as ordered: states, tables, pure functions. Pure."""

from __future__ import annotations

from enum import StrEnum

from voting.congress.ballot_rules.choices import Kind
from voting.core.errors import RuleBroken
from voting.core.lifecycle import ByName, Lifecycle


class BallotState(ByName):
    """How far a ballot has come."""

    DRAFT = "draft"
    READY = "ready"
    OPEN = "open"
    CLOSED = "closed"
    VOID = "void"
    WITHDRAWN = "withdrawn"

    @property
    def is_before_voting(self) -> bool:
        return self in {BallotState.DRAFT, BallotState.READY}

    @property
    def has_box(self) -> bool:
        """Tell whether its box stands: made, and neither taken back nor void."""
        return self in {BallotState.READY, BallotState.OPEN, BallotState.CLOSED}


BALLOT: Lifecycle[BallotState] = Lifecycle(
    start=BallotState.DRAFT,
    steps={
        (BallotState.DRAFT, "set_up"): BallotState.READY,
        (BallotState.READY, "withdraw_set_up"): BallotState.WITHDRAWN,
        (BallotState.READY, "open"): BallotState.OPEN,
        (BallotState.OPEN, "close"): BallotState.CLOSED,
        (BallotState.DRAFT, "void"): BallotState.VOID,
        (BallotState.READY, "void"): BallotState.VOID,
        (BallotState.OPEN, "void"): BallotState.VOID,
        (BallotState.CLOSED, "void"): BallotState.VOID,
    },
)
"""draft: ordered; ready: election and keys stand, tokens are drawn; open: ballots are cast; closed: for good.

withdrawn: a set-up is its UUID. The order goes on as a new draft under another, and this one signs and takes nothing.
"""

GONE = frozenset({BallotState.VOID, BallotState.WITHDRAWN})
"""Ballots that nobody votes in any more; another may be ordered in the place of a void one."""

DRAWING = frozenset({BallotState.READY, BallotState.OPEN})
"""Tokens are drawn from set-up until close (protocol, step 3)."""
"""A failed ceremony is never mended: a new one starts, if need be with another scrutineer."""


class Means(StrEnum):
    """By what a deputy received his token, or that he votes on paper and received none."""

    TABLET = "tablet"
    CARD = "card"
    PAPER = "paper"


TOKENS = frozenset({Means.TABLET, Means.CARD})
"""The means that put a token into the world; a paper ballot puts none."""


def expect_ballot(kind: Kind, projects: int, seats: int) -> None:
    """Raise RuleBroken unless so many projects and seats make a ballot of this kind."""
    if not projects:
        raise RuleBroken("还没有候选项目。")
    if seats < 1 or (kind is Kind.CHOOSE and seats > projects):
        raise RuleBroken("应选数量多于候选项目数。")
