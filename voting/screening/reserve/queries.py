"""What the page of the reserve shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from voting.core.clock import day_of
from voting.core.db import db
from voting.people.rules import COLLECTING, Actor, Place
from voting.screening.call.facts import year_of_reserve
from voting.screening.call.models import Call
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import ProjectState
from voting.screening.merging.facts import suggestions_behind
from voting.screening.reserve.facts import is_decided
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SuggestionState
from voting.screening.words import wording


@dataclass(frozen=True)
class Kept:
    """A shelved project that no later year has taken up. field: message id; asked_by: suggestions behind it."""

    id: int
    year: int
    title: str
    field: str
    reason: str
    since: date | None
    asked_by: int
    may_take_up: bool


@dataclass(frozen=True)
class Waiting:
    """How many suggestions of a year nobody has answered."""

    year: int
    count: int


@dataclass(frozen=True)
class ReservePage:
    """The reserve. year: into which it may be taken, None where there is no year whose list is open.

    left: of earlier years; between: what came in for a year that has no call yet.
    """

    place: Place
    year: int | None
    projects: tuple[Kept, ...]
    left: tuple[Waiting, ...]
    between: tuple[Waiting, ...]
    collecting_for: int | None
    works: bool

    @property
    def left_in_all(self) -> int:
        """Return how many suggestions of earlier years wait."""
        return sum(one.count for one in self.left)


def reserve_page(place: Place, actor: Actor) -> ReservePage:
    """Return what is kept in reserve here, newest first."""
    called = list(db.session.scalars(select(Call.year).where(Call.jurisdiction_id == place.id)))
    open_years = [year for year in called if not is_decided(place.id, year)]
    year = max(open_years, default=None)
    waiting = _waiting(place)
    works = bool(COLLECTING & actor.roles_in(place))
    return ReservePage(
        place=place,
        year=year,
        projects=_kept(place, year if works else None),
        left=tuple(one for one in waiting if year is not None and one.year < year),
        between=tuple(one for one in waiting if one.year > max(called, default=0)),
        collecting_for=year_of_reserve(place.id),
        works=works,
    )


def _waiting(place: Place) -> list[Waiting]:
    asked = (
        select(Suggestion.year, func.count())
        .where(Suggestion.jurisdiction_id == place.id, Suggestion.state == SuggestionState.SUBMITTED)
        .group_by(Suggestion.year)
        .order_by(Suggestion.year)
    )
    return [Waiting(year, count) for year, count in db.session.execute(asked)]


def _kept(place: Place, year: int | None) -> tuple[Kept, ...]:
    carried = select(Project.carried_from_id).where(Project.carried_from_id.is_not(None))
    asked = (
        select(Project)
        .where(
            Project.jurisdiction_id == place.id,
            Project.state == ProjectState.SHELVED,
            Project.id.not_in(carried),
        )
        .order_by(Project.year.desc(), Project.id)
    )
    rows = list(db.session.scalars(asked))
    behind = suggestions_behind([row.id for row in rows])
    return tuple(
        Kept(
            id=row.id,
            year=row.year,
            title=row.title,
            field=wording(row.field),
            reason=row.shelved_because,
            since=day_of(row.state_since) if row.state_since else None,
            asked_by=len(behind[row.id]),
            may_take_up=year is not None and row.year < year,
        )
        for row in rows
    )
