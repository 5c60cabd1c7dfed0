"""What a year's list left out and why, as the page of the year shows it: one function for everybody, once the list is fixed.

Titles and reasons are the office's own words. Of suggestions that came to no project there are sums alone: what each was
answered is its proposer's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from voting.core.db import db
from voting.people.rules import Place
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import PROJECT, ProjectState
from voting.screening.merging.models import MergeStep
from voting.screening.merging.rules import StepKind
from voting.screening.pages.statistics.queries import Portion, became, outcomes_of
from voting.screening.shortlist.facts import PublicCandidate
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
    """What a list left out. answered: suggestions that came to no project, by what became of them; received: of the year in all."""

    projects: tuple[LeftOutLine, ...]
    answered: tuple[Portion, ...]
    received: int

    @property
    def suggestions(self) -> int:
        """Return how many suggestions came to no project."""
        return sum(one.count for one in self.answered)

    @property
    def is_empty(self) -> bool:
        """Tell whether the list left nothing out."""
        return not (self.projects or self.answered)


def left_out(place: Place, year: int, listed: Sequence[PublicCandidate]) -> LeftOut | None:
    """Return what a year's list left out; None until it is fixed. listed: its public candidates; two queries."""
    if not listed:
        return None
    outcomes = outcomes_of(place, year)
    return LeftOut(
        lines_of(place, year),
        became(outcomes, of_projects=False),
        sum(one.count for one in outcomes),
    )


def lines_of(place: Place, year: int) -> tuple[LeftOutLine, ...]:
    """Return projects as shown: shelved first, then what went up in others, then what is still appraised."""
    heir = aliased(Project)
    joined = and_(
        MergeStep.other_id == Project.id, MergeStep.kind == StepKind.JOINED, MergeStep.back.is_(False)
    )
    asked = (
        select(Project, heir.title)
        .outerjoin(MergeStep, joined)
        .outerjoin(heir, heir.id == MergeStep.project_id)
        .where(Project.jurisdiction_id == place.id, Project.year == year, Project.state.in_(OUTSIDE))
        .order_by(Project.id, MergeStep.id)
    )
    # of a project that was parted and joined again the last step counts
    found = {row.id: line_of(row, into or "") for row, into in db.session.execute(asked)}
    order = {state: n for n, state in enumerate(OUTSIDE)}
    return tuple(sorted(found.values(), key=lambda line: order[line.state]))


def line_of(row: Project, into: str) -> LeftOutLine:
    """Return a project as shown. into: the title of what it went up in, if it did."""
    return LeftOutLine(
        title=row.title,
        field=wording(row.field),
        state=row.state,
        word=PROJECT.words[row.state],
        reason=row.shelved_because,
        into=into if row.state is ProjectState.JOINED else "",
    )
