"""The law of opinions: assigned, answered, judged, published. Pure.

Source: 《监督法》 (2024) art. 17: how opinions were handled is reported in writing to the standing committee and published.
"""

from __future__ import annotations

from voting.core.lifecycle import ByName, Lifecycle
from voting.core.text import N_

MOST_TEXT = 2000


class OpinionKind(ByName):
    """What a unit owes: to handle what the congress said, or to keep what it promised when it was asked."""

    OPINION = "opinion"
    PROMISE = "promise"


OPINION_KINDS: dict[OpinionKind, str] = {
    OpinionKind.OPINION: N_("审议意见"),
    OpinionKind.PROMISE: N_("承诺事项"),
}


class OpinionState(ByName):
    """How far an opinion or a promise has come."""

    ASSIGNED = "assigned"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    PUBLISHED = "published"


O = OpinionState  # noqa: E741
UNJUDGED = frozenset({O.ASSIGNED, O.ANSWERED})
"""States in which its unit still has it to handle: an answer may come back."""
OPINION: Lifecycle[OpinionState] = Lifecycle(
    start=O.ASSIGNED,
    steps={
        (O.ASSIGNED, "respond"): O.ANSWERED,
        (O.ANSWERED, "accept"): O.ACCEPTED,
        (O.ANSWERED, "send_back"): O.ASSIGNED,
        (O.ACCEPTED, "publish"): O.PUBLISHED,
    },
    words={
        O.ASSIGNED: N_("办理中"),
        O.ANSWERED: N_("待评价"),
        O.ACCEPTED: N_("待公布"),
        O.PUBLISHED: N_("已公布"),
    },
    step_words={
        "respond": N_("报告办理情况"),
        "accept": N_("认可"),
        "send_back": N_("退回重办"),
        "publish": N_("公布"),
    },
)
