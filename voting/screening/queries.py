"""What the public pages of screening show: this year's call, a receipt, where a suggestion went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from voting.congress.models import Jurisdiction
from voting.core.clock import today
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Actor, Place, Role
from voting.screening.models import Call, CandidateList, FrozenText, Project, Suggestion
from voting.screening.rules import (
    CALL,
    PROJECT,
    SHORTLIST,
    SUGGESTION,
    CallState,
    Channel,
    ProjectState,
    ShortlistState,
    Source,
    SuggestionState,
    tidy,
    wording,
)


@dataclass(frozen=True)
class CallView:
    """A call as shown. taking: it takes suggestions today; channels: message ids; days_left: of those."""

    year: int
    notice: str
    opens_on: date
    closes_on: date
    contact: str
    channels: tuple[str, ...]
    state: str
    word: str
    taking: bool
    days_left: int


@dataclass(frozen=True)
class Tallies:
    """How many suggestions came in for a year and where they are; projects: formed of them and others."""

    submitted: int
    merged: int
    routed: int
    rejected: int
    projects: int
    candidates: int

    @property
    def all(self) -> int:
        """Return the number of suggestions of the year."""
        return self.submitted + self.merged + self.routed + self.rejected


@dataclass(frozen=True)
class HomePage:
    """The entrance to screening. years: those with a call or a list, newest first."""

    place: Place
    year: int
    years: tuple[int, ...]
    call: CallView | None
    tallies: Tallies
    list_word: str
    list_state: str
    candidates: tuple[tuple[int, int, str, str], ...]
    works: bool
    reads: bool


@dataclass(frozen=True)
class Tracked:
    """A suggestion as its proposer may see it: never the contact. led_to: (code, number, name) after routing."""

    number: str
    title: str
    content: str
    year: int
    submitted_at: datetime
    state: str
    word: str
    answer: str
    project_id: int | None
    project_title: str
    project_state: str
    project_word: str
    project_reason: str
    ordinal: int | None
    together: int
    carried_to: int | None
    led_to: tuple[str, str, str] | None


@dataclass(frozen=True)
class TrackPage:
    """typed: what was asked for; found: None before asking and when there is no such number."""

    place: Place
    typed: str
    found: Tracked | None


@dataclass(frozen=True)
class SuggestPage:
    """The form's surroundings. speaker: as whom the suggestion will be entered (message id)."""

    place: Place
    call: CallView | None
    speaker: str


def call_view(row: Call) -> CallView:
    """Return a call as shown today."""
    day = today()
    taking = row.state is CallState.OPENED and row.opens_on <= day <= row.closes_on
    channels = tuple(wording(Channel(value)) for value in row.channels)
    return CallView(
        row.year,
        row.notice,
        row.opens_on,
        row.closes_on,
        row.contact,
        channels,
        row.state.value,
        CALL.words[row.state],
        taking,
        (row.closes_on - day).days,
    )


def newest_call(place: Place, year: int | None = None, *, drafts: bool = False) -> Call | None:
    """Return the call of a year, or the newest; drafts only for those who work on them."""
    asked = select(Call).where(Call.jurisdiction_id == place.id).order_by(Call.year.desc()).limit(1)
    if year is not None:
        asked = asked.where(Call.year == year)
    if not drafts:
        asked = asked.where(Call.state != CallState.DRAFTED)
    return db.session.scalar(asked)


def years_of(place: Place) -> tuple[int, ...]:
    """Return the years that screening knows here, newest first."""
    calls = select(Call.year).where(Call.jurisdiction_id == place.id)
    lists = select(CandidateList.year).where(CandidateList.jurisdiction_id == place.id)
    projects = select(Project.year).where(Project.jurisdiction_id == place.id)
    return tuple(sorted(set(db.session.scalars(calls.union(lists, projects))), reverse=True))


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
    formed = {row[0]: row[1] for row in projects}
    return Tallies(
        submitted=by_state.get(SuggestionState.SUBMITTED, 0),
        merged=by_state.get(SuggestionState.MERGED, 0),
        routed=by_state.get(SuggestionState.ROUTED, 0),
        rejected=by_state.get(SuggestionState.REJECTED, 0),
        projects=sum(formed.values()),
        candidates=formed.get(ProjectState.FROZEN, 0),
    )


