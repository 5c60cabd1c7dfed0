"""The zero report (零票报告): what the boxes hold before the real vote, to be signed. Facts only; core.typeset sets them."""

from __future__ import annotations

from typing import Any

from voting.congress.documents.contents import Heading, chinese_date, paper
from voting.core.clock import in_china
from voting.core.typeset import Document
from voting.hall.guide.queries import ZeroPage, ZeroSide


def zero_report(top: Heading, page: ZeroPage) -> Document:
    """Return the zero report of a meeting and its rehearsal. Unlike other documents it bears the minute it was made."""
    at = in_china(page.at)
    sides = [("正式会议", page.real)] + ([("演练", page.rehearsal)] if page.rehearsal else [])
    facts = {
        "at": f"{chinese_date(at)} {at:%H:%M:%S}",
        "sides": [_side(name, one) for name, one in sides],
        "findings": [text for _colour, text in page.findings],
        "signatures": ["总监票人", "监票人"],
    }
    return paper(top, "zero_report", f"{top.meeting}零票报告", facts)


def _side(name: str, side: ZeroSide) -> dict[str, Any]:
    return {
        "name": name,
        "present": side.present,
        "key": side.key,
        "ballots": [
            {"title": one.title, "uuid": one.uuid, "issued": one.issued, "cast": one.cast}
            for one in side.ballots
        ],
    }
