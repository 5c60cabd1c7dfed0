"""The law of findings: states, tables, pure functions. Pure."""

from __future__ import annotations

from enum import StrEnum

from voting.core.lifecycle import Lifecycle
from voting.core.text import N_

GROUP = N_("代表监督小组")
"""How the deputies of the supervision group sign in public: by their office only."""
RESIDENTS = N_("提建议的群众")
"""In whose name a finding is opened again when enough suggesters say that their problem is not solved."""
RECTIFIED_WITHIN = 30
"""Days to mend what the deputies were dissatisfied with, or what suggesters say is not solved: a default of the program."""


class FindingState(StrEnum):
    """How far a problem that deputies found has come (发现、答复、整改、复查)."""

    RAISED = "raised"
    ANSWERED = "answered"
    RECTIFIED = "rectified"
    CLOSED = "closed"


FINDING: Lifecycle[FindingState] = Lifecycle(
    start=FindingState.RAISED,
    steps={
        (FindingState.RAISED, "answer"): FindingState.ANSWERED,
        (FindingState.RAISED, "rectify"): FindingState.RECTIFIED,
        (FindingState.ANSWERED, "rectify"): FindingState.RECTIFIED,
        (FindingState.RECTIFIED, "pass_recheck"): FindingState.CLOSED,
        (FindingState.RECTIFIED, "fail_recheck"): FindingState.RAISED,
        (FindingState.CLOSED, "reopen"): FindingState.RAISED,
    },
    words={
        FindingState.RAISED: N_("待答复"),
        FindingState.ANSWERED: N_("整改中"),
        FindingState.RECTIFIED: N_("待复查"),
        FindingState.CLOSED: N_("已办结"),
    },
    step_words={
        "answer": N_("答复"),
        "rectify": N_("提交整改情况"),
        "pass_recheck": N_("复查通过"),
        "fail_recheck": N_("复查不通过"),
        "reopen": N_("重新打开"),
    },
)
