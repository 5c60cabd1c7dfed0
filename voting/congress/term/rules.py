"""Which term of a congress sits, whose deputies may sign in, and what a deputy may be called. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol, TypeVar

from voting.core.allowed_signs import is_seen
from voting.core.text import N_

MOST_NAME = 40
"""Characters of a name: minority names are long."""

MOST_POST, MOST_ETHNICITY = 100, 20


def name_fault(name: str) -> str:
    """Return what is wrong with a name, as a message id; empty for nothing."""
    if not is_seen(name):
        return N_("姓名是空的。")
    return "" if len(name) <= MOST_NAME else N_("姓名过长，请核对。")


class Spanned(Protocol):
    """A term as it is registered. number: 第几届; ends_on: its last day."""

    @property
    def number(self) -> int: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...


T = TypeVar("T", bound=Spanned)


def sitting(terms: Sequence[T], day: date) -> T | None:
    """Return the term that sits on this day, or None before the first one begins.

    A term sits until its last day, whatever else is registered meanwhile. After it, where no later one has begun, it
    goes on: deputies serve until the next congress first meets (组织法: 代表任期到下届本级人大第一次会议为止).
    """
    begun = sorted((term for term in terms if term.starts_on <= day), key=lambda t: (t.starts_on, t.number))
    unexpired = [term for term in begun if term.ends_on >= day]
    return unexpired[0] if unexpired else (begun[-1] if begun else None)


def sits_from(term: T, terms: Sequence[T]) -> date | None:
    """Return the first day on which this term sits; None when others sit through all of it."""
    day = term.starts_on
    while day <= term.ends_on:
        holder = sitting(terms, day)
        if holder is None or holder.number == term.number:
            return day
        day = holder.ends_on + timedelta(days=1)
    return None


YEARS_OF_A_TERM = 5


def proposed_end(starts_on: date) -> date:
    """Return the last day of a term of five years (《地方组织法》 art. 9): of 2022-02-01, 2027-01-31."""
    try:
        anniversary = starts_on.replace(year=starts_on.year + YEARS_OF_A_TERM)
    except ValueError:  # a 29 February
        anniversary = starts_on.replace(year=starts_on.year + YEARS_OF_A_TERM, month=3, day=1)
    return anniversary - timedelta(days=1)
