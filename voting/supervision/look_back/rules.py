"""The law of looking back: who may say when that something is or is not solved. Pure.

Source: 《各级人民代表大会常务委员会监督法》 leaves it open; towns ask residents again a year after acceptance (回访, practice).
"""

from __future__ import annotations

from voting.core.errors import WrongMoment
from voting.supervision.commitment.rules import CommitmentState

ANSWERED_IN = frozenset({CommitmentState.ACCEPTED, CommitmentState.UNFINISHED, CommitmentState.CARRIED_OVER})
MOST_TEXT = 500


def expect_ended(state: CommitmentState) -> None:
    """Raise WrongMoment while the work still goes on."""
    if state not in ANSWERED_IN:
        raise WrongMoment("这个项目还没有办结，办结以后再请您说说问题解决了没有。")


def expect_unsolved(*, solved: bool) -> None:
    """Raise WrongMoment where the suggester says that his problem is solved: nothing is left to answer."""
    if solved:
        raise WrongMoment("提建议的人刚刚改说问题已经解决，不用再答复。")
