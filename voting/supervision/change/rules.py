"""The law of changes of what was voted: states, tables, pure functions. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum

from voting.congress.place.rules import LEVELS, Body
from voting.core.lifecycle import ByName, Lifecycle
from voting.core.text import N_
from voting.people.rules import Level


class ChangeState(StrEnum):
    """How far a request to change what was voted has come. It takes effect with its public notice."""

    REQUESTED = "requested"
    APPROVED = "approved"
    PROCLAIMED = "proclaimed"
    REPORTED = "reported"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


CHANGE: Lifecycle[ChangeState] = Lifecycle(
    start=ChangeState.REQUESTED,
    steps={
        (ChangeState.REQUESTED, "approve"): ChangeState.APPROVED,
        (ChangeState.REQUESTED, "refuse"): ChangeState.REFUSED,
        (ChangeState.REQUESTED, "withdraw"): ChangeState.WITHDRAWN,
        (ChangeState.APPROVED, "proclaim"): ChangeState.PROCLAIMED,
        (ChangeState.PROCLAIMED, "report_to_congress"): ChangeState.REPORTED,
    },
    words={
        ChangeState.REQUESTED: N_("待决定"),
        ChangeState.APPROVED: N_("已同意，待公告"),
        ChangeState.PROCLAIMED: N_("已公告"),
        ChangeState.REPORTED: N_("已向代表大会报告"),
        ChangeState.REFUSED: N_("未同意"),
        ChangeState.WITHDRAWN: N_("已撤回"),
    },
    step_words={
        "approve": N_("同意"),
        "refuse": N_("不同意"),
        "withdraw": N_("撤回"),
        "proclaim": N_("公告"),
        "report_to_congress": N_("向代表大会报告"),
    },
)

WORDS = re.compile(r"\d[\d.,]*|[A-Za-z]+|.", re.DOTALL)
"""A number stays whole, so that 310 never turns into 290 digit by digit."""


class Fate(ByName):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class ChangedText:
    """A piece of text and what became of it."""

    part: Fate
    text: str


def compare(voted: str, present: str) -> tuple[ChangedText, ...]:
    """Return the pieces in reading order: those gone and same make up `voted`, those new and same `present`."""
    pieces: list[ChangedText] = []
    old, new = WORDS.findall(voted), WORDS.findall(present)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(ChangedText(Fate.SAME, "".join(old[a:b])))
            continue
        if b > a:
            pieces.append(ChangedText(Fate.GONE, "".join(old[a:b])))
        if d > c:
            pieces.append(ChangedText(Fate.NEW, "".join(new[c:d])))
    return tuple(pieces)


class ChangeKind(StrEnum):
    """What is asked for after the vote (调整、暂缓、终止)."""

    MINOR_ADJUSTMENT = "minor_adjustment"
    MAJOR_ADJUSTMENT = "major_adjustment"
    SUSPEND = "suspend"
    RESUME = "resume"
    TERMINATE = "terminate"


CHANGE_KINDS: dict[ChangeKind, str] = {
    ChangeKind.MINOR_ADJUSTMENT: N_("一般调整"),
    ChangeKind.MAJOR_ADJUSTMENT: N_("重大调整"),
    ChangeKind.SUSPEND: N_("暂缓实施"),
    ChangeKind.RESUME: N_("恢复实施"),
    ChangeKind.TERMINATE: N_("终止实施"),
}

CHANGE_STEPS: dict[ChangeKind, str] = {
    ChangeKind.MINOR_ADJUSTMENT: "adjust",
    ChangeKind.MAJOR_ADJUSTMENT: "adjust",
    ChangeKind.SUSPEND: "suspend",
    ChangeKind.RESUME: "resume",
    ChangeKind.TERMINATE: "terminate",
}

BODIES: dict[Body, str] = {
    Body.CONGRESS: N_("人民代表大会"),
    Body.STANDING_COMMITTEE: N_("人大常委会"),
    Body.PRESIDIUM: N_("人大主席团"),
}
GOVERNMENT = N_("本级人民政府")

LAWS: dict[Body, str] = {
    Body.STANDING_COMMITTEE: N_("《地方组织法》第五十条"),
    Body.CONGRESS: N_("《地方组织法》第十二条"),
}
"""The article by which a body decides major matters and projects of its place; what a notice cites."""


@dataclass(frozen=True)
class ChangeApproval:
    """Who decides a change and who makes it known. decides, proclaims: None for the government itself.

    source: on what the settings rest, other provinces' rules by analogy among it; law: what the public reads.
    """

    decides: Body | None
    proclaims: Body | None
    reported_to_congress: bool
    source: str

    @property
    def law(self) -> str:
        """Return the national law by which it is decided (a message id); empty where the government decides."""
        return "" if self.decides is None else LAWS[self.decides]

    @property
    def decider(self) -> str:
        return GOVERNMENT if self.decides is None else BODIES[self.decides]

    @property
    def proclaimer(self) -> str:
        return GOVERNMENT if self.proclaims is None else BODIES[self.proclaims]


def approval(kind: ChangeKind, level: Level) -> ChangeApproval:
    """Return who decides a change at a level (by analogy: Shaanxi 2025 art. 18)."""
    if kind is ChangeKind.MINOR_ADJUSTMENT:
        return ChangeApproval(
            None, None, reported_to_congress=False, source=N_("一般调整由政府决定并留存记录")
        )
    cells = LEVELS[level]
    return ChangeApproval(
        cells.decides_change.value,
        cells.proclaims_change.value,
        reported_to_congress=cells.change_reported_to_congress.value,
        source=cells.decides_change.source,
    )


def least_kind(*, voted_due_on: date, due_on: date, voted_fen: int, planned_fen: int) -> ChangeKind:
    """Return the smallest kind of adjustment that may carry these values.

    Later than this year, or more than a tenth away from the voted money, is a major adjustment: a
    default of this program (docs/rules.md, "Changes after the vote": no source draws a line between minor and major).
    """
    later = due_on.year > voted_due_on.year
    apart = abs(planned_fen - voted_fen) * 10 > voted_fen
    return ChangeKind.MAJOR_ADJUSTMENT if later or apart else ChangeKind.MINOR_ADJUSTMENT
