"""Invented values for the living page of the look: long names, twenty candidates, every light. Reads no table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from voting.core.lifecycle import Missing, Progress
from voting.core.text import N_
from voting.portal.county_map import ROWS
from voting.portal.style_guide.forms import LookForm
from voting.supervision.light.rules import LIGHTS
from voting.supervision.plan.queries import GanttRow
from voting.tally.handover import Standing

COLOURS = tuple(LIGHTS)
LONG_NAMES = (
    N_("农村寄宿制学校供暖与食堂改造"),
    N_("城镇老旧小区既有住宅加装电梯及配套管线迁改和适老化无障碍环境提升工程"),
    N_("乡镇卫生院中医馆提升"),
    N_("社区老年助餐服务"),
    N_("农村饮水安全巩固提升"),
    N_("城区公共停车位扩容"),
    N_("普惠托育服务扩容"),
    N_("农村公路急弯陡坡、临水临崖等隐患路段安全防护设施建设与校车线路专项整治"),
    N_("集中供热老旧管网改造"),
    N_("困难残疾人家庭无障碍改造"),
)
MOST = 10
HALF = 171
"""The line of the hall screen, of 340 deputies."""


@dataclass(frozen=True)
class SampleStep:
    title: str
    state: Progress
    when: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class SamplePost:
    icon: str
    title: str
    when: str
    who: str
    light: str = ""
    word: str = ""
    now: bool = False


@dataclass(frozen=True)
class SampleCheck:
    ready: bool | None
    text: str


@dataclass(frozen=True)
class SampleAsked:
    """A step that somebody else asked for, as its second person sees it."""

    own: bool = False
    may_confirm: bool = True
    hindrance: str = ""
    may_take_back: bool = True


@dataclass(frozen=True)
class SampleTile:
    name: str
    url: str
    colour: str
    count: int


@dataclass(frozen=True)
class SampleCandidate:
    number: int
    name: str
    line: str
    votes: int
    chosen: bool

    @property
    def standing(self) -> Standing:
        """Return what is said of it: with a line at HALF."""
        return (
            Standing.PASSED
            if self.chosen
            else Standing.CROWDED_OUT
            if self.votes >= HALF
            else Standing.FAILED
        )


@dataclass(frozen=True)
class LookPage:
    steps: tuple[SampleStep, ...]
    acts: tuple[SampleStep, ...]
    thread: tuple[SamplePost, ...]
    checks: tuple[SampleCheck, ...]
    missing: tuple[Missing, ...]
    rows: tuple[GanttRow, ...]
    tiles: tuple[SampleTile | None, ...]
    months: tuple[tuple[int, str], ...]
    candidates: tuple[SampleCandidate, ...]
    today: date
    asked: SampleAsked
    wrong: LookForm


def look_page() -> LookPage:
    """Return one of everything, and a form that was refused."""
    wrong = LookForm(formdata=None, prefix="wrong")
    wrong.show_errors()
    return LookPage(
        steps=_steps(),
        acts=_acts(),
        thread=_thread(),
        checks=_checks(),
        missing=(Missing(N_("总监票人还没有确定"), N_("主席团")),),
        rows=_rows(),
        tiles=_tiles(),
        months=_months(),
        candidates=_candidates(),
        today=date(2026, 7, 12),
        asked=SampleAsked(),
        wrong=wrong,
    )


def _steps() -> tuple[SampleStep, ...]:
    return (
        SampleStep(
            _("群众提议"), Progress.DONE, _("2025 年 9 至 10 月"), _("收到建议 1286 条，筛出 12 个候选项目")
        ),
        SampleStep(
            _("代表票决"), Progress.DONE, _("2026 年 1 月"), _("327 名代表到会投票，12 选 10。"), "#loop"
        ),
        SampleStep(_("实施与监督"), Progress.NOW, _("第 7 个月"), _("10 个监督小组每月查看，进度用灯表示")),
        SampleStep(_("满意度测评"), Progress.LATER, _("12 月开始"), _("没办完的转入下一年")),
    )


def _acts() -> tuple[SampleStep, ...]:
    return (
        SampleStep(_("宣布出席人数符合法定人数，开会"), Progress.DONE, "09:20", ""),
        SampleStep(_("表决票决办法"), Progress.DONE, "09:46", ""),
        SampleStep(_("开始投票"), Progress.NOW, "", ""),
        SampleStep(_("停止投票"), Progress.LATER, "", ""),
    )


def _thread() -> tuple[SamplePost, ...]:
    return (
        SamplePost(
            "warn", _("问题：管沟开挖后半个月没有回填"), _("6 月 18 日"), _("代表003"), "yellow", _("整改中")
        ),
        SamplePost("person", _("答复：管材到货推迟，6 月底前回填"), _("6 月 21 日"), _("市水利局")),
        SamplePost("now", _("等待代表复查"), _("7 月 12 日前"), _("复查通过才算办结"), now=True),
    )


def _checks() -> tuple[SampleCheck, ...]:
    return (
        SampleCheck(ready=True, text=_("实到 327 人，不少于法定人数 227 人")),
        SampleCheck(ready=None, text=_("平板在线 325 台")),
        SampleCheck(ready=False, text=_("票箱还没有封闭")),
    )


def _rows() -> tuple[GanttRow, ...]:
    return (
        GanttRow(
            _("管网勘测与设计"),
            date(2026, 2, 1),
            date(2026, 3, 31),
            date(2026, 2, 3),
            date(2026, 3, 28),
            "green",
            _("按期完成"),
            {},
        ),
        GanttRow(
            _("施工招标"),
            date(2026, 3, 1),
            date(2026, 4, 20),
            date(2026, 3, 10),
            date(2026, 5, 14),
            "yellow",
            _("晚 24 天完成"),
            {},
        ),
        GanttRow(
            _("水质检测与通水"), date(2026, 9, 20), date(2026, 11, 30), None, None, "grey", _("未到时间"), {}
        ),
    )


def _tiles() -> tuple[SampleTile | None, ...]:
    codes = [code for row in ROWS for code in row]
    return tuple(
        SampleTile(_("%(number)s 号县", number=n), "#map", COLOURS[n % 5], n % 3) if code else None
        for n, code in enumerate(codes)
    )


def _months() -> tuple[tuple[int, str], ...]:
    shown = ("grey", "green", "green", "yellow", "red", "yellow", "blue")
    return tuple((month, shown[month - 1] if month <= len(shown) else "") for month in range(1, 13))


def _candidates() -> tuple[SampleCandidate, ...]:
    line = _("改造 46 所学校的锅炉与食堂，惠及学生 1.9 万名")
    return tuple(
        SampleCandidate(n, _(LONG_NAMES[(n - 1) % len(LONG_NAMES)]), line, 330 - 13 * n, chosen=n <= MOST)
        for n in range(1, 21)
    )
