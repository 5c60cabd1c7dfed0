"""What the library `chinesecalendar` knows of published holidays and working weekends (放假、调休). Knows no table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from chinese_calendar.constants import Holiday, holidays, workdays

from voting.congress.working_days.rules import DayKind

SOURCE = f"国务院办公厅放假安排（chinesecalendar {version('chinesecalendar')}）"


@dataclass(frozen=True)
class KnownDay:
    """A day of a year that the library knows."""

    day: date
    kind: DayKind
    name: str


def known_years() -> tuple[int, ...]:
    """Return the years whose arrangement the library has, the oldest first."""
    return tuple(sorted({day.year for day in holidays}))


def known_days(year: int) -> Iterator[KnownDay]:
    """Yield the days of a year that differ from Monday to Friday, or are called a holiday, in order."""
    for day, name in sorted((holidays | workdays).items()):
        if day.year == year:
            kind = DayKind.HOLIDAY if day in holidays else DayKind.WORKING
            yield KnownDay(day, kind, str(Holiday(name).chinese))
