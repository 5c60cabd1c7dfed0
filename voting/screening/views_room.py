"""What all views of screening share: the blueprint, year of a page, a refused deed shown in its form."""

from __future__ import annotations

from flask import Blueprint, request
from flask_babel import gettext as _
from werkzeug import Response

from voting.core.asked import number_asked, year_asked
from voting.core.errors import DomainError, NotFound

blueprint = Blueprint("screening", __name__)
Page = str | Response | tuple[str, int]


def asked_year() -> int | None:
    """Return the year in the query string, or None; raise NotFound for something that is no year."""
    year = year_asked()
    if year is None and request.args.get("year", ""):
        raise NotFound("没有这个页面。")
    return year


def asked_number(name: str, least: int = 1) -> int:
    """Return a whole number of the query string, `least` when it is missing or none."""
    return max(number_asked(name) or least, least)


def sentence(error: DomainError) -> str:
    """Return an error's sentence in the person's language."""
    values = {key: _(value) if isinstance(value, str) else value for key, value in error.values.items()}
    text: str = _(error.message)
    return text % values if values else text
