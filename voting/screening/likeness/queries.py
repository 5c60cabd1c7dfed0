"""What the pages of look-alikes show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from voting.core.db import db
from voting.people.rules import Place
from voting.screening.call.queries import call_view, newest_call
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import ProjectState
from voting.screening.likeness.facts import look_alikes
from voting.screening.likeness.models import OwnWords
from voting.screening.likeness.rules import RELATIONS, Relation
from voting.screening.likeness.wish import HOST, ours
from voting.screening.suggestion.facts import is_shown, may_be_joined
from voting.screening.suggestion.models import Suggestion

OFFERED = 3


@dataclass(frozen=True)
class OwnWordsPage:
    """A congress's own words. ours: the groups of synonyms that the program brings, without those of two words at once."""

    place: Place
    places: str
    synonyms: str
    version: int
    ours: tuple[tuple[str, ...], ...]


def own_words_page(place: Place) -> OwnWordsPage:
    """Return the words of a congress, and those that every congress has."""
    row = db.session.get(OwnWords, place.id)
    table = tuple(tuple(word.removeprefix(HOST) for word in group if "+" not in word) for group in ours())
    return OwnWordsPage(
        place, row.places if row else "", row.synonyms if row else "", row.version if row else 0, table
    )


@dataclass(frozen=True)
class AskedBefore:
    """Something that somebody asked for already, in words that staff let be read. verdict: message id; count: of suggestions."""

    id: int
    title: str
    place: str
    verdict: str
    count: int


def asked_before(place: Place, title: str, content: str, where: str) -> tuple[AskedBefore, ...]:
    """Return what was suggested to the open call for the same, moderated, at most OFFERED; each project once."""
    call = newest_call(place)
    if call is None or not call_view(call).taking:
        return ()
    found: dict[object, AskedBefore] = {}
    for like in look_alikes(place, title, content, where):
        row = like.row
        if (
            like.how.verdict not in {Relation.SAME, Relation.OPEN}
            or row.year != call.year
            or not may_be_joined(row)
        ):
            continue
        project = db.session.get(Project, row.project_id) if row.project_id else None
        if project is not None and project.state is ProjectState.SHELVED:
            continue
        key = ("project", project.id) if project else row.joins_id or row.id
        if key not in found:
            found[key] = offered(row, project, RELATIONS[like.how.verdict])
        if len(found) == OFFERED:
            break
    return tuple(found.values())


def offered(row: Suggestion, project: Project | None, verdict: str) -> AskedBefore:
    """Return a suggestion as others see it: under the title of its project, once it has one.

    Its own place is read by strangers only where staff let it be shown: of what was merged nobody has said that.
    """
    same = [Suggestion.id == row.id, Suggestion.joins_id == row.id]
    if project is not None:
        same.append(Suggestion.project_id == project.id)
    here = Suggestion.jurisdiction_id == row.jurisdiction_id
    count = db.session.scalar(select(func.count()).select_from(Suggestion).where(here, or_(*same))) or 1
    where = row.place if is_shown(row) else ""
    return AskedBefore(row.id, project.title if project else row.title, where, verdict, count)
