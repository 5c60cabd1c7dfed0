"""When the demonstration's years happen: the days of a list's making, and deeds played at their own moments."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app

from voting.core import clock
from voting.core.db import transaction

WINTER = 3
"""Up to this month the year before is still the one whose projects are under way."""


def this_year() -> int:
    """Return the year whose projects are under way."""
    day = clock.today()
    return day.year if day.month > WINTER else day.year - 1


def days_ago(days: int) -> date:
    """Return the day so many days before today."""
    return clock.today() - timedelta(days)


def on(day: date, hour: int, minute: int = 0) -> AbstractContextManager[None]:
    """Play a block from a time of a day that is over; today the clock is left as it is."""
    if day == clock.today():
        return nullcontext()
    return clock.played_from(clock.moment(day, hour, minute), current_app.extensions["settings"])


@dataclass(frozen=True)
class PlayedScene:
    """Deeds of one moment, in one transaction."""

    at: datetime
    deed: Callable[[], object]


def scene(day: date, hour: int, deed: Callable[[], object], minute: int = 0) -> PlayedScene:
    """Return the scene of a time of a day in China."""
    return PlayedScene(clock.moment(day, hour, minute), deed)


def play(scenes: Iterable[PlayedScene]) -> None:
    """Play what is over by now, in the order of time; what is to come is left to whoever tries the program."""
    settings, over = current_app.extensions["settings"], clock.moment(date.min + timedelta(1), 0)
    for one in sorted(scenes, key=lambda found: found.at):
        if one.at <= clock.now():
            with clock.played_from(max(one.at, over), settings), transaction():
                one.deed()
                over = clock.now()


@dataclass(frozen=True)
class ListDays:
    """The days on which a year's list of candidates comes about, from the call to the presidium's decision."""

    opens: date
    closes: date
    formed: date
    appraised: date
    approved: tuple[date, date, date]

    @classmethod
    def until(cls, decided: date) -> ListDays:
        """Return the days of a list that the presidium decides on that day."""
        opens, closes, formed, appraised, named, reviewed = (
            decided - timedelta(days) for days in (135, 95, 85, 60, 40, 20)
        )
        return cls(opens, closes, formed, appraised, (named, reviewed, decided))
