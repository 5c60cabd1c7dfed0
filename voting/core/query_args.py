"""What an address asks for behind its question mark."""

from __future__ import annotations

from flask import request

LONGEST_NUMBER = 9
YEARS = range(1000, 10_000)


def number_asked(name: str) -> int | None:
    """Return a whole number of the query string that a column can hold, None for anything else."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


def year_asked() -> int | None:
    """Return the year of the query string, None where it names none."""
    year = number_asked("year")
    return year if year in YEARS else None
