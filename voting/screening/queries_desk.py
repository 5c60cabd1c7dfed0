"""What staff see of one suggestion with its look-alikes, and of the merge desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from voting.congress.models import Jurisdiction
from voting.core.clock import today
from voting.core.db import db
from voting.core.errors import NotFound
from voting.core.text import N_
from voting.people.rules import Actor, Place, Role
from voting.screening.actions_desk import suggestion_of
from voting.screening.likeness import look_alikes, look_alikes_of_each
from voting.screening.models import Project, Suggestion
from voting.screening.queries_inbox import InboxRow, inbox_row
from voting.screening.rules import SUGGESTION, Field, ProjectState, SuggestionState, wording
from voting.screening.rules_likeness import Segment, groups, shared_segments

GROUPED = 200
ALIKE_ENOUGH = 0.18
"""From here on two suggestions are put into one group: tried on the demonstration's own duplicates."""
VERY_ALIKE = 0.35


@dataclass(frozen=True)
class Alike:
    """A look-alike. likeness: in words (message id); title, content: cut where the shared words are."""

    row: InboxRow
    likeness: str
    title: tuple[Segment, ...]
    content: tuple[Segment, ...]


@dataclass(frozen=True)
class SuggestionPage:
    """One suggestion. contact: empty for those who only read; may: steps open now; targets: (code, name)."""

    place: Place
    row: InboxRow
    content: str
    facts: tuple[tuple[str, str], ...]
    cost_fen: int | None
    contact: tuple[str, ...]
    answer: str
    routed_to: str
    alikes: tuple[Alike, ...]
    may: tuple[str, ...]
    targets: tuple[tuple[str, str], ...]
    works: bool


@dataclass(frozen=True)
class DeskPage:
    """The merge desk.

    chosen: to be merged, shared words marked; near: look-alikes not chosen yet; groups: sets of look-alikes
    when nothing is chosen; projects: (id, title) still open to suggestions.
    """

    place: Place
    year: int
    chosen: tuple[Alike, ...]
    near: tuple[Alike, ...]
    groups: tuple[tuple[InboxRow, ...], ...]
    projects: tuple[tuple[int, str], ...]
    fields: tuple[tuple[str, str], ...]
    waiting: int


def suggestion_page(place: Place, actor: Actor, suggestion_id: int) -> SuggestionPage:
    """Return one suggestion with its look-alikes; the contact only for those who work with it."""
    row = suggestion_of(place.id, suggestion_id)
    works = Role.STAFF in actor.roles_in(place)
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
    return SuggestionPage(
        place=place,
        row=inbox_row(row, project.title if project else None),
        content=row.content,
        facts=tuple((word, value) for word, value in facts if value),
        cost_fen=row.cost_fen,
        contact=tuple(value for value in contact if value),
        answer=row.answer,
        routed_to=to.name if to else "",
        alikes=alikes_of(place, row),
        may=SUGGESTION.steps_from(row.state) if works else (),
        targets=targets_of(place),
        works=works,
    )


def alikes_of(place: Place, row: Suggestion, *, but: Sequence[int] = ()) -> tuple[Alike, ...]:
    """Return the look-alikes of a suggestion, best first, without those in `but`."""
    likes = [like for like in look_alikes(place.id, row) if like.key not in but]
    rows = rows_by_id(place, [like.key for like in likes])
    return tuple(alike(*rows[like.key], row, likeness_word(like.score)) for like in likes if like.key in rows)


def alike(other: Suggestion, title: str | None, row: Suggestion, likeness: str) -> Alike:
    """Return `other` with the words it shares with `row` marked."""
    words = f"{row.title} {row.content}"
    return Alike(
        inbox_row(other, title),
        likeness,
        tuple(shared_segments(other.title, words)),
        tuple(shared_segments(other.content, words)),
    )


def likeness_word(score: float) -> str:
    """Return how alike two suggestions are, in words (message id)."""
    if score >= VERY_ALIKE:
        return N_("很相近")
    return N_("相近") if score >= ALIKE_ENOUGH else N_("有些相近")


def rows_by_id(place: Place, ids: Sequence[int]) -> dict[int, tuple[Suggestion, str | None]]:
    """Return suggestions of this place with their projects' titles, by id."""
    rows = db.session.execute(
        select(Suggestion, Project.title)
        .outerjoin(Project, Project.id == Suggestion.project_id)
        .where(Suggestion.jurisdiction_id == place.id, Suggestion.id.in_(ids))
    )
    return {row.id: (row, title) for row, title in rows}


def targets_of(place: Place) -> tuple[tuple[str, str], ...]:
    """Return the places a suggestion may be routed to: the level above and those right below."""
    above = Jurisdiction.id == (place.path[-2] if len(place.path) > 1 else 0)
    rows = db.session.execute(
        select(Jurisdiction.code, Jurisdiction.name)
        .where(Jurisdiction.has_congress.is_(True), or_(above, Jurisdiction.parent_id == place.id))
        .order_by(Jurisdiction.code)
    )
    return tuple(rows)


def desk_page(place: Place, year: int, ids: Sequence[int]) -> DeskPage:
    """Return the merge desk with these suggestions on it; raise NotFound for another place's."""
    rows = rows_by_id(place, ids)
    if set(ids) - set(rows):
        raise NotFound("没有这条建议。")
    ordered = [rows[key] for key in dict.fromkeys(ids)]
    first = ordered[0][0] if ordered else None
    others = ordered[1] if len(ordered) > 1 else ordered[0] if ordered else None
    chosen = tuple(
        alike(row, title, first if row is not first or others is None else others[0], "")
        for row, title in ordered
        if first
    )
    near = alikes_of(place, first, but=ids) if first else ()
    waiting = waiting_rows(place, year)
    return DeskPage(
        place=place,
        year=year,
        chosen=chosen,
        near=tuple(one for one in near if one.row.state == SuggestionState.SUBMITTED),
        groups=groups_of(place, waiting) if not ids else (),
        projects=open_projects(place, year),
        fields=tuple((field.value, wording(field)) for field in Field),
        waiting=len(waiting),
    )


def waiting_rows(place: Place, year: int) -> list[Suggestion]:
    """Return the suggestions that nobody has dealt with yet, oldest first, at most GROUPED."""
    return list(
        db.session.scalars(
            select(Suggestion)
            .where(
                Suggestion.jurisdiction_id == place.id,
                Suggestion.year == year,
                Suggestion.state == SuggestionState.SUBMITTED,
            )
            .order_by(Suggestion.id)
            .limit(GROUPED)
        )
    )


def groups_of(place: Place, waiting: Sequence[Suggestion]) -> tuple[tuple[InboxRow, ...], ...]:
    """Return the waiting suggestions that hang together by likeness, the largest group first."""
    by_id = {row.id: row for row in waiting}
    alike_pairs = (
        (row.id, like.key)
        for row, likes in look_alikes_of_each(place.id, waiting)
        for like in likes
        if like.score >= ALIKE_ENOUGH and like.key in by_id
    )
    return tuple(tuple(inbox_row(by_id[key], None) for key in group) for group in groups(alike_pairs))


def open_projects(place: Place, year: int) -> tuple[tuple[int, str], ...]:
    """Return (id, title) of a year's projects that suggestions may still join."""
    rows = db.session.execute(
        select(Project.id, Project.title)
        .where(
            Project.jurisdiction_id == place.id,
            Project.year == year,
            Project.state.not_in({ProjectState.FROZEN, ProjectState.SHELVED}),
        )
        .order_by(Project.title)
    )
    return tuple(rows)


def coming_year() -> int:
    """Return the year that is screened for now: next year."""
    return today().year + 1
