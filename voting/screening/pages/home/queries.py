"""What the pages of the front page of screening show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from voting.core.db import db
from voting.people.rules import COLLECTING, WEIGHING, Actor, Place
from voting.screening.call.facts import open_now, year_of_reserve
from voting.screening.call.queries import CallView, call_view, newest_call
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import ProjectState
from voting.screening.shortlist.models import CandidateList, FrozenText
from voting.screening.shortlist.rules import SHORTLIST, ShortlistState
from voting.screening.shortlist.years import year_at_hand, years_of
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SuggestionState


@dataclass(frozen=True)
class Tallies:
    """How many suggestions came in for a year and where they are; projects: formed of them and others."""

    submitted: int
    merged: int
    routed: int
    answered: int
    projects: int
    candidates: int

    @property
    def all(self) -> int:
        """Return the number of suggestions of the year."""
        return self.submitted + self.merged + self.routed + self.answered


@dataclass(frozen=True)
class HomePage:
    """The entrance to screening. between: what comes in now goes into the reserve; years: those with a call or a list, newest first."""

    place: Place
    year: int
    years: tuple[int, ...]
    call: CallView | None
    between: bool
    tallies: Tallies
    list_word: str
    list_state: str
    candidates: tuple[tuple[int, int, str, str], ...]
    works: bool
    reads: bool


def tallies_of(place: Place, year: int) -> Tallies:
    """Return how many suggestions of a year are in which state, and how many projects there are."""
    counted = db.session.execute(
        select(Suggestion.state, func.count())
        .where(Suggestion.jurisdiction_id == place.id, Suggestion.year == year)
        .group_by(Suggestion.state)
    )
    by_state = {row[0]: row[1] for row in counted}
    projects = db.session.execute(
        select(Project.state, func.count())
        .where(Project.jurisdiction_id == place.id, Project.year == year)
        .group_by(Project.state)
    )
    formed = {row[0]: row[1] for row in projects if row[0].stands}
    return Tallies(
        submitted=by_state.get(SuggestionState.SUBMITTED, 0),
        merged=by_state.get(SuggestionState.MERGED, 0),
        routed=by_state.get(SuggestionState.ROUTED, 0),
        answered=by_state.get(SuggestionState.ANSWERED, 0),
        projects=sum(formed.values()),
        candidates=formed.get(ProjectState.FROZEN, 0),
    )


def home_page(place: Place, actor: Actor | None, year: int | None) -> HomePage:
    """Return the entrance page of a year, by default the newest that the person may see."""
    roles = actor.roles_in(place) if actor else frozenset()
    works = bool(COLLECTING & roles)
    years = years_of(place)
    shown = year_at_hand(place, year)
    call = newest_call(place, shown, drafts=works)
    draft = db.session.scalar(
        select(CandidateList).where(CandidateList.jurisdiction_id == place.id, CandidateList.year == shown)
    )
    state = draft.state if draft else ShortlistState.DRAFTED
    return HomePage(
        place=place,
        year=shown,
        years=years,
        call=call_view(call) if call else None,
        between=year_of_reserve(place.id) is not None and open_now(place.id) is None,
        tallies=tallies_of(place, shown),
        list_word=SHORTLIST.words[state],
        list_state=state.value,
        candidates=candidates_of(place, shown),
        works=works,
        reads=bool(roles & WEIGHING),
    )


def candidates_of(place: Place, year: int) -> tuple[tuple[int, int, str, str], ...]:
    """Return (project id, ordinal, title, summary) of a year's formal candidates."""
    rows = db.session.execute(
        select(FrozenText.project_id, FrozenText.ordinal, FrozenText.title, FrozenText.summary)
        .where(FrozenText.jurisdiction_id == place.id, FrozenText.year == year)
        .order_by(FrozenText.ordinal)
    )
    return tuple(rows)
