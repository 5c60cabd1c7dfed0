"""The law of looking back: who may say when that something is or is not solved. Pure.

Source: 《各级人民代表大会常务委员会监督法》 leaves it open; towns ask residents again a year after acceptance (回访, practice).
"""

from __future__ import annotations

from voting.core.errors import WrongMoment
from voting.core.text import version_of
from voting.supervision.commitment.rules import CommitmentState

ANSWERED_IN = frozenset({CommitmentState.ACCEPTED, CommitmentState.UNFINISHED, CommitmentState.CARRIED_OVER})
MOST_TEXT = 500
REOPENED_FROM = 3
"""How many suggesters must say that their problem is not solved until it is a finding, and again since it was closed: a default of the program."""


def expect_ended(state: CommitmentState) -> None:
    """Raise WrongMoment while the work still goes on."""
    if state not in ANSWERED_IN:
        raise WrongMoment("这个项目还没有办结，办结以后再请您说说问题解决了没有。")


def expect_unsolved(*, solved: bool) -> None:
    """Raise WrongMoment where the suggester says that his problem is solved: nothing is left to answer."""
    if solved:
        raise WrongMoment("提建议的人刚刚改说问题已经解决，不用再答复。")


def expect_same(version: str, text: str) -> None:
    """Raise WrongMoment where the suggester says something else than what the answer was written to."""
    if version != version_of(text):
        raise WrongMoment("提建议的人刚刚又说了新的情况。您写的还在下面，请看过再答复。")
