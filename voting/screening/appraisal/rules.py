"""The law of appraisal: states, tables, pure functions. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from voting.core.errors import RuleBroken
from voting.core.lifecycle import Missing
from voting.core.text import N_
from voting.screening.appraisal.criteria import CHECKLIST, CRITERIA, MOST, CheckItem
from voting.screening.words import STAFF


class ChecklistAnswer(StrEnum):
    """An answer to one line of the checklist."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


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


def missing_in_conclusions(conclusions: Conclusions | None) -> list[Missing]:
    """Return what stands between these conclusions and a passed appraisal (docs/rules.md, "Eligibility")."""
    if conclusions is None:
        return [Missing(N_("资格审查、可行性、合法性和财政承受能力的结论"), STAFF)]
    missing = []
    for item in CHECKLIST:
        answer = conclusions.answers.get(item.key, ChecklistAnswer.UNKNOWN)
        if answer != wanted(item):
            missing.append(Missing(item.question, STAFF))
    if not conclusions.feasibility:
        missing.append(Missing(N_("可行性论证意见"), STAFF))
    if not conclusions.lawful:
        missing.append(Missing(N_("合法性审查通过"), STAFF))
    if not conclusions.affordable:
        missing.append(Missing(N_("财政承受能力评估通过"), STAFF))
    return missing


def score_sum(points: Mapping[str, int]) -> int:
    """Return the sum of one scorer's points, 0 to 100; raise RuleBroken for points out of bounds."""
    if set(points) != {criterion.key for criterion in CRITERIA}:
        raise RuleBroken("四项都要打分。")
    if any(not 0 <= value <= MOST for value in points.values()):
        raise RuleBroken("每项打 0 至 %(most)s 分。", most=MOST)
    return sum(points.values())


def mean(sums: Sequence[int]) -> Fraction | None:
    """Return the mean of several scorers' sums, exact; None when nobody has scored."""
    return Fraction(sum(sums), len(sums)) if sums else None
