"""The public front page, made ready for its template: words in the reader's language, addresses."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from voting.core.lifecycle import Progress
from voting.portal.home.queries import HomePage
from voting.portal.home.rules import YearStep
from voting.portal.home.tiles import ShownTile, shown_tile
from voting.portal.spoken import parts_of, say


@dataclass(frozen=True)
class ShownStep:
    """A step of the loop in words."""

    title: str
    state: Progress
    text: str


@dataclass(frozen=True)
class ShownHome(HomePage):
    """A front page in words."""

    loop: tuple[ShownStep, ...]
    map: tuple[ShownTile | None, ...]


def shown_home(page: HomePage) -> ShownHome:
    """Return a front page in words."""
    return ShownHome(
        **parts_of(page), loop=tuple(map(shown_step, page.steps)), map=tuple(map(shown_tile, page.tiles))
    )


def shown_step(step: YearStep) -> ShownStep:
    """Return a step of the loop in words."""
    return ShownStep(_(step.title), step.state, say(step.says))
