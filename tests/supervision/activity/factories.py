"""Activities of supervision, for the tests of what comes of them."""

from __future__ import annotations

from datetime import date

from voting.core.db import transaction
from voting.people.rules import Actor
from voting.supervision.activity import actions
from voting.supervision.activity.rules import ActivityKind


def planned(staff: Actor, kind: ActivityKind = ActivityKind.HALF_YEAR, *, on: date = date(2026, 7, 7)) -> int:
    """The id of an activity of the plan of 2026."""
    with transaction():
        new = actions.NewActivity(
            year=2026, kind=kind, title="民生实事项目年中进展", on=on, plan="政府报告，委员审议。"
        )
        return actions.plan_activity(staff, new).id


def held(staff: Actor, kind: ActivityKind = ActivityKind.HALF_YEAR) -> int:
    """The id of an activity of which it is told what came of it."""
    number = planned(staff, kind)
    with transaction():
        actions.report_activity(staff, number, date(2026, 7, 7), "总体按计划推进，管网偏慢。")
    return number
