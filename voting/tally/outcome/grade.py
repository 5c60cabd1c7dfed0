"""The grade of an evaluated project (满意度测评). Pure; knows no voter (the wall)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from voting.congress.ballot_rules.choices import EvaluationBase, Kind
from voting.congress.ballot_rules.rules import BY_KEY, BallotRules
from voting.congress.ballot_rules.thresholds import needed
from voting.core.text import N_
from voting.tally.count.rules import Count, LineCount


class Grade(StrEnum):
    """How a finished project is judged."""

    SATISFIED = "satisfied"
    BASICALLY = "basically"
    DISSATISFIED = "dissatisfied"


GRADES: dict[Grade, str] = {
    Grade.SATISFIED: N_("满意"),
    Grade.BASICALLY: N_("基本满意"),
    Grade.DISSATISFIED: N_("不满意"),
}


@dataclass(frozen=True)
class Graded:
    """A grade, the line that decided it, and why."""

    grade: Grade
    line: int
    message: str
    values: Mapping[str, object]
    article: str


def satisfied_line(rules: BallotRules, told: Mapping[str, int], on_paper: int) -> int:
    """Return the votes at which an evaluated project is satisfied (满意线); 0 for a ballot that evaluates nothing.

    told: due, present and cast as they were signed; on_paper: valid ballots on paper.
    """
    if rules.kind is not Kind.EVALUATE:
        return 0
    sizes = {
        EvaluationBase.ALL: told["due"],
        EvaluationBase.PRESENT: told["present"],
        EvaluationBase.VALID: told["cast"] + on_paper,
    }
    return needed(rules.satisfied_line, sizes[rules.evaluation_base])


def grade_line(line: LineCount, count: Count, rules: BallotRules) -> Graded:
    """Return the grade of one project.

    Satisfied reaches its line: satisfied. Else satisfied and basically satisfied together reach theirs:
    basically. Else dissatisfied. Exactly half reaches nothing where the line is more than half
    (Zhenhai 2021, read as strictly more: its wording contradicts itself there).
    """
    sizes = {
        EvaluationBase.ALL: count.due,
        EvaluationBase.PRESENT: count.present,
        EvaluationBase.VALID: count.valid,
    }
    base = sizes[rules.evaluation_base]
    satisfied, both = line.answers[0], line.answers[0] + line.answers[1]
    high, low = needed(rules.satisfied_line, base), needed(rules.basic_line, base)
    values = {"satisfied": satisfied, "both": both, "base": base}
    article = BY_KEY["satisfied_line"].source
    if satisfied >= high:
        message = N_("满意 %(satisfied)s 票，达到 %(line)s 票（基数 %(base)s），测评为满意。")
        return Graded(Grade.SATISFIED, high, message, {**values, "line": high}, article)
    values["line"] = low
    if both >= low:
        message = N_("满意和基本满意合计 %(both)s 票，达到 %(line)s 票（基数 %(base)s），测评为基本满意。")
        return Graded(Grade.BASICALLY, low, message, values, BY_KEY["basic_line"].source)
    message = N_("满意和基本满意合计 %(both)s 票，未达到 %(line)s 票（基数 %(base)s），测评为不满意。")
    if rules.retest_days:
        values["days"] = rules.retest_days
        message = N_(
            "满意和基本满意合计 %(both)s 票，未达到 %(line)s 票（基数 %(base)s），测评为不满意，"
            "应当整改并在 %(days)s 天内再次测评。"
        )
    return Graded(Grade.DISSATISFIED, low, message, values, BY_KEY["basic_line"].source)
