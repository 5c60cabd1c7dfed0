"""The zero report (零票报告): what the boxes hold before the real vote, to be signed. Facts only; core.typeset sets them."""

from __future__ import annotations

from typing import Any

from voting.congress.documents import Heading, chinese_date
from voting.core.clock import CHINA
from voting.core.typeset import Document
from voting.hall.queries_guide import ZeroPage, ZeroSide


def zero_report(top: Heading, page: ZeroPage) -> Document:
    """Return the zero report of a meeting and its rehearsal. Unlike other documents it bears the minute it was made."""
    at = page.at.astimezone(CHINA)
    sides = [("正式会议", page.real)] + ([("演练", page.rehearsal)] if page.rehearsal else [])
    facts = {
        **top.facts(),
        "at": f"{chinese_date(at)} {at:%H:%M:%S}",
        "sides": [_side(name, one) for name, one in sides],
        "findings": findings(page),
        "signatures": ["总监票人", "监票人"],
    }
    return Document("zero_report", f"{top.meeting}零票报告", facts)


def findings(page: ZeroPage) -> list[str]:
    """Return what the boxes show, in sentences."""
    empty = "正式票箱是空的：发出 0 票，箱内 0 票。"
    found = [empty if page.real.empty else "正式票决已经开始领票或者投票，箱内不再是零。"]
    if page.rehearsal is not None and page.apart:
        found.append("演练与正式会议不共用票箱，也不共用钥匙；演练的票进不了正式票箱。")
    if not page.apart:
        found.append("演练与正式会议的票箱或者钥匙有重合，请停下来报告总监票人。")
    return found


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
