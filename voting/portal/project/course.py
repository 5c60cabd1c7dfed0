"""How milestones and findings are told on the public page: what was planned, what came of it, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from voting.core.text import N_
from voting.portal.sentences import Sentence
from voting.supervision.commitment.models import Milestone
from voting.supervision.finding.models import Finding, FindingPost
from voting.supervision.finding.rules import FindingState
from voting.supervision.light.rules import month_end
from voting.supervision.report.models import ReportVersion

GROUP = N_("代表监督小组")
DEPUTIES_STEPS = frozenset({"raise", "pass_recheck", "fail_recheck"})
ICONS = {
    "raise": "warn",
    "answer": "person",
    "rectify": "camera",
    "pass_recheck": "done",
    "fail_recheck": "again",
}
WORDS = {
    "raise": N_("发现问题"),
    "answer": N_("答复"),
    "rectify": N_("整改情况"),
    "pass_recheck": N_("复查通过，办结"),
    "fail_recheck": N_("复查不通过，继续整改"),
}
AWAITED = {
    FindingState.RAISED: N_("等待责任单位答复"),
    FindingState.ANSWERED: N_("等待整改"),
    FindingState.RECTIFIED: N_("等待代表复查"),
}


@dataclass(frozen=True)
class StepLine:
    """A milestone as the picture of the plan shows it. says: its state in words."""

    name: str
    plan_from: date
    plan_to: date
    fact_from: date | None
    fact_to: date | None
    colour: str
    says: Sentence


@dataclass(frozen=True)
class Post:
    """A contribution to a finding. word, who: message ids where the public need not know a name."""

    icon: str
    word: str
    text: str
    at: datetime | None
    due_on: date | None
    who: str
    awaited: bool = False


def step_lines(
    steps: Sequence[Milestone], reports: Sequence[tuple[int, ReportVersion]], year: int, on: date
) -> tuple[StepLine, ...]:
    """Return the milestones with what the reports say of them."""
    done: dict[int, int] = {}
    for month, version in reports:
        for step in version.milestones:
            done.setdefault(step, month)
    begun = bool(reports)
    return tuple(step_line(step, done.get(step.id), year, on, begun=begun) for step in steps)


def step_line(step: Milestone, done_in: int | None, year: int, on: date, *, begun: bool) -> StepLine:
    """Return the line of one milestone. done_in: month whose report first named it as done."""
    if done_in is not None:
        end = min(month_end(year, done_in), max(step.due_on, step.starts_on))
        late = month_end(year, done_in) > month_end(step.due_on.year, step.due_on.month)
        colour, says = ("yellow", N_("晚于计划完成")) if late else ("green", N_("按期完成"))
        fact_to = month_end(year, done_in) if late else end
        return StepLine(
            step.title, step.starts_on, step.due_on, step.starts_on, fact_to, colour, Sentence(says)
        )
    if on > step.due_on:
        says_late = Sentence(N_("逾期 %(days)s 天"), {"days": (on - step.due_on).days})
        return StepLine(step.title, step.starts_on, step.due_on, step.starts_on, on, "red", says_late)
    if on >= step.starts_on and begun:
        under_way = Sentence(N_("正在进行"))
        return StepLine(step.title, step.starts_on, step.due_on, step.starts_on, on, "green", under_way)
    return StepLine(step.title, step.starts_on, step.due_on, None, None, "grey", Sentence(N_("未到时间")))


def thread_of(finding: Finding, posts: Sequence[FindingPost], unit: str) -> tuple[Post, ...]:
    """Return the posts of a finding and the step that is awaited; persons are named by their office only."""
    told = [
        Post(
            ICONS[post.step],
            WORDS[post.step],
            post.text,
            post.at,
            None,
            GROUP if post.step in DEPUTIES_STEPS else unit,
        )
        for post in posts
    ]
    if finding.state in AWAITED:
        told.append(Post("now", AWAITED[finding.state], "", None, finding.due_on, "", awaited=True))
    return tuple(told)
