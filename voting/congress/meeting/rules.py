"""The law of meetings: states, tables, pure functions. Pure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from voting.congress.place.rules import Body
from voting.core.errors import RuleBroken
from voting.core.lifecycle import ByName, Lifecycle
from voting.core.normalise import label, numeral


class MeetingState(StrEnum):
    """How far a meeting has come. What its plenary meetings and its ballots do stands in their own lifecycles."""

    DRAFT = "draft"
    METHOD_ADOPTED = "method_adopted"
    SCRUTINEERS_ADOPTED = "scrutineers_adopted"
    CLOSED = "closed"
    ARCHIVED = "archived"


MEETING: Lifecycle[MeetingState] = Lifecycle(
    start=MeetingState.DRAFT,
    steps={
        (MeetingState.DRAFT, "adopt_method"): MeetingState.METHOD_ADOPTED,
        (MeetingState.METHOD_ADOPTED, "adopt_scrutineers"): MeetingState.SCRUTINEERS_ADOPTED,
        (MeetingState.SCRUTINEERS_ADOPTED, "close"): MeetingState.CLOSED,
        (MeetingState.CLOSED, "archive"): MeetingState.ARCHIVED,
        (MeetingState.METHOD_ADOPTED, "withdraw_method"): MeetingState.DRAFT,
        (MeetingState.SCRUTINEERS_ADOPTED, "withdraw_scrutineers"): MeetingState.METHOD_ADOPTED,
        (MeetingState.CLOSED, "reopen"): MeetingState.SCRUTINEERS_ADOPTED,
    },
)


class PlenaryState(ByName):
    """How far a plenary meeting (全体会议) of a session has come."""

    CONVENED = "convened"
    SITTING = "sitting"
    RESTING = "resting"


PLENARY: Lifecycle[PlenaryState] = Lifecycle(
    start=PlenaryState.CONVENED,
    steps={
        (PlenaryState.CONVENED, "confirm_quorum"): PlenaryState.SITTING,
        (PlenaryState.SITTING, "rest"): PlenaryState.RESTING,
        (PlenaryState.RESTING, "resume"): PlenaryState.SITTING,
        (PlenaryState.SITTING, "withdraw_quorum"): PlenaryState.CONVENED,
    },
)
"""convened: deputies check in; sitting: the quorum was declared; resting: 休会, with which it also ends."""

PLENARY_STEPS = frozenset(step for _state, step in PLENARY.steps)
STEPS_BACK = frozenset({"withdraw_method", "withdraw_scrutineers", "withdraw_quorum", "reopen"})


TITLES: dict[Body, str] = {
    Body.CONGRESS: "{place}第{term}届人民代表大会第{number}次会议",
    Body.STANDING_COMMITTEE: "{place}第{term}届人民代表大会常务委员会第{number}次会议",
    Body.PRESIDIUM: "{place}第{term}届人民代表大会主席团第{number}次会议",
}


def title_of(place: str, term: int, body: Body, number: int) -> str:
    """Return what a meeting is called in full: 忻州市第五届人民代表大会第四次会议."""
    return TITLES[body].format(place=place, term=numeral(term), number=numeral(number))


OVER = frozenset({MeetingState.CLOSED, MeetingState.ARCHIVED})
"""The meeting has ended: nobody checks in, nothing of it is planned."""

MOST_DAYS, MOST_ITEMS, MOST_ITEM = 30, 60, 200


def agenda_of(text: str) -> tuple[str, ...]:
    """Return the items of an agenda, one a line, without blanks around them. Errors: RuleBroken for too many or too long."""
    items = tuple(filter(None, map(label, text.splitlines())))
    if len(items) > MOST_ITEMS or any(len(item) > MOST_ITEM for item in items):
        raise RuleBroken("议程最多 %(most)s 项，每项不超过 %(long)s 字。", most=MOST_ITEMS, long=MOST_ITEM)
    return items


def usual_items(body: Body, year: int) -> tuple[str, ...]:
    """Return what a session that votes on projects usually deals with, in its order; nothing for another body's meeting.

    Source: docs/rules.md, "The order of acts".
    """
    if body is not Body.CONGRESS:
        return ()
    return (
        f"听取关于{year}年民生实事候选项目的说明",
        f"通过{year}年民生实事项目人大代表票决办法",
        "通过总监票人、监票人、总计票人、计票人名单",
        f"票决{year}年民生实事项目",
        "宣布票决结果",
    )


def holds_tablets(state: MeetingState, *, rehearsal: bool) -> bool:
    """Tell whether tablets stay bound to a meeting: a rehearsal's until it is closed, a real one's until it is archived."""
    return state not in OVER if rehearsal else state is not MeetingState.ARCHIVED


def list_open(state: MeetingState) -> bool:
    """Tell whether the list of scrutineers is still to be adopted: posts, title and date of the meeting may change."""
    return MEETING.may(state, "adopt_method") or MEETING.may(state, "adopt_scrutineers")


CALLS_BEGIN = 9
"""The month in which the calls for the coming year's projects begin (docs/rules.md, "Suggestions"; practice)."""


def ballot_year(day: date) -> int:
    """Return which year's projects a meeting votes on that is entered on this day: from September on the coming one's."""
    return day.year + (day.month >= CALLS_BEGIN)
