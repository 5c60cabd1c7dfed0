"""What staff see of the call: the notice, its state and what still stands before it opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from voting.congress.place.rules import LEVELS
from voting.core.lifecycle import Missing, OpenSteps
from voting.core.text import N_
from voting.people.rules import COLLECTING, ROLE_NAMES, Actor, Place, Role
from voting.screening.call.queries import CallView, call_view, newest_call
from voting.screening.call.rules import CALL, CallState
from voting.screening.shortlist.years import year_at_hand, years_of
from voting.screening.words import Channel

STAFF = ROLE_NAMES[Role.STAFF]


@dataclass(frozen=True)
class CallPage:
    """A year's call. may: steps open now; missing: before it can open."""

    place: Place
    year: int
    years: tuple[int, ...]
    call: CallView | None
    may: OpenSteps
    missing: list[Missing]
    works: bool


def call_page(place: Place, actor: Actor, year: int | None) -> CallPage:
    """Return a year's call, by default the newest, else an empty page for next year's."""
    works = bool(COLLECTING & actor.roles_in(place))
    row = newest_call(place, year, drafts=works)
    shown = row.year if row else year_at_hand(place, year)
    view = call_view(row) if row else None
    may = CALL.steps_from(row.state) if row else ("revise_call",)
    return CallPage(
        place=place,
        year=shown,
        years=years_of(place),
        call=view,
        may=CALL.open_steps(may if works else ()),
        missing=missing_before_open_call(view),
        works=works,
    )


def missing_before_open_call(call: CallView | None) -> list[Missing]:
    """Return what stands between a call and its opening."""
    if call is None:
        return [Missing(N_("征集公告"), STAFF)]
    if call.state == CallState.DRAFTED and call.days_left < 0:
        return [Missing(N_("截止日期不早于今天"), STAFF)]
    return []


USUAL_SCOPE = """\
涉及幼有所育、学有所教、劳有所得、病有所医、老有所养、住有所居、弱有所扶、行有所畅等方面，群众普遍关心的公共设施和公共服务项目。
下列事项不在征集范围：一个单位或者个人的具体事项；依法应当通过诉讼、仲裁、行政复议、信访、举报等途径处理的事项；已经列入其他年度计划的事项。"""
USUAL_CRITERIA = """\
普惠性：受益面广，面向社会公众。
均衡性：兼顾城乡和不同群体。
公益性：不以营利为目的。
可行性：建设条件具备，资金有保障，一般当年完成；跨年度的有明确的年度目标。"""
"""What a notice says unless the office writes otherwise, in the office's language: Xinzhou's rule (2023, art. 2)."""


def usual_issuer(place: Place, actor: Actor) -> str:
    """Return whose office calls: the government's own, else that of the congress."""
    if Role.GOVERNMENT in actor.roles_in(place):
        return f"{place.name}人民政府办公室"
    standing = LEVELS[place.level].has_standing_committee.value
    return f"{place.name}{'人大常委会办公室' if standing else '人民代表大会主席团'}"


def call_draft(place: Place, actor: Actor, year: int) -> dict[str, Any]:
    """Return what the call's form starts with: the draft, or the usual words and channels."""
    row = newest_call(place, year, drafts=True)
    if row is None:
        return {
            "year": year,
            "scope": USUAL_SCOPE,
            "criteria": USUAL_CRITERIA,
            "issuer": usual_issuer(place, actor),
            "channels": [
                Channel.ONLINE.value,
                Channel.STATION.value,
                Channel.LETTER.value,
            ],
        }
    return {
        "year": row.year,
        "notice": row.notice,
        "opens_on": row.opens_on,
        "closes_on": row.closes_on,
        "contact": row.contact,
        "scope": row.scope,
        "criteria": row.criteria,
        "issuer": row.issuer,
        "channels": row.channels,
    }
