"""What a light is read from, as a document kept with it; and a later reading by that document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import column, func, select, table

from voting.core.db import db
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import CommitmentState
from voting.supervision.light.models import MonthLight
from voting.supervision.light.rules import (
    Light,
    PlannedStep,
    Reading,
    Thresholds,
    month_end,
    read_light,
)
from voting.supervision.report.facts import Loaded

PLAN = table("commitment_plan", column("commitment_id"), column("number"))
"""Of the plan its version alone: its subject stands above this one."""


def plan_numbers(ids: Sequence[int]) -> Mapping[int, int]:
    """Return commitment id -> the version of its plan in force."""
    asked = select(PLAN.c.commitment_id, func.max(PLAN.c.number)).where(PLAN.c.commitment_id.in_(ids))
    return {row[0]: row[1] for row in db.session.execute(asked.group_by(PLAN.c.commitment_id))}


def basis_of(work: Loaded, month: int, by: Thresholds, plan: int | None) -> dict[str, Any]:
    """Return what a light is read from, as a document: state, plan, report, figures, milestones, lights before, thresholds."""
    done = work.done_by(month)
    return {
        "state": work.row.state.value,
        "plan": plan,
        **figures_of(work, month),
        "milestones": [
            [m.id, m.title, m.starts_on.isoformat(), m.due_on.isoformat(), m.weight, m.id in done]
            for m in work.milestones
        ],
        "before": [light.value for light in work.shown_before(month)],
        "thresholds": {**asdict(by), "holds_from": by.holds_from.isoformat() if by.holds_from else None},
    }


def figures_of(work: Loaded, month: int) -> dict[str, Any]:
    """Return of a document what the newest report of the months up to one says."""
    reported = max((m for m in work.versions if m <= month), default=None)
    version = work.versions[reported] if reported else None
    return {
        "report": [reported, version.number] if version else None,
        "spent_fen": version.spent_fen if version else 0,
        "quantities": dict(version.quantities) if version else {},
    }


def corrected(work: Loaded, month: int, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document of a light with the figures and done marks that are in by now.

    State, plan, dates and thresholds stay as they were in that month. A milestone that a revision has replaced since is done
    when the one of the same title is.
    """
    done, titles = work.done_by(month), {m.id: m.title for m in work.milestones}
    done_titles = {title for step, title in titles.items() if step in done}
    milestones = [
        [step, title, *rest, step in done or (step not in titles and title in done_titles)]
        for step, title, *rest, _was in kept["milestones"]
    ]
    return {**kept, **figures_of(work, month), "milestones": milestones}


def read_again(work: Loaded, month: int, basis: Mapping[str, Any]) -> Reading:
    """Return what the rule says of a month by a document, and by the progress that is reported by now."""
    steps = [
        PlannedStep(date.fromisoformat(starts), date.fromisoformat(due), weight, done)
        for _id, _title, starts, due, weight, done in basis["milestones"]
    ]
    return read_light(
        CommitmentState(basis["state"]),
        steps,
        work.progress_by(month),
        month_end(work.row.year, month),
        [Light(light) for light in basis["before"]],
        by=thresholds_of(basis),
    )


def thresholds_of(basis: Mapping[str, Any]) -> Thresholds:
    """Return the thresholds that a document names."""
    kept = basis["thresholds"]
    day = kept["holds_from"]
    return Thresholds(**{**kept, "holds_from": date.fromisoformat(day) if day else None})


def documents_of(commitment: Commitment) -> Mapping[int, dict[str, Any] | None]:
    """Return month -> what its light was read from, None of one kept the old way; one query."""
    asked = select(MonthLight.month, MonthLight.read_from).where(
        MonthLight.jurisdiction_id == commitment.jurisdiction_id, MonthLight.commitment_id == commitment.id
    )
    return {row.month: row.read_from for row in db.session.execute(asked)}
