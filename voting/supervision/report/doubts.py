"""What may be a slip of the pen in a month's figures: shown before they are sent, never in their way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from voting.core.db import db
from voting.supervision.commitment.facts import of
from voting.supervision.commitment.models import SubItem
from voting.supervision.light.rules import month_end
from voting.supervision.report.facts import Loaded
from voting.supervision.report.rules import Doubt, MonthSaid, Ticked, doubts


def doubts_of(work: Loaded, draft: Mapping[str, Any], month: int) -> list[Doubt]:
    """Return the doubts about what was filled in for a month. draft: as `Report.draft` keeps it."""
    earlier = [m for m in work.versions if m < month]
    before = work.versions[max(earlier)] if earlier else None
    done = {step for m in earlier for step in work.versions[m].milestones}
    parts = db.session.scalars(of(SubItem, work.row).order_by(SubItem.ordinal))
    said = MonthSaid(
        progress=draft["progress"],
        before=before.progress if before else 0,
        months=month - max(earlier) if earlier else month,
        spent_fen=draft["spent_fen"],
        planned_fen=work.row.planned_fen,
        idle=[part.title for part in parts if not draft["quantities"].get(str(part.id))],
        ticked=ticked(work, draft, done),
    )
    return list(doubts(said, month_end(work.row.year, month)))


def ticked(work: Loaded, draft: Mapping[str, Any], done: set[int]) -> list[Ticked]:
    """Return the milestones that a report says are done for the first time, with the day where one was written."""
    days = draft.get("done_on", {})
    fresh = [step for step in work.milestones if step.id in draft["milestones"] and step.id not in done]
    return [Ticked(step.title, step.starts_on, step.due_on, day_in(days, step.id)) for step in fresh]


def day_in(days: Mapping[str, str], milestone: int) -> date | None:
    """Return the day that was written for a milestone, None where none was."""
    written = days.get(str(milestone))
    return date.fromisoformat(written) if written else None
