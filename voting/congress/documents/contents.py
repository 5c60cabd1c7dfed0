"""The official papers before a ballot: rules, candidates, agenda, scrutineers, sheet to sign in. Facts only; core.typeset sets them.

Pure: the callers bring every number and name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from voting.congress.ballot_rules.choices import Kind
from voting.congress.ballot_rules.rules import BY_KEY, BallotRules, applies, cited
from voting.congress.documents.gongwen import (
    NO_MARKS,
    Marks,
    delegation,
    in_order,
    signature,
    spaced,
    title_lines,
)
from voting.congress.documents.method import articles
from voting.congress.documents.rules import BY_STROKES
from voting.core.money import on_paper
from voting.core.normalise import numeral
from voting.core.typeset import Document

EVALUATED = frozenset(
    {
        "evaluation_voters",
        "evaluation_base",
        "evaluation_abstain",
        "satisfied_line",
        "basic_line",
        "retest_days",
    }
)
NOT_EVALUATED = frozenset(
    {
        "seats",
        "pass_base",
        "pass_line",
        "over_selection",
        "tie_rule",
        "shortfall_rule",
        "write_in",
        "surplus_warn_percent",
    }
)
"""Rules that say nothing about a ballot of the other kind, and stay out of its printed rules."""


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What stands on every document. meeting: its full title; place: whose congress it is.

    township: its congress has neither standing chairs of the presidium nor a secretary general. marks: what the office
    fills in.
    """

    place: str
    meeting: str
    year: int
    on: date
    rehearsal: bool = False
    township: bool = False
    marks: Marks = NO_MARKS

    @property
    def government(self) -> str:
        """Return whom a decision binds: 忻州市人民政府, 奇村镇人民政府."""
        return f"{self.place}人民政府"

    @property
    def presidium_signs(self) -> list[str]:
        """Return who signs for the presidium; a township's sessions are led by executive chairs alone."""
        return ["大会执行主席"] if self.township else ["大会主席团常务主席", "大会秘书长"]

    def facts(self) -> dict[str, Any]:
        """Return the heading as facts."""
        return {
            "marks": self.marks.facts(),
            "government": self.government,
            "place": self.place,
            "meeting": self.meeting,
            "year": self.year,
            "date": chinese_date(self.on),
            "rehearsal": self.rehearsal,
        }


@dataclass(frozen=True, kw_only=True)
class CandidateEntry:
    """A candidate project as printed. rows: label and text of its dossier, in order."""

    ordinal: int
    title: str
    summary: str = ""
    rows: tuple[tuple[str, str], ...] = ()

    def facts(self) -> dict[str, Any]:
        """Return the candidate as facts."""
        rows = [list(row) for row in self.rows]
        return {"ordinal": self.ordinal, "title": self.title, "summary": self.summary, "rows": rows}


def chinese_date(on: date) -> str:
    """Return a date as documents write it: 2026年1月28日."""
    return f"{on.year}年{on.month}月{on.day}日"


ROWS = (
    ("background", "背景"),
    ("content", "建设内容"),
    ("place", "建设地点"),
    ("scale", "建设规模"),
    ("annual_target", "年度目标"),
    ("stage_target", "阶段目标"),
    ("benefit", "受益范围"),
    ("lead_unit", "牵头单位"),
    ("leader", "分管领导"),
    ("finishes_on", "完成时限"),
)
"""Lines of a frozen dossier, by the key that they have in it."""
LISTS = (("groups", "受益人群"), ("parts", "子项目"), ("attachments", "公开的附件"))
"""Its lists, each in one line of words."""


