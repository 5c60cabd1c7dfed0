"""The tiles of the front page's map, one a place: name, worst light, how many projects show it, and the word on it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from voting.portal.home.queries import Tile


@dataclass(frozen=True)
class ShownTile:
    """A tile with its address."""

    name: str
    url: str
    colour: str | None
    count: int
    word: str


def shown_tile(tile: Tile | None) -> ShownTile | None:
    """Return a tile with its address; a gap stays a gap."""
    if tile is None:
        return None
    word = "" if tile.colour else _("暂无")
    return ShownTile(tile.name, url_for("portal.home", code=tile.code), tile.colour, tile.count, word)
