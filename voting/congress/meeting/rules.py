"""The law of meetings: states, tables, pure functions. Pure."""

from __future__ import annotations

from enum import StrEnum

from voting.core.lifecycle import ByName, Lifecycle


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


def list_open(state: MeetingState) -> bool:
    """Tell whether the list of scrutineers is still to be adopted: posts, title and date of the meeting may change."""
    return MEETING.may(state, "adopt_method") or MEETING.may(state, "adopt_scrutineers")
