"""What the page of the method shows: one function a page."""

from __future__ import annotations

from dataclasses import dataclass

from voting.people.rules import Place
from voting.screening.appraisal.criteria import CheckItem
from voting.screening.appraisal.facts import checks_in, method_of, weights_of
from voting.screening.shortlist.years import year_at_hand


@dataclass(frozen=True)
class MethodPage:
    """since: the year from which the method that holds was set, None for the program's own table."""

    place: Place
    year: int
    since: int | None
    weights: dict[str, int]
    checks: tuple[CheckItem, ...]
    publish_scores: bool


def method_page(place: Place, year: int | None) -> MethodPage:
    """Return the method that holds in a year."""
    shown = year_at_hand(place, year)
    method = method_of(place.id, shown)
    return MethodPage(
        place=place,
        year=shown,
        since=method.year if method else None,
        weights=weights_of(place.id, shown),
        checks=checks_in(method),
        publish_scores=bool(method and method.publish_scores),
    )
