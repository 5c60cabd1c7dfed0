"""The law of the public front page: states, tables, pure functions. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from voting.core.lifecycle import Progress
from voting.core.text import N_
from voting.portal.sentences import Sentence, Values


@dataclass(frozen=True)
class YearStep:
    """One of the four steps. title: a message id; says: what has come of it so far."""

    key: str
    title: str
    state: Progress
    says: Sentence


@dataclass(frozen=True, kw_only=True)
class YearFacts:
    """What is publicly known of a year. Counts of votes are no part of it.

    seats: 应选数量; announced_on: when the result was made public; ended: commitments accepted, unfinished,
    carried over or terminated; evaluated: commitments with a grade.
    """

    year: int
    call_opened: bool = False
    call_closed: bool = False
    closes_on: date | None = None
    suggestions: int = 0
    listed: bool = False
    candidates: int = 0
    seats: int = 0
    voting: bool = False
    announced_on: date | None = None
    commitments: int = 0
    ended: int = 0
    accepted: int = 0
    evaluated: int = 0


TITLES = {
    "screening": N_("科学筛选"),
    "ballot": N_("民主票决"),
    "supervision": N_("过程监督"),
    "results": N_("全面落实"),
}
SEVERITY = {"blue": 0, "grey": 1, "green": 2, "yellow": 3, "red": 4}


def year_steps(facts: YearFacts) -> tuple[YearStep, ...]:
    """Return the four steps of a year; a step that follows a finished one is under way or to come."""
    told = (
        ("screening", *screening(facts)),
        ("ballot", *ballot(facts)),
        ("supervision", *supervision(facts)),
        ("results", *results(facts)),
    )
    return tuple(YearStep(key, TITLES[key], state, says) for key, state, says in told)


def screening(facts: YearFacts) -> tuple[Progress, Sentence]:
    """Return how far the call and the choice of candidates have come."""
    if facts.listed:
        counts: Values = {"suggestions": facts.suggestions, "candidates": facts.candidates}
        if not facts.suggestions:
            return Progress.DONE, Sentence(N_("确定候选项目 %(candidates)s 个"), counts)
        return Progress.DONE, Sentence(
            N_("收到建议 %(suggestions)s 条，确定候选项目 %(candidates)s 个"), counts
        )
    if facts.commitments:
        return Progress.DONE, Sentence(N_("候选项目已经确定"))
    if facts.call_closed:
        return Progress.NOW, Sentence(N_("收到建议 %(count)s 条，正在论证"), {"count": facts.suggestions})
    if facts.call_opened and facts.closes_on:
        return Progress.NOW, Sentence(N_("正在征集建议，%(day)s截止"), {"day": facts.closes_on})
    return Progress.LATER, Sentence(N_("征集还没有开始"))


def ballot(facts: YearFacts) -> tuple[Progress, Sentence]:
    """Return how far the ballot has come; before the announcement only that it is under way."""
    if facts.commitments or facts.announced_on:
        counts: Values = {"chosen": facts.commitments, "candidates": facts.candidates}
        if facts.candidates and facts.commitments:
            return Progress.DONE, Sentence(N_("代表投票，%(candidates)s 个中通过 %(chosen)s 个"), counts)
        return Progress.DONE, Sentence(N_("结果已经公布"))
    if facts.voting:
        return Progress.NOW, Sentence(N_("票决正在进行，结果公布以前只显示到会和投票人数"))
    if facts.listed:
        counts = {"candidates": facts.candidates, "seats": facts.seats}
        return Progress.NOW, Sentence(N_("等待大会票决，%(candidates)s 个候选项目中选 %(seats)s 个"), counts)
    return Progress.LATER, Sentence(N_("大会期间由全体代表投票"))


def supervision(facts: YearFacts) -> tuple[Progress, Sentence]:
    """Return how far the work and its supervision have come."""
    if not facts.commitments:
        return Progress.LATER, Sentence(N_("票决以后，代表监督小组每月查看，进度用灯表示"))
    if facts.ended == facts.commitments:
        return Progress.DONE, Sentence(N_("%(count)s 个项目都有了结果"), {"count": facts.commitments})
    return Progress.NOW, Sentence(
        N_("%(count)s 个项目正在实施，每月亮一次灯"), {"count": facts.commitments - facts.ended}
    )


def results(facts: YearFacts) -> tuple[Progress, Sentence]:
    """Return how much has been accepted and evaluated."""
    if not facts.commitments or not (facts.ended or facts.evaluated):
        return Progress.LATER, Sentence(N_("办完验收，代表测评，没办完的转入下一年"))
    counts: Values = {"accepted": facts.accepted, "evaluated": facts.evaluated}
    course = Progress.DONE if facts.ended == facts.commitments else Progress.NOW
    return course, Sentence(N_("已验收 %(accepted)s 个，已测评 %(evaluated)s 个"), counts)


def worst(lights: Iterable[str]) -> str | None:
    """Return the worst of some lights, or None of none."""
    return max(lights, key=SEVERITY.__getitem__, default=None)
