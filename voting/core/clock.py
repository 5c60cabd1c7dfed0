"""The only place that reads the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
_set_back: ContextVar[timedelta] = ContextVar("back", default=timedelta())
"""How far the clock is set back in this thread alone: nothing, but while the demonstration plays its past."""


class Playing(Protocol):
    """The program's settings, as far as the clock asks them."""

    @property
    def demonstration(self) -> bool: ...


class NotPlayed(RuntimeError):
    """The clock is not set back: this is in service, or the moment is still to come."""


def now() -> datetime:
    """Return the current moment, in UTC, with its time zone."""
    return datetime.now(UTC) - _set_back.get()


@contextmanager
def played_from(start: datetime, settings: Playing) -> Iterator[None]:
    """Let the clock run on from a moment of the past, inside the block: how the demonstration plays its years.

    Raise NotPlayed in service, where the time of a deed is evidence, and for a moment to come.
    """
    back = datetime.now(UTC) - start
    if not settings.demonstration or back < timedelta():
        raise NotPlayed
    before = _set_back.set(back)
    try:
        yield
    finally:
        _set_back.reset(before)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """Return the moment of a time of day in China, in UTC."""
    return datetime.combine(day, time(hour, minute), CHINA).astimezone(UTC)


def today() -> date:
    """Return today's date in China, where every deadline of the procedure is meant."""
    return day_of(now())


def in_china(at: datetime) -> datetime:
    """Return a moment by the clock of China, which every congress keeps."""
    return at.astimezone(CHINA)


def day_of(at: datetime) -> date:
    """Return the day in China of a moment."""
    return in_china(at).date()


def stamp(at: datetime) -> str:
    """Return a moment as lists and documents write it, by the clock of China: 2026-11-27 23:33:29."""
    return f"{in_china(at):%Y-%m-%d %H:%M:%S}"
