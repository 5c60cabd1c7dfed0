"""What an address asks for behind its question mark."""

from __future__ import annotations

from flask import request

LONGEST_NUMBER = 9
LONGEST_TEXT = 80
YEARS = range(1000, 10_000)


def number_asked(name: str) -> int | None:
    """Return a whole number of the query string that a column can hold, None for anything else."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


def text_asked(name: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text of the query string without blanks around it, cut where nothing that is looked for is so long."""
    return request.args.get(name, "").strip()[:longest]


def year_asked() -> int | None:
    """Return the year of the query string, None where it names none."""
    year = number_asked("year")
    return year if year in YEARS else None
