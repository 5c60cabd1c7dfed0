"""The law of appraisal: states, tables, pure functions. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from voting.core.lifecycle import ByName, Missing
from voting.core.text import N_
from voting.people.rules import ROLE_NAMES, Role
from voting.screening.appraisal.criteria import CHECKLIST, CRITERIA, FULL, CheckItem
from voting.screening.words import STAFF


class ChecklistAnswer(StrEnum):
    """An answer to one line of the checklist."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class ReviewKind(ByName):
    """The two reviews that others than the collecting office make (《重大行政决策程序暂行条例》 arts. 25 to 28, by analogy)."""

    LEGALITY = "legality"
    AFFORDABILITY = "affordability"

    @property
    def role(self) -> Role:
        """Return who makes it."""
        return Role.LEGAL_REVIEWER if self is ReviewKind.LEGALITY else Role.FINANCE_REVIEWER

    @property
    def verdict(self) -> str:
        """Return the field of `Conclusions` that says whether it was passed; the opinion's has the kind's own name."""
        return "lawful" if self is ReviewKind.LEGALITY else "affordable"


REVIEWS: dict[ReviewKind, str] = {
    ReviewKind.LEGALITY: N_("合法性审查"),
    ReviewKind.AFFORDABILITY: N_("财政承受能力评估"),
}


REVIEW_AGAIN: dict[ReviewKind, str] = {
    ReviewKind.LEGALITY: N_("资金在合法性审查以后改过，请按现在的文本重新审查"),
    ReviewKind.AFFORDABILITY: N_("资金在财政承受能力评估以后改过，请按现在的文本重新评估"),
}
"""What is said of a review whose text had other money (《重大行政决策程序暂行条例》 arts. 25 to 28, by analogy: what was reviewed)."""


@dataclass(frozen=True, kw_only=True)
class Conclusions:
    """What an appraisal found. answers: checklist key -> yes, no or unknown."""

    answers: Mapping[str, str]
    feasibility: str = ""
    legality: str = ""
    lawful: bool = False
    affordability: str = ""
    affordable: bool = False


def wanted(item: CheckItem) -> ChecklistAnswer:
    """Return the answer with which a project fits a line of the checklist."""
    return ChecklistAnswer.YES if item.must else ChecklistAnswer.NO


def missing_in_conclusions(
    conclusions: Conclusions | None, checklist: Sequence[CheckItem] = CHECKLIST
) -> list[Missing]:
    """Return what stands between these conclusions and a passed appraisal (docs/rules.md, "Eligibility")."""
    if conclusions is None:
        return [Missing(N_("资格审查、可行性、合法性和财政承受能力的结论"), STAFF)]
    missing = []
    for item in checklist:
        answer = conclusions.answers.get(item.key, ChecklistAnswer.UNKNOWN)
        if answer != wanted(item):
            missing.append(Missing(item.question, STAFF))
    if not conclusions.feasibility:
        missing.append(Missing(N_("可行性论证意见"), STAFF))
    if not conclusions.lawful:
        missing.append(Missing(N_("合法性审查通过"), ROLE_NAMES[Role.LEGAL_REVIEWER]))
    if not conclusions.affordable:
        missing.append(Missing(N_("财政承受能力评估通过"), ROLE_NAMES[Role.FINANCE_REVIEWER]))
    return missing


def missing_in_method(weights: Mapping[str, int], checks: Sequence[CheckItem]) -> str:
    """Return the sentence that says what a place's method lacks, "" when it lacks nothing."""
    if set(weights) != {criterion.key for criterion in CRITERIA} or any(
        value < 1 for value in weights.values()
    ):
        return N_("四项权重都要填，每项不少于 1 分。")
    if sum(weights.values()) != FULL:
        return N_("四项权重合计要等于 100 分。")
    if not any(item.must for item in checks):
        return N_("资格审查至少要有一条应当符合的条件。")
    if len({item.question for item in checks}) < len(checks):
        return N_("资格审查里有两条一样的条款。")
    return ""


def key_of(question: str, *, must: bool) -> str:
    """Return the key of a line of a checklist: the table's for the table's own words, else made of the words.

    A line that is written anew is another line: what was answered of the old one is no answer to it.
    """
    known = {(item.question, item.must): item.key for item in CHECKLIST}
    made = "own_" + hashlib.sha256(f"{must}|{question}".encode()).hexdigest()[:12]
    return known.get((question, must), made)
