"""Shared reads of supervision activities. Writes nothing."""

from __future__ import annotations

from voting.core.errors import WrongMoment
from voting.supervision.activity.models import Activity
from voting.supervision.activity.rules import ActivityState
from voting.supervision.commitment.facts import one_of


def activity_of(jurisdiction_id: int, activity_id: int) -> Activity:
    """Return an activity of the place; raise NotFound for anybody else's."""
    return one_of(Activity, jurisdiction_id, activity_id)


def activity_that_was_held(jurisdiction_id: int, activity_id: int) -> Activity:
    """Return an activity out of which something is handed over; WrongMoment before it is told that it took place."""
    row = activity_of(jurisdiction_id, activity_id)
    if row.state is not ActivityState.REPORTED:
        raise WrongMoment("先公布这次活动的情况，再交办。")
    return row
