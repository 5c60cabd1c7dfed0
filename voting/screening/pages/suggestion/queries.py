"""What the pages of one suggestion show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select

from voting.congress.place.models import Jurisdiction
from voting.core.db import db
from voting.core.errors import NotFound
from voting.core.lifecycle import OpenSteps
from voting.core.text import N_
from voting.people.rules import COLLECTING, Actor, Place
from voting.screening.answer.queries import TemplateChoice, choices_of_place
from voting.screening.dossier.models import Project
from voting.screening.likeness.facts import Alike, InboxRow, alikes_of, inbox_row, joined_by
from voting.screening.merging.facts import WayLine, steps_open, way_of
from voting.screening.merging.queries import open_projects
from voting.screening.pages.tracking.days import Crossing, Day, crossing_of, days_of
from voting.screening.pages.tracking.queries import Answer, answer_of
from voting.screening.suggestion.contact import is_lost
from voting.screening.suggestion.facts import OPEN, photos_of, sent_from, suggestion_of
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SUGGESTION


@dataclass(frozen=True)
class Shown:
    """What others may see of a suggestion, and whom its proposer joined. joins: number and title, empty for nobody."""

    may_show: bool
    may_hide: bool
    joins: str
    joins_id: int | None


@dataclass(frozen=True)
class SuggestionPage:
    """One suggestion. contact: what was looked up just now; has_contact: there is one, and the reader may look it up.

    contact_lost: the key that sealed it is gone. may: steps open now; targets: (code, name).

    open_projects: ids of those of its year that suggestions may still join; way: where it has been.
    """

    place: Place
    row: InboxRow
    content: str
    facts: tuple[tuple[str, str], ...]
    cost_fen: int | None
    contact: tuple[str, ...]
    has_contact: bool
    contact_lost: bool
    answer: Answer
    choices: tuple[TemplateChoice, ...]
    days: tuple[Day, ...]
    crossing: Crossing
    order_number: str
    photos: tuple[str, ...]
    alikes: tuple[Alike, ...]
    may: OpenSteps
    targets: tuple[tuple[str, str], ...]
    works: bool
    shown: Shown
    year: int
    open_projects: frozenset[int]
    way: tuple[WayLine, ...]


def shown_of(row: Suggestion, *, works: bool) -> Shown:
    """Return what others may see of a suggestion, and what whoever works with it may change of that."""
    joined = joined_by(row)
    return Shown(
        may_show=works and row.state in OPEN and row.shown_at is None,
        may_hide=works and row.shown_at is not None,
        joins=f"{joined.number} {joined.title}" if joined else "",
        joins_id=joined.id if joined else None,
    )


def suggestion_page(
    place: Place, actor: Actor, suggestion_id: int, contact: tuple[str, ...] = ()
) -> SuggestionPage:
    """Return one suggestion with its look-alikes. contact: what `suggestion.contact` has told just now."""
    row = suggestion_of(place.id, suggestion_id)
    works = bool(COLLECTING & actor.roles_in(place))
    project = db.session.get(Project, row.project_id) if row.project_id else None
    alikes, days = alikes_of(place, row), days_of(row)
    crossing = crossing_of(row, days)
    sender = sent_from(row) if crossing.came else None
    return SuggestionPage(
        place=place,
        row=inbox_row(row, project.title if project else None),
        content=row.content,
        facts=told_besides(row),
        cost_fen=row.cost_fen,
        contact=contact,
        has_contact=works and row.contact is not None,
        contact_lost=is_lost(row),
        answer=answer_of(row),
        choices=choices_of_place(place) if works else (),
        days=days,
        crossing=crossing,
        order_number=row.order_number or "",
        photos=tuple(photos_of(row)),
        alikes=alikes,
        may=SUGGESTION.open_steps(open_now(row, project, sender) if works else ()),
        targets=targets_of(place, sender),
        works=works,
        shown=shown_of(row, works=works),
        year=row.year,
        open_projects=open_among(place, row.year, alikes),
        way=way_of(row.id),
    )


def told_besides(row: Suggestion) -> tuple[tuple[str, str], ...]:
    """Return what was told beside the two required boxes, as pairs of message id and text."""
    facts = (
        (N_("建设规模"), row.scale),
        (N_("希望完成时间"), row.finish),
        (N_("资金来源"), row.funding),
        (N_("实施主体"), row.implementer),
        (N_("理由"), row.reason),
    )
    return tuple((word, value) for word, value in facts if value)


def open_among(place: Place, year: int, alikes: tuple[Alike, ...]) -> frozenset[int]:
    """Return the ids of a year's projects that suggestions may still join; none is asked for where no look-alike is in one."""
    if not any(one.row.project_id for one in alikes):
        return frozenset()
    return frozenset(number for number, _title in open_projects(place, year))


def open_now(row: Suggestion, project: Project | None, sender: Suggestion | None) -> list[str]:
    """Return the steps that are open: what nobody sent here cannot go back."""
    steps = steps_open(row, project)
    return [step for step in steps if step != "come_back" and (step != "return" or sender is not None)]


def targets_of(place: Place, sender: Suggestion | None) -> tuple[tuple[str, str], ...]:
    """Return the places a suggestion may be routed to: the level above and those right below, but the one that sent it."""
    above = Jurisdiction.id == (place.path[-2] if len(place.path) > 1 else 0)
    but = sender.jurisdiction_id if sender else 0
    rows = db.session.execute(
        select(Jurisdiction.code, Jurisdiction.name)
        .where(Jurisdiction.has_congress.is_(True), or_(above, Jurisdiction.parent_id == place.id))
        .where(Jurisdiction.id != but)
        .order_by(Jurisdiction.code)
    )
    return tuple(rows)


def photo_name(place: Place, suggestion_id: int, name: str) -> str:
    """Return the name of a photograph of a suggestion of this place; raise NotFound for any other."""
    if name not in photos_of(suggestion_of(place.id, suggestion_id)):
        raise NotFound("没有这张照片。")
    return name