def dossier_rows(text: Mapping[str, Any], lists: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the lines of a frozen dossier (screening's canonical document) as papers print them, label and text.

    lists: its lists in words (screening.handover.lists_in_words).
    """
    day = text.get("finishes_on")
    said = {**text, "finishes_on": chinese_date(date.fromisoformat(day)) if day else ""}
    rows = [(label, str(said[key])) for key, label in ROWS if said.get(key)]
    for key, label in (("planned_fen", "年度计划投资"), ("total_fen", "总投资")):
        if isinstance(said.get(key), int):
            rows.append((label, on_paper(said[key])))
    rows.extend((label, lists[key]) for key, label in LISTS if lists[key])
    return tuple(rows)


def paper(heading: Heading, template: str, title: str, facts: Mapping[str, Any]) -> Document:
    """Return a document of a meeting, its title in lines. facts: what it says besides the heading."""
    lines = title_lines(title, names=[heading.place])
    return Document(template, title, {**heading.facts(), "title_lines": lines, **facts})


def ballot_rules(
    heading: Heading,
    rules: BallotRules,
    candidates: Sequence[CandidateEntry],
    fingerprint: str = "",
    *,
    draft: bool = False,
) -> Document:
    """Return the ballot rules (票决办法). fingerprint: 24 digits of the election, once it is set up.

    draft: as the congress is asked to adopt them (草案); the candidates may still be open.
    """
    table = [
        {"label": rule.label, "value": rule.label_of(getattr(rules, key)), "source": cited(key, rules)}
        for key, rule in BY_KEY.items()
        if applies(key, rules) and key not in (NOT_EVALUATED if rules.kind is Kind.EVALUATE else EVALUATED)
    ]
    what = "满意度测评" if rules.kind is Kind.EVALUATE else "人大代表票决"
    return paper(
        heading,
        "ballot_rules",
        f"{heading.place}{heading.year}年民生实事项目{what}办法{'（草案）' if draft else ''}",
        {
            "standing": f"提请{heading.meeting}审议" if draft else heading.meeting,
            "articles": in_order(articles(heading.year, rules, len(candidates))),
            "candidates": [entry.facts() for entry in candidates],
            "table": table,
            "table_head": ("附二" if candidates else "附") + "　适用的规则及其依据",
            "fingerprint": fingerprint,
        },
    )


def candidate_explanation(heading: Heading, candidates: Sequence[CandidateEntry], seats: int) -> Document:
    """Return the explanation of the candidates (关于候选项目的说明)."""
    return paper(
        heading,
        "candidates",
        f"关于{heading.place}{heading.year}年民生实事候选项目的说明",
        {"candidates": [entry.facts() for entry in candidates], "seats": seats},
    )


def candidate_list(heading: Heading, titles: Sequence[str], seats: int, *, draft: bool = False) -> Document:
    """Return the formal list of candidates (候选项目名单) that the presidium puts to the congress, in the ballot's order.

    draft: as the presidium is asked to decide it (建议名单（草案）), signed by nobody.
    """
    by = f"{heading.meeting}主席团"
    name = "建议名单（草案）" if draft else "名单"
    facts = {
        "draft": draft,
        "standing": f"提请{by}审议" if draft else "",
        "titles": list(titles),
        "seats": seats,
        "signature": signature(by, chinese_date(heading.on)).facts(),
    }
    return paper(heading, "candidate_list", f"{heading.place}{heading.year}年民生实事候选项目{name}", facts)


def agenda(heading: Heading, items: Sequence[str]) -> Document:
    """Return the agenda of a meeting (会议议程), as it is put to the congress. items: one thing to deal with each."""
    numbered = [[numeral(n), text] for n, text in enumerate(items, 1)]
    title, standing = f"{heading.meeting}议程", f"{chinese_date(heading.on)}开会"
    return paper(heading, "agenda", title, {"standing": standing, "items": numbered})


@dataclass(frozen=True, kw_only=True)
class Seated:
    """A deputy as the sheet to sign in lists him."""

    delegation: str
    name: str


def sign_in_sheet(heading: Heading, deputies: Sequence[Seated], *, by_strokes: bool = False) -> Document:
    """Return the sheet to sign in (签到表) in the order given, with places for the totals. by_strokes: what that order is."""
    rows = [[str(n), delegation(one.delegation), spaced(one.name)] for n, one in enumerate(deputies, 1)]
    several = len({one.delegation for one in deputies}) > 1
    order = f"{'各代表团' if several else ''}{BY_STROKES}" if by_strokes else ""
    facts = {"rows": rows, "signatures": ["签到工作人员"], "order": order}
    return paper(heading, "sign_in_sheet", f"{heading.meeting}签到表", facts)


@dataclass(frozen=True, kw_only=True)
class OnLeave:
    """A deputy as the list of leaves names him. at: when it was entered, as printed."""

    delegation: str
    number: str
    name: str
    reason: str
    at: str


def leave_list(heading: Heading, leaves: Sequence[OnLeave]) -> Document:
    """Return the list of who asked for leave (请假名单), in the order given."""
    rows = [
        [str(n), delegation(one.delegation), one.number, spaced(one.name), one.reason, one.at]
        for n, one in enumerate(leaves, 1)
    ]
    return paper(
        heading, "leave_list", f"{heading.meeting}请假名单", {"rows": rows, "signatures": ["会务工作人员"]}
    )


@dataclass(frozen=True, kw_only=True)
class Appointed:
    """Who was appointed to a post. post: its name in Chinese."""

    post: str
    name: str


def scrutineers(
    heading: Heading,
    appointed: Sequence[Appointed],
    hands: tuple[int, int, int] | None = None,
    *,
    order: str = "",
) -> Document:
    """Return the list of scrutineers and tellers, a draft until it was voted on.

    hands: approve, oppose, abstain of the show of hands. order: what the order of names is, as 以姓氏笔画为序.
    """
    posts: dict[str, list[str]] = {}
    for one in appointed:
        posts.setdefault(one.post, []).append(spaced(one.name))
    by = f"{heading.meeting}主席团"
    return paper(
        heading,
        "scrutineers",
        f"{heading.meeting}总监票人、监票人、总计票人、计票人名单{'' if hands else '（草案）'}",
        {
            "posts": [{"post": post, "names": names} for post, names in posts.items()],
            "hands": list(hands) if hands else None,
            "order": order,
            "signature": signature(by, chinese_date(heading.on)).facts(),
        },
    )
