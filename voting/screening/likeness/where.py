"""Where a suggestion wants something, and whether two suggestions mean one place. Pure.

Names are compared from their end, for one taken from running text may have a verb before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from voting.screening.likeness.grams import plain
from voting.screening.likeness.lexicon import Lexicon
from voting.screening.likeness.spots import (
    AREAS,
    SCHOOL,
    SHORTEST_CORE,
    Spot,
    SpotKind,
    place_spots,
    spots,
)


@dataclass(frozen=True)
class Where:
    """The places of a suggestion.

    exact, areas: smaller than a township, and larger, named as its place or in its title; beside: only in its text;
    said: all of its words.
    """

    exact: frozenset[Spot] = frozenset()
    areas: frozenset[Spot] = frozenset()
    beside: frozenset[Spot] = frozenset()
    said: str = ""

    @property
    def close(self) -> bool:
        """Tell whether it says more than a county: to be at one place then means something."""
        return bool(self.exact or self.at(SpotKind.TOWNSHIP))

    def at(self, level: SpotKind) -> frozenset[Spot]:
        """Return the areas of one level."""
        return frozenset(spot for spot in self.areas if spot.kind is level)


class SamePlace(StrEnum):
    """Whether two suggestions mean one place. OPEN: one of them does not say."""

    ONE = "one"
    APART = "apart"
    OPEN = "open"


def where(title: str, content: str, place: str, known: Lexicon) -> tuple[Where, str, str]:
    """Return the places of a suggestion, and its title and content without them."""
    title, content, place = (SCHOOL.sub(r"\1\2", plain(text)) for text in (title, content, place))
    of_title, title_left = spots(title, known)
    of_content, content_left = spots(content, known)
    meant = place_spots(place, known) | of_title
    exact = frozenset(one for one in meant if one.kind not in AREAS)
    for core in {one.core for one in meant}:
        title_left, content_left = title_left.replace(core, "\0"), content_left.replace(core, "\0")
    found = Where(exact, meant - exact, of_content - meant, f"{title}\n{place}\n{content}")
    return found, title_left.replace("\0", " "), content_left.replace("\0", " ")


def compared(one: Where, other: Where) -> SamePlace:
    """Tell whether two suggestions mean one place; areas of another name part what is called alike."""
    if any(differ(one.at(level), other.at(level)) for level in AREAS):
        return SamePlace.APART
    if one.exact and other.exact:
        return SamePlace.ONE if meets(one, other) else SamePlace.APART
    if one.exact or other.exact:
        return SamePlace.ONE if meets(one, other) else SamePlace.OPEN
    return (
        SamePlace.ONE
        if all(bool(one.at(level)) is bool(other.at(level)) for level in AREAS)
        else SamePlace.OPEN
    )


def differ(ones: frozenset[Spot], others: frozenset[Spot]) -> bool:
    """Tell whether both name areas and none of them is one."""
    return bool(ones and others) and not any_alike(ones, others)


def meets(one: Where, other: Where) -> bool:
    """Tell whether what one means is what the other means, or names beside."""
    if any_alike(one.exact, other.exact):
        return True
    if same_kind(one.exact, other.exact):
        return False
    crossed = any_alike(one.exact, other.beside) or any_alike(other.exact, one.beside)
    return crossed or says(one, other) or says(other, one)


def same_kind(ones: Iterable[Spot], others: Iterable[Spot]) -> bool:
    """Tell whether both name a place of one kind: two schools, two villages."""
    ends = {spot.kind for spot in ones if spot.kind is not SpotKind.NAMED}
    return any(spot.kind in ends for spot in others)


def says(one: Where, other: Where) -> bool:
    """Tell whether one says the bare name of a place that the other means."""
    return any(len(spot.core) >= SHORTEST_CORE and spot.core in one.said for spot in other.exact)


def any_alike(ones: Iterable[Spot], others: Iterable[Spot]) -> bool:
    """Tell whether a place of the one is a place of the other."""
    theirs = tuple(others)
    return any(alike(one, other) for one in ones for other in theirs)


def alike(one: Spot, other: Spot) -> bool:
    """Tell whether two names are of one place: the same from their end, whatever stands before."""
    if one.part and other.part and one.part != other.part:
        return False
    if one.kind is other.kind:
        exact = one.kind in {SpotKind.FACILITY, SpotKind.ROAD}
        return ends_alike(one.name, other.name) or (not exact and ends_alike(one.core, other.core))
    if one.kind in AREAS or other.kind in AREAS:
        return False
    return one.core == other.core or ends_alike(one.name, other.name)


def ends_alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= SHORTEST_CORE and long.endswith(short)
