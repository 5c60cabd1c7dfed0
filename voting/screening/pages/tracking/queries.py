"""What the pages of receipt and tracking show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from voting.congress.place.models import Jurisdiction
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Place
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import PROJECT, ProjectState
from voting.screening.merging.facts import WayLine, way_of
from voting.screening.shortlist.models import FrozenText
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.number import tidy
from voting.screening.suggestion.rules import SUGGESTION, SuggestionState


@dataclass(frozen=True)
class Tracked:
    """A suggestion as its proposer may see it: never the contact. led_to: (code, number, name) after routing."""

    number: str
    title: str
    content: str
    year: int
    submitted_at: datetime
    state: SuggestionState
    word: str
    answer: str
    project_id: int | None
    project_title: str
    project_state: ProjectState | None
    project_word: str
    project_reason: str
    ordinal: int | None
    together: int
    carried_to: int | None
    led_to: tuple[str, str, str] | None
    way: tuple[WayLine, ...]


@dataclass(frozen=True)
class TrackPage:
    """typed: what was asked for; found: None before asking and when there is no such number."""

    place: Place
    typed: str
    found: Tracked | None


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
        state=row.state,
        word=SUGGESTION.words[row.state],
        answer=row.answer,
        project_id=project.id if project else None,
        project_title=project.title if project else "",
        project_state=project.state if project else None,
        project_word=PROJECT.words[project.state] if project else "",
        project_reason=project.shelved_because if project else "",
        ordinal=frozen.ordinal if frozen else None,
        together=together,
        carried_to=carried,
        led_to=led_to(row),
        way=way_of(row.id),
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
