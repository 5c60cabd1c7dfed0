"""What followers are told of which line of the journal: suggesters, followers of a project, of a year. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from voting.core.text import N_
from voting.notices.event.tellings import step

TRACK, PROJECT, YEAR = "", "portal.project", "portal.year"
"""Where it leads; nothing: to what each follows himself."""


class Heard(StrEnum):
    """Of what a line speaks to followers, by which facts it is found."""

    SUGGESTION = "suggestion"
    SUGGESTIONS = "suggestions"
    BEHIND = "behind"
    CANDIDATES = "candidates"
    CHOSEN = "chosen"
    NOT_CHOSEN = "not_chosen"
    BALLOT = "ballot"
    COMMITMENT = "commitment"
    MILESTONES = "milestones"
    YEAR = "year"


@dataclass(frozen=True, kw_only=True)
class Tale:
    """What is told to followers of a line. words: message id with values of `PUBLIC` alone; only: facts that the line must have."""

    of: Heard
    words: str
    page: str = TRACK
    only: Mapping[str, frozenset[Any]] = field(default_factory=dict)

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Tell whether a line with these facts is one that this speaks of."""
        return all(facts.get(key) in values for key, values in self.only.items())


def _of(of: Heard, words: str, page: str = TRACK, only: Mapping[str, frozenset[Any]] | None = None) -> Tale:
    return Tale(of=of, words=words, page=page, only=only or {})


TALES: Mapping[str, tuple[Tale, ...]] = {
    "screening:suggestion:merged": (
        _of(Heard.SUGGESTIONS, N_("您关注的建议已和相近的建议归并成一个项目，正在走程序。")),
    ),
    "screening:suggestion:detached": (_of(Heard.SUGGESTION, N_("您关注的建议已从项目中撤出，重新梳理。")),),
    "screening:suggestion:reconsidered": (_of(Heard.SUGGESTION, N_("您关注的建议重新梳理。")),),
    "screening:suggestion:answered": (_of(Heard.SUGGESTIONS, N_("您关注的建议已答复，答复请看查询页。")),),
    "screening:suggestion:carried": (
        _of(Heard.SUGGESTIONS, N_("您关注的建议留在储备库，转入 %(year)s 年继续研究。")),
    ),
    "screening:suggestion:routed": (
        _of(Heard.SUGGESTION, N_("您关注的建议已转给其他地方办理，新编号请看查询页。")),
    ),
    "screening:suggestion:returned": (
        _of(Heard.SUGGESTION, N_("您关注的建议已退回转来的地方办理，原编号请看查询页。")),
    ),
    "screening:suggestion:came_back": (
        _of(Heard.SUGGESTION, N_("您关注的建议转办后被退回，仍由原来的地方办理，理由请看查询页。")),
    ),
    "screening:project:stepped": (
        _of(
            Heard.BEHIND, N_("您关注的建议所在的项目这次没有列入候选，进入项目储备库。"), only=step("shelve")
        ),
    ),
    "screening:project:taken_up": (
        _of(Heard.BEHIND, N_("您关注的建议所在的项目已从储备库转入 %(year)s 年，重新论证。")),
    ),
    "screening:call:opened": (_of(Heard.YEAR, N_("%(year)s 年民生实事项目开始征集建议。"), YEAR),),
    "screening:call:extended": (
        _of(Heard.YEAR, N_("%(year)s 年民生实事项目征集延长至 %(closes_on)s。"), YEAR),
    ),
    "screening:shortlist:frozen": (
        _of(Heard.CANDIDATES, N_("“%(project)s”已确定为正式候选项目，由代表票决。"), PROJECT),
        _of(Heard.YEAR, N_("%(year)s 年正式候选项目已确定，应选 %(seats)s 项，可以阅读。"), YEAR),
    ),
    "tally:step:taken": (
        _of(Heard.CHOSEN, N_("票决结果已公布：“%(project)s”获得通过。"), PROJECT, only=step("announce")),
        _of(
            Heard.NOT_CHOSEN,
            N_("票决结果已公布：“%(project)s”没有获得通过。"),
            PROJECT,
            only=step("announce"),
        ),
        _of(Heard.BALLOT, N_("结果已公布：%(ballot)s。"), "portal.ballot", only=step("announce")),
    ),
    "supervision:plan:published": (
        _of(Heard.COMMITMENT, N_("“%(project)s”的实施计划已公布，第 %(number)s 版。"), PROJECT),
    ),
    "supervision:report:submitted": (
        _of(Heard.MILESTONES, N_("“%(project)s”%(month)s 月又有时间节点完成，进度已公布。"), PROJECT),
    ),
    "supervision:change:proclaimed": (
        _of(Heard.COMMITMENT, N_("“%(project)s”的调整已公告，即日生效。"), PROJECT),
    ),
    "supervision:commitment:accepted": (
        _of(
            Heard.COMMITMENT,
            N_("“%(project)s”已办成，通过验收。如果您的问题还没有解决，请告诉我们。"),
            PROJECT,
            only={"result": frozenset({"finished", "basically"})},
        ),
        _of(
            Heard.COMMITMENT,
            N_("“%(project)s”没有按期办成。"),
            PROJECT,
            only={"result": frozenset({"not"})},
        ),
    ),
    "supervision:commitment:carried_over": (
        _of(Heard.COMMITMENT, N_("“%(project)s”没有完成的部分转入 %(year)s 年。"), PROJECT),
    ),
    "supervision:look_back:answered": (
        _of(Heard.SUGGESTION, N_("您说还没有解决的问题，已有答复，请看查询页里的“说说办得怎么样”。")),
    ),
    "supervision:commitment:looked_back": (
        _of(
            Heard.COMMITMENT,
            N_("“%(project)s”验收已满一年。现在怎么样？如果您的问题还没有解决，请告诉我们。"),
            PROJECT,
        ),
    ),
}


def tales_of(event: str, facts: Mapping[str, Any]) -> tuple[Tale, ...]:
    """Return what followers are told of a line."""
    return tuple(one for one in TALES.get(event, ()) if one.holds(facts))
