"""The documents before a ballot: rules, candidates, scrutineers, papers, badges. Facts only; core.typeset sets them.

Pure: the callers bring every number and name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from voting.congress.ballot_rules.choices import Kind
from voting.congress.ballot_rules.rules import BY_KEY, BallotRules
from voting.congress.documents.method import articles
from voting.core.errors import RuleBroken
from voting.core.typeset import Document, qr

COLOURS = {"yellow": "#fff6c9", "pink": "#ffe3e6", "green": "#e2f4e1", "blue": "#e0efff", "white": "#ffffff"}
"""Colours of paper; a project ballot has its own, so that it cannot be taken for an election's (Lishui 2025)."""

MARKS: dict[Kind, tuple[str, ...]] = {
    Kind.CHOOSE: ("赞成",),
    Kind.EACH: ("赞成", "反对", "弃权"),
    Kind.EVALUATE: ("满意", "基本满意", "不满意"),
}
MOST_PAPERS = 3000
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
    """What stands on every document. meeting: its full title; place: whose congress it is."""

    place: str
    meeting: str
    year: int
    on: date
    rehearsal: bool = False

    def facts(self) -> dict[str, Any]:
        """Return the heading as facts."""
        return {
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


def ballot_rules(
    heading: Heading, rules: BallotRules, candidates: Sequence[CandidateEntry], fingerprint: str = ""
) -> Document:
    """Return the ballot rules (票决办法). fingerprint: 24 digits of the election, once it is set up."""
    table = [
        {"label": rule.label, "value": rule.label_of(getattr(rules, key)), "source": rule.source}
        for key, rule in BY_KEY.items()
        if key not in (NOT_EVALUATED if rules.kind is Kind.EVALUATE else EVALUATED)
    ]
    facts = {
        **heading.facts(),
        "articles": articles(heading.year, rules, len(candidates)),
        "candidates": [entry.facts() for entry in candidates],
        "table": table,
        "fingerprint": fingerprint,
    }
    title = f"{heading.place}{heading.year}年民生实事项目人大代表票决办法"
    return Document("ballot_rules", title, facts)


def candidate_explanation(heading: Heading, candidates: Sequence[CandidateEntry], seats: int) -> Document:
    """Return the explanation of the candidates (关于候选项目的说明)."""
    facts = {**heading.facts(), "candidates": [entry.facts() for entry in candidates], "seats": seats}
    return Document("candidates", f"关于{heading.place}{heading.year}年民生实事候选项目的说明", facts)


@dataclass(frozen=True, kw_only=True)
class Appointed:
    """Who was appointed to a post. post: its name in Chinese."""

    post: str
    name: str


def scrutineers(
    heading: Heading, appointed: Sequence[Appointed], hands: tuple[int, int, int] | None = None
) -> Document:
    """Return the list of scrutineers and tellers. hands: approve, oppose, abstain of the show of hands."""
    posts: dict[str, list[str]] = {}
    for one in appointed:
        posts.setdefault(one.post, []).append(one.name)
    listed = [{"post": post, "names": names} for post, names in posts.items()]
    facts = {**heading.facts(), "posts": listed, "hands": list(hands) if hands else None}
    return Document("scrutineers", f"{heading.meeting}总监票人、监票人、总计票人、计票人名单", facts)


def paper_ballot(
    heading: Heading,
    rules: BallotRules,
    candidates: Sequence[CandidateEntry],
    *,
    copies: int,
    colour: str = "yellow",
) -> Document:
    """Return `copies` ballot papers; the number stands on the counterfoil only, never on the ballot.

    colour: one of COLOURS. Errors: RuleBroken for none or more than 3,000 copies, or an unknown colour.
    """
    if not 1 <= copies <= MOST_PAPERS:
        raise RuleBroken("纸质票的张数应当在 1 和 %(most)s 之间。", most=MOST_PAPERS)
    if colour not in COLOURS:
        raise RuleBroken("没有“%(colour)s”这种票色。", colour=colour)
    marks = list(MARKS[rules.kind])
    if rules.kind is Kind.EVALUATE and rules.evaluation_abstain:
        marks.append("弃权")
    facts = {
        **heading.facts(),
        "candidates": [entry.facts() for entry in candidates],
        "kind": rules.kind.value,
        "marks": marks,
        "seats": rules.seats,
        "copies": copies,
        "colour": COLOURS[colour],
        "void_over": rules.over_selection.value == "void",
    }
    name = "满意度测评票" if rules.kind is Kind.EVALUATE else "票决票"
    return Document("paper_ballot", f"{heading.place}{heading.year}年民生实事项目{name}", facts)


@dataclass(frozen=True, kw_only=True)
class Badge:
    """One deputy's badge. content: what its QR code says; it identifies the deputy and is no secret."""

    number: str
    name: str
    delegation: str
    content: str


def badges(heading: Heading, deputies: Sequence[Badge]) -> Document:
    """Return the badges as sheets of ten, each with a QR code."""
    cards = [
        {"number": one.number, "name": one.name, "delegation": one.delegation, "qr": qr(one.content)}
        for one in deputies
    ]
    return Document("badges", f"{heading.meeting}出席证", {**heading.facts(), "badges": cards})


GROUP = 4


def token_cards(heading: Heading, seeds: Sequence[str]) -> Document:
    """Return anonymous token cards as sheets of eight, cut and shuffled by hand.

    seeds: 24 characters each. For programs on the printing device alone: the server must never see a seed,
    which is worth a vote, and therefore has no route to this document.
    """
    cards = [
        {"qr": qr(seed), "groups": [seed[at : at + GROUP] for at in range(0, len(seed), GROUP)]}
        for seed in seeds
    ]
    return Document("token_cards", f"{heading.meeting}领票卡", {**heading.facts(), "cards": cards})
