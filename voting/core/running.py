"""What the program runs with, for whatever runs in it."""

from __future__ import annotations

from flask import current_app

from config import Settings


def settings() -> Settings:
    """Return the settings that the program runs with."""
    found = current_app.extensions["settings"]
    assert isinstance(found, Settings)
    return found
