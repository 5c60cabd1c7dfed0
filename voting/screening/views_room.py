"""What all views of screening share: the blueprint, year of a page, a refused deed shown in its form."""

from __future__ import annotations

import hashlib
import hmac

from flask import Blueprint, current_app, request
from flask_babel import gettext as _
from werkzeug import Response

from voting.core.asked import number_asked, year_asked
from voting.core.clock import today
from voting.core.errors import DomainError, NotFound
from voting.people.access import current_actor_or_none, here

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


def origin_of_request() -> str | None:
    """Return the keyed digest of the sender's address and the day; None for people who are signed in.

    With another day, or without the secret key, it leads back to nobody.
    """
    actor = current_actor_or_none()
    if actor is not None and actor.roles_in(here()):
        return None
    key: str = current_app.extensions["settings"].secret_key
    text = f"suggestion|{request.remote_addr}|{today().isoformat()}"
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
