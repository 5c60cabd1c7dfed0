"""The only place that reads the time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the current moment, in UTC, with its time zone."""
    return datetime.now(UTC)


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
