"""What a year's list left out and why, as the page of the year shows it: one function for everybody, once the list is fixed.

Titles and reasons are the office's own words. Of suggestions that came to no project there are sums alone: what each was
answered is its proposer's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voting.people.rules import Place
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import PROJECT, ProjectState
from voting.screening.merging.facts import heirs_of
from voting.screening.pages.statistics.queries import Portion, became
from voting.screening.shortlist.facts import find_list, projects_in
from voting.screening.shortlist.rules import ShortlistState
from voting.screening.words import wording

OUTSIDE = (
    ProjectState.SHELVED,
    ProjectState.JOINED,
    ProjectState.FORMED,
    ProjectState.APPRAISED,
    ProjectState.PRELIMINARY,
    ProjectState.REVIEWED,
)
"""The states of projects that a fixed list left out, in the order in which they are shown; one that was dissolved is none."""


@dataclass(frozen=True)
class LeftOutLine:
    """A project that is no candidate. field, word: message ids; reason: in the office's words; into: the title of what it went up in."""

    title: str
    field: str
    state: ProjectState
    word: str
    reason: str
    into: str


@dataclass(frozen=True)
class LeftOut:
    """What a list left out. answered: suggestions that came to no project, by what became of them."""

    projects: tuple[LeftOutLine, ...]
    answered: tuple[Portion, ...]

    @property
    def suggestions(self) -> int:
        """Return how many suggestions came to no project."""
        return sum(one.count for one in self.answered)


def left_out(place: Place, year: int) -> LeftOut | None:
    """Return what a year's list left out; None until it is fixed, and where it left nothing out."""
    draft = find_list(place.id, year)
    if draft is None or draft.state is not ShortlistState.DECIDED:
        return None
    rows = projects_in(place.id, year, *OUTSIDE)
    found = LeftOut(lines_of(rows), became(place, year, of_projects=False))
    return found if found.projects or found.answered else None


def lines_of(rows: Sequence[Project]) -> tuple[LeftOutLine, ...]:
    """Return projects as shown: shelved first, then what went up in others, then what is still appraised."""
    into = heirs_of([row.id for row in rows if row.state is ProjectState.JOINED])
    order = {state: n for n, state in enumerate(OUTSIDE)}
    return tuple(
        LeftOutLine(
            title=row.title,
            field=wording(row.field),
            state=row.state,
            word=PROJECT.words[row.state],
            reason=row.shelved_because,
            into=into[row.id].title if row.id in into else "",
        )
        for row in sorted(rows, key=lambda row: (order[row.state], row.id))
    )
