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
    return now().astimezone(CHINA).date()
