"""The blueprint of telling, and what its views share."""

from __future__ import annotations

from flask import Blueprint, current_app
from werkzeug import Response as AnyResponse

from config import Settings

blueprint = Blueprint("notices", __name__)
Page = str | AnyResponse | tuple[str, int]


def settings() -> Settings:
    """Return the settings that the program runs with."""
    found = current_app.extensions["settings"]
    assert isinstance(found, Settings)
    return found
