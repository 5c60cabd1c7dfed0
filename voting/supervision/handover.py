"""What crosses into and out of supervision: the announced outcome in, an unfinished project out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

WHOLE = 100


@dataclass(frozen=True)
class VotedStep:
    """A milestone as it stood in the voted text, with the start and weight that follow from its place."""

    title: str
    starts_on: date
    due_on: date
    weight: int


@dataclass(frozen=True)
class VotedPart:
    """A sub-item as it stood in the voted text."""

    title: str
    quantity: int
    measure: str
    unit_name: str
    place: str


@dataclass(frozen=True)
class VotedText:
    """What supervision copies from the frozen dossier of a chosen project."""

    summary: str
    target: str
    planned_fen: int
    due_on: date
    lead_unit: str
    lead_unit_id: int | None
    steps: tuple[VotedStep, ...]
    parts: tuple[VotedPart, ...]


def read_voted(document: Mapping[str, Any], year: int) -> VotedText:
    """Return what a frozen dossier (screening.handover.project_text) binds the government to."""
    due_on = document.get("finishes_on")
    target = document.get("stage_target") if document.get("multi_year") else None
    return VotedText(
        summary=str(document.get("summary") or ""),
        target=str(target or document.get("annual_target") or document.get("summary") or ""),
        planned_fen=int(document.get("planned_fen") or 0),
        due_on=date.fromisoformat(due_on) if due_on else date(year, 12, 31),
        lead_unit=str(document.get("lead_unit") or ""),
        lead_unit_id=document.get("lead_unit_id"),
        steps=voted_steps(document.get("milestones") or (), year),
        parts=tuple(
            VotedPart(
                part["title"],
                part["quantity"],
                part.get("measure") or "",
                part.get("unit") or "",
                part.get("place") or "",
            )
            for part in document.get("parts") or ()
            if part.get("quantity")
        ),
    )


def voted_steps(rows: Sequence[Mapping[str, Any]], year: int) -> tuple[VotedStep, ...]:
    """Return the milestones in order of date, each starting when the one before ends.

    The weights are even and add up to 100; the remainder goes to the last ones.
    """
    ordered = sorted((date.fromisoformat(row["due_on"]), str(row["title"])) for row in rows)
    steps: list[VotedStep] = []
    starts_on = date(year, 1, 1)
    for place, (due_on, title) in enumerate(ordered):
        weight = WHOLE * (place + 1) // len(ordered) - WHOLE * place // len(ordered)
        steps.append(VotedStep(title, min(starts_on, due_on), due_on, weight))
        starts_on = due_on + timedelta(days=1)
    return tuple(steps)
