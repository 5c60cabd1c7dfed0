"""What is printed and cut: ballot papers, badges, token cards. Facts only; core.typeset sets them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voting.congress.ballot_rules.choices import Kind
from voting.congress.ballot_rules.rules import BallotRules
from voting.congress.documents.contents import CandidateEntry, Heading
from voting.congress.documents.gongwen import delegation
from voting.core.errors import RuleBroken
from voting.core.typeset import Document, qr

COLOURS = {"yellow": "#f2c21a", "pink": "#ee92a8", "green": "#7dbf78", "blue": "#78abdf", "white": "#ffffff"}
"""Colours of a paper's stripe; a project ballot has its own, so that it cannot be taken for an election's (Lishui 2025)."""

MARKS: dict[Kind, tuple[str, ...]] = {
    Kind.CHOOSE: ("赞成",),
    Kind.EACH: ("赞成", "反对", "弃权"),
    Kind.EVALUATE: ("满意", "基本满意", "不满意"),
}
MOST_PAPERS = 3000


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
    columns = list(MARKS[rules.kind])
    if rules.kind is Kind.EVALUATE and rules.evaluation_abstain:
        columns.append("弃权")
    facts = {
        **heading.facts(),
        "candidates": [entry.facts() for entry in candidates],
        "is_choice": rules.kind is Kind.CHOOSE,
        "columns": columns,
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
        {
            "number": one.number,
            "name": one.name,
            "delegation": delegation(one.delegation),
            "qr": qr(one.content),
        }
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
