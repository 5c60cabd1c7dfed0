"""The loop, once, as data: registration, navigation and tests all read it from here.

screening -> ballot -> tally -> supervision -> (next year's) screening
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from flask import Blueprint

from voting.core.text import N_


@dataclass(frozen=True)
class LoopStep:
    """One of the resolution's four steps. room: its package; title: as the resolution names it."""

    key: str
    room: str
    title: str


LOOP: tuple[LoopStep, ...] = (
    LoopStep("screening", "screening", N_("科学筛选")),
    LoopStep("ballot", "ballot", N_("民主票决")),
    LoopStep("supervision", "supervision", N_("过程监督")),
    LoopStep("results", "portal", N_("全面落实")),
)

BLUEPRINTS: tuple[str, ...] = (
    "voting.display:blueprint",
    "voting.people.views_home:blueprint",
    "voting.people.views_accounts:blueprint",
    "voting.audit.views:blueprint",
    "voting.uploads.views:blueprint",
    "voting.congress.views:blueprint",
    "voting.screening.views:blueprint",
    "voting.screening.reading.views:blueprint",
    "voting.ballot.views:blueprint",
    "voting.ballot.sealed.booth:blueprint",
    "voting.tally.views:blueprint",
    "voting.supervision.views:blueprint",
    "voting.hall.views:blueprint",
    "voting.hall.certificate.views:blueprint",
    "voting.hall.tablet.views:blueprint",
    "voting.hall.tablet.views:beat",
    "voting.oversight.views:blueprint",
    "voting.burden.views:blueprint",
    "voting.portal.views:blueprint",
    "voting.notices.views:blueprint",
    "voting.notices.views:one_click",
    "voting.todo.views:blueprint",
    "voting.todo.views_calendar:blueprint",
    "voting.operating.views:blueprint",
)


FOLLOWERS: tuple[str, ...] = (
    "voting.tally.next_ballot.actions:follow_set_up",
    "voting.supervision.evaluation.actions:follow_set_up",
    "voting.hall.console.actions:drop_request",
)
"""Which rooms keep something under the UUID of a ballot that is not closed: a set-up made anew takes it along."""


def blueprints() -> list[Blueprint]:
    """Return every room's blueprint, in the order of the loop."""
    return _named(BLUEPRINTS)


def followers() -> list[Callable[..., None]]:
    """Return what moves when a ballot's set-up is made anew."""
    return _named(FOLLOWERS)


def _named(places: tuple[str, ...]) -> list[Any]:
    return [getattr(import_module(module), name) for module, _, name in (at.partition(":") for at in places)]
