"""What staff see of the call: the notice, its state and what still stands before it opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from voting.core.lifecycle import Missing, OpenSteps
from voting.core.text import N_
from voting.people.rules import COLLECTING, Actor, Place
from voting.screening.call.queries import CallView, call_view, newest_call
from voting.screening.call.rules import CALL, CallState
from voting.screening.shortlist.years import year_at_hand, years_of
from voting.screening.words import Channel

STAFF = N_("人大工作人员")


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


def call_draft(place: Place, year: int) -> dict[str, Any]:
    """Return what the call's form starts with: the draft, or the usual channels."""
    row = newest_call(place, year, drafts=True)
    if row is None:
        return {
            "year": year,
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
        "channels": row.channels,
    }