def home_page(place: Place, actor: Actor | None, year: int | None) -> HomePage:
    """Return the entrance page of a year, by default the newest that the person may see."""
    roles = actor.roles_in(place) if actor else frozenset()
    works = Role.STAFF in roles
    years = years_of(place)
    shown = year or (years[0] if years else today().year + 1)
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
        tallies=tallies_of(place, shown),
        list_word=SHORTLIST.words[state],
        list_state=state.value,
        candidates=candidates_of(place, shown),
        works=works,
        reads=bool(roles & {Role.STAFF, Role.OVERSIGHT}),
    )


def candidates_of(place: Place, year: int) -> tuple[tuple[int, int, str, str], ...]:
    """Return (project id, ordinal, title, summary) of a year's formal candidates."""
    rows = db.session.execute(
        select(FrozenText.project_id, FrozenText.ordinal, FrozenText.title, FrozenText.summary)
        .where(FrozenText.jurisdiction_id == place.id, FrozenText.year == year)
        .order_by(FrozenText.ordinal)
    )
    return tuple(rows)


def suggest_page(place: Place, source: Source) -> SuggestPage:
    """Return what stands around the suggestion form."""
    row = db.session.scalar(
        select(Call)
        .where(Call.jurisdiction_id == place.id, Call.state == CallState.OPENED)
        .order_by(Call.year.desc())
        .limit(1)
    )
    return SuggestPage(place, call_view(row) if row else None, wording(source))


def track_page(place: Place, typed: str) -> TrackPage:
    """Return where the suggestion with this number went. The number may be typed with or without dashes."""
    number = tidy(typed)
    row = None
    if number is not None:
        row = db.session.scalar(
            select(Suggestion).where(Suggestion.jurisdiction_id == place.id, Suggestion.number == number)
        )
    return TrackPage(place, typed.strip(), tracked(row) if row else None)


def receipt_page(place: Place, number: str) -> TrackPage:
    """Return the receipt of a suggestion; raise NotFound for a number that is not of this place."""
    page = track_page(place, number)
    if page.found is None:
        raise NotFound("没有这个编号。")
    return page


def tracked(row: Suggestion) -> Tracked:
    """Return a suggestion with all that became of it, through merging, freezing, carrying over and routing."""
    project = db.session.get(Project, row.project_id) if row.project_id else None
    frozen = db.session.get(FrozenText, project.id) if project else None
    carried = None
    together = 0
    if project:
        carried = db.session.scalar(select(Project.year).where(Project.carried_from_id == project.id))
        together = (
            db.session.scalar(
                select(func.count()).select_from(Suggestion).where(Suggestion.project_id == project.id)
            )
            or 0
        )
    return Tracked(
        number=row.number,
        title=row.title,
        content=row.content,
        year=row.year,
        submitted_at=row.submitted_at,
        state=row.state.value,
        word=SUGGESTION.words[row.state],
        answer=row.answer,
        project_id=project.id if project else None,
        project_title=project.title if project else "",
        project_state=project.state.value if project else "",
        project_word=PROJECT.words[project.state] if project else "",
        project_reason=project.shelved_because if project else "",
        ordinal=frozen.ordinal if frozen else None,
        together=together,
        carried_to=carried,
        led_to=led_to(row),
    )


def led_to(row: Suggestion) -> tuple[str, str, str] | None:
    """Return (place's code, number there, place's name) of a routed suggestion."""
    if row.routed_as_id is None:
        return None
    found = db.session.execute(
        select(Jurisdiction.code, Suggestion.number, Jurisdiction.name)
        .join(Jurisdiction, Jurisdiction.id == Suggestion.jurisdiction_id)
        .where(Suggestion.id == row.routed_as_id)
    ).one_or_none()
    return (found.code, found.number, found.name) if found else None
