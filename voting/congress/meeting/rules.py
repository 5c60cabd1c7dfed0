"""The law of meetings: states, tables, pure functions. Pure."""

from __future__ import annotations

from enum import StrEnum

from voting.core.lifecycle import Lifecycle


class MeetingState(StrEnum):
    """How far a meeting has come. What its ballots do stands in their own lifecycles."""

    DRAFT = "draft"
    METHOD_ADOPTED = "method_adopted"
    SCRUTINEERS_ADOPTED = "scrutineers_adopted"
    QUORUM_CONFIRMED = "quorum_confirmed"
    CLOSED = "closed"
    ARCHIVED = "archived"


MEETING: Lifecycle[MeetingState] = Lifecycle(
    start=MeetingState.DRAFT,
    steps={
        (MeetingState.DRAFT, "adopt_method"): MeetingState.METHOD_ADOPTED,
        (MeetingState.METHOD_ADOPTED, "adopt_scrutineers"): MeetingState.SCRUTINEERS_ADOPTED,
        (MeetingState.SCRUTINEERS_ADOPTED, "confirm_quorum"): MeetingState.QUORUM_CONFIRMED,
        (MeetingState.QUORUM_CONFIRMED, "close"): MeetingState.CLOSED,
        (MeetingState.CLOSED, "archive"): MeetingState.ARCHIVED,
        (MeetingState.METHOD_ADOPTED, "withdraw_method"): MeetingState.DRAFT,
        (MeetingState.SCRUTINEERS_ADOPTED, "withdraw_scrutineers"): MeetingState.METHOD_ADOPTED,
        (MeetingState.QUORUM_CONFIRMED, "withdraw_quorum"): MeetingState.SCRUTINEERS_ADOPTED,
        (MeetingState.CLOSED, "reopen"): MeetingState.QUORUM_CONFIRMED,
    },
)

STEPS_BACK = frozenset({"withdraw_method", "withdraw_scrutineers", "withdraw_quorum", "reopen"})


def holds_tablets(state: MeetingState, *, rehearsal: bool) -> bool:
    """Tell whether tablets stay bound to a meeting: a rehearsal's until it is closed, a real one's until it is archived."""
    over = {MeetingState.CLOSED, MeetingState.ARCHIVED} if rehearsal else {MeetingState.ARCHIVED}
    return state not in over


def list_open(state: MeetingState) -> bool:
    """Tell whether the list of scrutineers is still to be adopted: posts, title and date of the meeting may change."""
    return MEETING.may(state, "adopt_method") or MEETING.may(state, "adopt_scrutineers")
