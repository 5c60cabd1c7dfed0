"""What the pages of receipt and tracking show: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from voting.congress.place.queries import place_by_id
from voting.core.clock import day_of
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Place
from voting.screening.call.models import Call
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import PROJECT, ProjectState
from voting.screening.likeness.facts import joined_by
from voting.screening.merging.facts import merged_into
from voting.screening.pages.tracking.days import Day, Holder, days_of, holder_of
from voting.screening.shortlist.chain import approval_word
from voting.screening.shortlist.models import CandidateList, FrozenText, ListApproval
from voting.screening.shortlist.rules import ListDecision
from voting.screening.suggestion.facts import is_shown
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.number import tidy
from voting.screening.suggestion.rules import (
    ANSWER_WORDS,
    SUGGESTION,
    SuggestionState,
)

MOST_SLIPS = 200


@dataclass(frozen=True)
class Answer:
    """What its proposer was answered. word: the class (message id), empty for what was answered before there were any."""

    word: str
    text: str
    elsewhere: str


@dataclass(frozen=True)
class Followed:
    """A project as the proposers behind it follow it. passed: (what the list was through, message id; day); since: of its state."""

    id: int
    year: int
    title: str
    state: ProjectState
    word: str
    since: date | None
    reason: str
    ordinal: int | None
    passed: tuple[tuple[str, date], ...]


@dataclass(frozen=True)
class Tracked:
    """A suggestion as its proposer may see it: never the contact.

    days: oldest first; projects: the one it went into and those that carry it on; held_by: the congress that has it now, where
    that is another one than this.
    """

    number: str
    title: str
    content: str
    year: int
    came_on: date
    state: SuggestionState
    word: str
    days: tuple[Day, ...]
    answer: Answer
    projects: tuple[Followed, ...]
    together: int
    held_by: Holder | None
    joined: str


@dataclass(frozen=True)
class TrackPage:
    """typed: what was asked for; found: None before asking and when there is no such number.

    of: (code, name) of the congress that has this number, when it is another one.
    """

    place: Place
    typed: str
    found: Tracked | None
    of: tuple[str, str] | None = None


def track_page(place: Place, typed: str) -> TrackPage:
    """Return where the suggestion with this number went. The number may be typed with or without dashes, in any width."""
    number = tidy(typed)
    row = None
    if number is not None:
        row = db.session.scalar(select(Suggestion).where(Suggestion.number == number))
    if row is not None and row.jurisdiction_id != place.id:
        other = place_by_id(row.jurisdiction_id)
        return TrackPage(place, typed.strip(), None, (other.code, other.name))
    return TrackPage(place, typed.strip(), tracked(place, row) if row else None)


def receipt_page(place: Place, number: str) -> TrackPage:
    """Return the receipt of a suggestion; raise NotFound for a number that is not of this place."""
    page = track_page(place, number)
    if page.found is None:
        raise NotFound("没有这个编号。")
    return page


def tracked(place: Place, row: Suggestion) -> Tracked:
    """Return a suggestion with all that became of it, through merging, freezing, carrying over and routing."""
    projects = followed(place, row.project_id)
    return Tracked(
        number=row.number,
        title=row.title,
        content=row.content,
        year=row.year,
        came_on=row.came_on,
        state=row.state,
        word=SUGGESTION.words[row.state],
        days=days_of(row),
        answer=answer_of(row),
        projects=projects,
        together=_together(projects),
        held_by=holder_of(row),
        joined=joined_title(row),
    )


def answer_of(row: Suggestion) -> Answer:
    """Return what a suggestion was answered."""
    return Answer(ANSWER_WORDS[row.answer_class] if row.answer_class else "", row.answer, row.elsewhere)


def followed(place: Place, project_id: int | None) -> tuple[Followed, ...]:
    """Return the project with this id and, in order, those that carry it on: of later years, or that it went up in."""
    found: list[Followed] = []
    while project_id is not None:
        project = db.session.get_one(Project, project_id)
        found.append(_followed(place, project))
        into = merged_into(project)
        heir = select(Project.id).where(Project.carried_from_id == project.id).order_by(Project.year).limit(1)
        project_id = into.id if into else db.session.scalar(heir)
    return tuple(found)


def _followed(place: Place, project: Project) -> Followed:
    frozen = db.session.get(FrozenText, project.id)
    return Followed(
        id=project.id,
        year=project.year,
        title=project.title,
        state=project.state,
        word=PROJECT.words[project.state],
        since=day_of(project.state_since) if project.state_since else None,
        reason=project.shelved_because,
        ordinal=frozen.ordinal if frozen else None,
        passed=_passed(place, project),
    )


def _passed(place: Place, project: Project) -> tuple[tuple[str, date], ...]:
    """Return what the list that a project is on has been through, with the days."""
    if not project.state.is_on_list:
        return ()
    asked = (
        select(ListApproval.kind, ListApproval.decided_on)
        .join(CandidateList, CandidateList.id == ListApproval.shortlist_id)
        .where(
            CandidateList.jurisdiction_id == place.id,
            CandidateList.year == project.year,
            ListApproval.withdrawn.is_(False),
            ListApproval.decision == ListDecision.PASSED,
            ListApproval.project_id.is_(None),
        )
        .order_by(ListApproval.id)
    )
    return tuple((approval_word(kind, place.level), on) for kind, on in db.session.execute(asked))


def _together(projects: tuple[Followed, ...]) -> int:
    """Return how many suggestions went into the first of these projects."""
    if not projects:
        return 0
    asked = select(func.count()).where(Suggestion.project_id == projects[0].id)
    return db.session.scalar(asked) or 0


def joined_title(row: Suggestion) -> str:
    """Return what its proposer joined, as others may see it: the project's title once there is one; empty for nothing."""
    joined = joined_by(row)
    if joined is None:
        return ""
    project = db.session.get(Project, joined.project_id) if joined.project_id else None
    return project.title if project else joined.title if is_shown(joined) else ""


@dataclass(frozen=True)
class SuggestionSlip:
    """What is printed for who made a suggestion. contact: of the call, where else he may ask; answered_on: None until then."""

    number: str
    title: str
    received_on: date
    contact: str
    answer: Answer
    answered_on: date | None


def slip_of(place: Place, number: str) -> SuggestionSlip:
    """Return the slip of a suggestion; raise NotFound for a number that is not of this place."""
    row = db.session.scalar(
        select(Suggestion).where(Suggestion.jurisdiction_id == place.id, Suggestion.number == tidy(number))
    )
    if row is None:
        raise NotFound("没有这个编号。")
    return _slip(row)


def slips_of(place: Place, ids: Sequence[int]) -> list[SuggestionSlip]:
    """Return the slips of suggestions, at most MOST_SLIPS, in the order they came in; raise NotFound for another place's."""
    asked = select(Suggestion).where(Suggestion.jurisdiction_id == place.id, Suggestion.id.in_(ids))
    rows = list(db.session.scalars(asked.order_by(Suggestion.id).limit(MOST_SLIPS)))
    if not rows or len(ids) > MOST_SLIPS or set(ids) - {row.id for row in rows}:
        raise NotFound("没有这条建议。")
    return [_slip(row) for row in rows]


def _slip(row: Suggestion) -> SuggestionSlip:
    call = db.session.get(Call, row.call_id) if row.call_id else None
    answered = row.answered_at if row.state is SuggestionState.ANSWERED else None
    return SuggestionSlip(
        number=row.number,
        title=row.title,
        received_on=row.came_on,
        contact=call.contact if call else "",
        answer=answer_of(row),
        answered_on=day_of(answered) if answered else None,
    )
