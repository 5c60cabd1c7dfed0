"""How far the list of candidates has come: a meeting's page asks, the room that makes the list answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app

from voting.core.lifecycle import Missing
from voting.people.rules import Place


@dataclass(frozen=True)
class Nominated:
    """A year's list. word: how far it has come (a message id); missing: what stands before it can be voted on."""

    decided: bool
    word: str
    missing: tuple[Missing, ...]


Asks = Callable[[Place, int], Nominated]


def install_nominated(app: Flask, answers: Asks) -> None:
    """Let the pages of meetings ask this."""
    app.extensions["nominated"] = answers


def nominated(place: Place, year: int) -> Nominated:
    """Return how far the list of a place and year has come."""
    asks: Asks = current_app.extensions["nominated"]
    return asks(place, year)
