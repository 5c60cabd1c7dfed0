"""The law of suggestions: states, tables, pure functions. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from itertools import islice

from voting.core.lifecycle import ByName, Lifecycle
from voting.core.text import N_


class SuggestionState(ByName):
    """Where a suggestion (建议项目) has gone."""

    SUBMITTED = "submitted"
    MERGED = "merged"
    ROUTED = "routed"
    ANSWERED = "answered"


class AnswerClass(ByName):
    """What an answer says of the matter: the classes A, B, C, D by which offices answer suggestions (docs/rules.md, "Answers")."""

    SOLVED = "solved"
    PLANNED = "planned"
    NOT_NOW = "not_now"
    REFERENCE = "reference"


ANSWER_WORDS: Mapping[AnswerClass, str] = {
    AnswerClass.SOLVED: N_("A 类：已经解决或者基本解决"),
    AnswerClass.PLANNED: N_("B 类：已列入计划，逐步解决"),
    AnswerClass.NOT_NOW: N_("C 类：因目前条件限制，暂时不能解决"),
    AnswerClass.REFERENCE: N_("D 类：留作参考"),
}
LEAST_LETTERS = 2


def says_something(text: str) -> bool:
    """Tell whether a text has letters or digits at all: full stops alone, or signs that show nothing, ask for nothing."""
    letters = (sign for sign in text if unicodedata.category(sign)[0] in "LN")
    return len(list(islice(letters, LEAST_LETTERS))) == LEAST_LETTERS


BLANKS = ("【名称】", "【编号】")
"""What a text for many may leave open: the title and the number of each suggestion that it answers."""


def answer_to(text: str, *, title: str, number: str) -> str:
    """Return a text for many as one of them reads it."""
    return text.replace(BLANKS[0], title).replace(BLANKS[1], number)


class SuggestionTurn(ByName):
    """What became of a suggestion on a day, as its proposer reads it."""

    MERGED = "merged"
    DETACHED = "detached"
    ROUTED = "routed"
    RECEIVED = "received"
    RETURNED = "returned"
    CAME_BACK = "came_back"
    ANSWERED = "answered"
    RECONSIDERED = "reconsidered"
    CARRIED = "carried"


STEP_WORDS: Mapping[SuggestionTurn, str] = {
    SuggestionTurn.MERGED: N_("归并到项目"),
    SuggestionTurn.DETACHED: N_("撤出归并"),
    SuggestionTurn.ROUTED: N_("转办"),
    SuggestionTurn.RECEIVED: N_("由其他层级转来"),
    SuggestionTurn.RETURNED: N_("退回转办的地方"),
    SuggestionTurn.CAME_BACK: N_("转办后被退回"),
    SuggestionTurn.ANSWERED: N_("答复"),
    SuggestionTurn.RECONSIDERED: N_("重新梳理"),
    SuggestionTurn.CARRIED: N_("转入以后年度"),
}

SUGGESTION: Lifecycle[SuggestionState] = Lifecycle(
    start=SuggestionState.SUBMITTED,
    steps={
        (SuggestionState.SUBMITTED, "merge"): SuggestionState.MERGED,
        (SuggestionState.SUBMITTED, "route"): SuggestionState.ROUTED,
        (SuggestionState.SUBMITTED, "return"): SuggestionState.ROUTED,
        (SuggestionState.ROUTED, "come_back"): SuggestionState.SUBMITTED,
        (SuggestionState.SUBMITTED, "answer"): SuggestionState.ANSWERED,
        (SuggestionState.SUBMITTED, "carry"): SuggestionState.SUBMITTED,
        (SuggestionState.MERGED, "move"): SuggestionState.MERGED,
        (SuggestionState.MERGED, "detach"): SuggestionState.SUBMITTED,
        (SuggestionState.ANSWERED, "reconsider"): SuggestionState.SUBMITTED,
    },
    words={
        SuggestionState.SUBMITTED: N_("待梳理"),
        SuggestionState.MERGED: N_("已归并入项目"),
        SuggestionState.ROUTED: N_("已转办"),
        SuggestionState.ANSWERED: N_("已答复"),
    },
    step_words={
        "merge": N_("归并"),
        "route": N_("转办"),
        "return": N_("退回转办的地方"),
        "come_back": N_("转办后被退回"),
        "answer": N_("答复"),
        "carry": N_("转入下一年度"),
        "move": N_("转入另一个项目"),
        "detach": N_("撤出归并"),
        "reconsider": N_("重新梳理"),
    },
)
