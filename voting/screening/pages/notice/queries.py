"""What the pages of a notice show, and what its paper says: one function a page."""

from __future__ import annotations

from dataclasses import dataclass

from voting.congress.documents.contents import Heading, chinese_date, paper
from voting.congress.documents.gongwen import signature
from voting.core.errors import NotFound
from voting.core.normalise import numeral
from voting.core.typeset import Document
from voting.people.rules import Level, Place
from voting.screening.call.queries import CallView, call_view, newest_call

FOLLOWED = "每条建议都有编号，凭编号可以随时查询办理情况。所有建议逐条答复；列入正式候选项目的，提请人民代表大会票决。"


@dataclass(frozen=True)
class NoticePage:
    """A published notice."""

    place: Place
    call: CallView


def notice_page(place: Place, year: int | None) -> NoticePage:
    """Return the notice of a year, by default the newest; raise NotFound before it is published."""
    row = newest_call(place, year)
    if row is None:
        raise NotFound("还没有征集公告。")
    return NoticePage(place, call_view(row))


def notice_paper(place: Place, year: int, address: str) -> Document:
    """Return the notice as an official paper. address: where suggestions are made. Errors: NotFound before it is published."""
    call = notice_page(place, year).call
    heading = Heading(
        place=place.name, meeting="", year=year, on=call.opens_on, township=place.level is Level.TOWNSHIP
    )
    period = f"{chinese_date(call.opens_on)}至{chinese_date(call.closes_on)}。"
    ways = "、".join(call.channels)
    said = (
        ("征集时间", [period]),
        ("征集范围", lines_of(call.scope)),
        ("遴选标准", lines_of(call.criteria)),
        ("征集渠道", [f"{ways}。", f"网址：{address}"]),
        ("联系方式", lines_of(call.contact)),
        ("办理和答复", [FOLLOWED]),
    )
    kept = [(head, texts) for head, texts in said if texts]
    facts = {
        "paragraphs": lines_of(call.notice),
        "sections": [
            {"head": f"{numeral(n)}、{head}", "texts": texts} for n, (head, texts) in enumerate(kept, 1)
        ],
        "last": "特此公告。",
        "signature": signature(call.issuer or place.name, chinese_date(call.opens_on)).facts(),
    }
    return paper(heading, "call_notice", f"{place.name}{year}年民生实事项目征集公告", facts)


def lines_of(text: str) -> list[str]:
    """Return the lines of a text as typed, without empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]
