"""What the pages of one suggestion show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select

from voting.congress.place.models import Jurisdiction
from voting.core.db import db
from voting.core.lifecycle import OpenSteps
from voting.core.text import N_
from voting.people.rules import COLLECTING, Actor, Place
from voting.screening.answer.queries import TemplateChoice, choices_of_place
from voting.screening.dossier.models import Project
from voting.screening.likeness.facts import Alike, InboxRow, alikes_of, inbox_row, joined_by
from voting.screening.merging.facts import WayLine, steps_open, way_of
from voting.screening.merging.queries import open_projects
from voting.screening.pages.tracking.queries import Answer, Day, answer_of, days_of
from voting.screening.suggestion.facts import suggestion_of
from voting.screening.suggestion.rules import SUGGESTION, SuggestionState


@dataclass(frozen=True)
class Shown:
    """What others may see of a suggestion, and whom its proposer joined. joins: number and title, empty for nobody."""

    may_show: bool
    may_hide: bool
    joins: str
    joins_id: int | None


@dataclass(frozen=True)
class SuggestionPage:
    """One suggestion. contact: empty for those who only read; may: steps open now; targets: (code, name).

    open_projects: ids of those of its year that suggestions may still join; way: where it has been.
    """

    place: Place
    row: InboxRow
    content: str
    facts: tuple[tuple[str, str], ...]
    cost_fen: int | None
    contact: tuple[str, ...]
    answer: Answer
    choices: tuple[TemplateChoice, ...]
    days: tuple[Day, ...]
    routed_to: str
    alikes: tuple[Alike, ...]
    may: OpenSteps
    targets: tuple[tuple[str, str], ...]
    works: bool
    shown: Shown
    year: int
    open_projects: frozenset[int]
    way: tuple[WayLine, ...]


def suggestion_page(place: Place, actor: Actor, suggestion_id: int) -> SuggestionPage:
    """Return one suggestion with its look-alikes; the contact only for those who work with it."""
    row = suggestion_of(place.id, suggestion_id)
    works = bool(COLLECTING & actor.roles_in(place))
    project = db.session.get(Project, row.project_id) if row.project_id else None
    facts = (
        (N_("建设规模"), row.scale),
        (N_("希望完成时间"), row.finish),
        (N_("资金来源"), row.funding),
        (N_("实施主体"), row.implementer),
        (N_("理由"), row.reason),
    )
    contact = (row.contact_name, row.contact_phone, row.contact_email) if works else ()
    to = db.session.get(Jurisdiction, row.routed_to_id) if row.routed_to_id else None
    alikes = alikes_of(place, row)
    return SuggestionPage(
        place=place,
        row=inbox_row(row, project.title if project else None),
        content=row.content,
        facts=tuple((word, value) for word, value in facts if value),
        cost_fen=row.cost_fen,
        contact=tuple(value for value in contact if value),
        answer=answer_of(row),
        choices=choices_of_place(place) if works else (),
        days=days_of(row),
        routed_to=to.name if to else "",
        alikes=alikes,
        may=SUGGESTION.open_steps(steps_open(row, project) if works else ()),
        targets=targets_of(place),
        works=works,
        shown=Shown(
            may_show=works and row.state is SuggestionState.SUBMITTED and row.shown_at is None,
            may_hide=works and row.shown_at is not None,
            joins=f"{joined.number} {joined.title}" if (joined := joined_by(row)) else "",
            joins_id=joined.id if joined else None,
        ),
        year=row.year,
        open_projects=open_among(place, row.year, alikes),
        way=way_of(row.id),
    )


def open_among(place: Place, year: int, alikes: tuple[Alike, ...]) -> frozenset[int]:
    """Return the ids of a year's projects that suggestions may still join; none is asked for where no look-alike is in one."""
    if not any(one.row.project_id for one in alikes):
        return frozenset()
    return frozenset(number for number, _title in open_projects(place, year))


def targets_of(place: Place) -> tuple[tuple[str, str], ...]:
    """Return the places a suggestion may be routed to: the level above and those right below."""
    above = Jurisdiction.id == (place.path[-2] if len(place.path) > 1 else 0)
    rows = db.session.execute(
        select(Jurisdiction.code, Jurisdiction.name)
        .where(Jurisdiction.has_congress.is_(True), or_(above, Jurisdiction.parent_id == place.id))
        .order_by(Jurisdiction.code)
    )
    return tuple(rows)
