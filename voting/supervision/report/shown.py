"""A kept light as every page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from voting.supervision.light.models import MonthLight
from voting.supervision.light.rules import (
    PACES,
    REASONS,
    RUNNING,
    UNREAD,
    WITHOUT_READING,
    Light,
    pace_of,
    points,
    word_of,
)


@dataclass(frozen=True)
class Shown:
    """A kept light as every page shows it.

    month: whose light it is, None before the first; word: of the light; message, values: why, a message id; chosen: set by a
    person; pace: how it stands to the plan's time, empty where nothing runs; scheduled: per cent that the plan asked for, None before the first.
    """

    light: Light
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    chosen: bool = False
    month: int | None = None
    word: str = ""
    pace: str = ""
    scheduled: int | None = None


def shown_of(row: MonthLight | None) -> Shown:
    """Return a kept light as pages show it, with what was found and, where a person set it, why."""
    if row is None:
        return Shown(Light.GREY, WITHOUT_READING, word=UNREAD)
    reading, chosen = row.reading, row.chosen is not None
    values: dict[str, object] = {"gap": points(reading.gap), "late": reading.late}
    is_running = reading.reason in RUNNING
    return Shown(
        light=row.shown,
        message=row.chosen_reason if chosen else REASONS[row.reason],
        values={} if chosen else values,
        chosen=chosen,
        month=row.month,
        word=word_of(row.shown, row.reason),
        pace=PACES[pace_of(reading.asked, reading.progress, row.by)] if is_running else "",
        scheduled=reading.scheduled,
    )
