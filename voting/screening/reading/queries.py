"""What people see of the reading room: the candidates, one of them, the questions on them, the booklet. Who marked what, nobody sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal, or_, select

from voting.core.db import db
from voting.core.errors import NotFound
from voting.core.lifecycle import OpenSteps
from voting.people.rules import Actor, Place
from voting.screening.dossier.document import document_of, withheld
from voting.screening.dossier.facts import dossier_of, unit_names
from voting.screening.dossier.models import Project
from voting.screening.reading.facts import (
    FOREIGN,
    CandidateLine,
    entries,
    open_lists,
    own_desk,
    readable,
)
from voting.screening.reading.models import DeputyQuestion
from voting.screening.reading.rules import QUESTION, OwnDesk, QuestionState
from voting.screening.shortlist.chain import step_of
from voting.screening.shortlist.facts import chain_of, project_text, records_of, sources_of
from voting.screening.shortlist.models import CandidateList
from voting.screening.shortlist.queries_candidate import CandidatePage, text_page
from voting.screening.shortlist.rules import ApprovalKind, ShortlistState
from voting.screening.shortlist.shown import Recorded, recorded

HEARD = (ApprovalKind.VISITS, ApprovalKind.COMMENTS, ApprovalKind.DELEGATIONS)
"""The steps of the chain in which deputies visit, comment and deliberate."""


@dataclass(frozen=True)
class ReadingRow:
    """A candidate in the list. answered: questions on it with their answers; marked, noted: by the reader himself."""

    entry: CandidateLine
    answered: int
    marked: bool
    noted: bool


@dataclass(frozen=True)
class HeardLine:
    """A visit, comments or a deliberation as recorded. title: the step, a message id."""

    title: str
    record: Recorded


@dataclass(frozen=True, kw_only=True)
class ReadingPage:
    """The list that deputies read. year: 0 while none is reviewed; at_home: the reader asks, and has bookmarks and notes;

    lost: they were sealed by another key; decided: the presidium has fixed the list.
    """

    place: Place
    year: int
    years: tuple[int, ...]
    decided: bool
    seats: int
    rows: tuple[ReadingRow, ...]
    heard: tuple[HeardLine, ...]
    may_ask: bool
    at_home: bool
    lost: bool


@dataclass(frozen=True)
class QuestionShown:
    """A question as all deputies see it: without who asked. own: the reader's own; unit: who answers, empty for the office."""

    id: int
    text: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    unit: str
    own: bool
    may: OpenSteps

    @property
    def is_answered(self) -> bool:
        return bool(self.answer)


@dataclass(frozen=True, kw_only=True)
class ReadPage:
    """One candidate before a deputy. before, after: its neighbours; note: the reader's own; may_ask: the list is still to be voted on."""

    place: Place
    year: int
    decided: bool
    entry: CandidateLine
    count: int
    before: CandidateLine | None
    after: CandidateLine | None
    text: CandidatePage
    questions: tuple[QuestionShown, ...]
    may_ask: bool
    at_home: bool
    lost: bool
    marked: bool
    note: str


def chosen_list(place: Place, year: int | None) -> tuple[Sequence[CandidateList], CandidateList | None]:
    """Return the lists that deputies may read and the one of a year, by default the newest; NotFound for one that is not."""
    lists = open_lists(place.id)
    if year is None:
        return lists, lists[0] if lists else None
    found = next((one for one in lists if one.year == year), None)
    if found is None:
        raise NotFound("%(year)s 年的候选项目还没有经过审查，暂不开放阅读。", year=year)
    return lists, found


def reading_page(place: Place, actor: Actor, secret_key: str, year: int | None) -> ReadingPage:
    """Return the list of a year for a deputy, by default the newest that is reviewed."""
    lists, draft = chosen_list(place, year)
    desk = own_desk(actor, secret_key) if actor.from_home else None
    counts = answered_counts(draft) if draft else {}
    rows = entries(draft) if draft else ()
    return ReadingPage(
        place=place,
        year=draft.year if draft else 0,
        years=tuple(one.year for one in lists),
        decided=draft is not None and draft.state is ShortlistState.DECIDED,
        seats=draft.seats if draft else 0,
        rows=tuple(reading_row(one, counts, desk or OwnDesk()) for one in rows),
        heard=heard_of(place, draft, rows) if draft else (),
        may_ask=actor.from_home and draft is not None and draft is lists[0],
        at_home=actor.from_home,
        lost=actor.from_home and desk is None,
    )


def reading_row(one: CandidateLine, counts: Mapping[int, int], desk: OwnDesk) -> ReadingRow:
    """Return a candidate as the list shows it."""
    key = one.project_id
    return ReadingRow(one, counts.get(key, 0), key in desk.marked, key in desk.notes)


def answered_counts(draft: CandidateList) -> dict[int, int]:
    """Return project id -> how many questions on it are answered; one query."""
    asked = (
        select(DeputyQuestion.project_id, func.count())
        .where(
            DeputyQuestion.jurisdiction_id == draft.jurisdiction_id,
            DeputyQuestion.year == draft.year,
            DeputyQuestion.state == QuestionState.ANSWERED,
        )
        .group_by(DeputyQuestion.project_id)
    )
    return {row[0]: row[1] for row in db.session.execute(asked)}


def heard_of(place: Place, draft: CandidateList, rows: Sequence[CandidateLine]) -> tuple[HeardLine, ...]:
    """Return what deputies have visited, said and deliberated, with the replies."""
    chain = chain_of(place, draft.year)
    titles = {one.project_id: one.title for one in rows}
    return tuple(
        HeardLine(step.title, recorded(row, titles))
        for row in records_of(draft)
        if row.kind in HEARD and not row.withdrawn and (step := step_of(chain, row.kind)) is not None
    )


def read_page(place: Place, actor: Actor, secret_key: str, project_id: int) -> ReadPage:
    """Return one candidate for a deputy; raise NotFound for a project of no reviewed list."""
    project = readable(place.id, project_id)
    lists, draft = chosen_list(place, project.year)
    assert draft is not None  # a list of this year was found
    rows = entries(draft)
    at = next((n for n, one in enumerate(rows) if one.project_id == project_id), None)
    if at is None:
        raise NotFound(FOREIGN)
    desk = own_desk(actor, secret_key) if actor.from_home else None
    units = unit_names(place.id)
    return ReadPage(
        place=place,
        year=draft.year,
        decided=draft.state is ShortlistState.DECIDED,
        entry=rows[at],
        count=len(rows),
        before=rows[at - 1] if at else None,
        after=rows[at + 1] if at + 1 < len(rows) else None,
        text=text_of(place, draft, rows[at], project, units),
        questions=questions_on(project, actor, units),
        may_ask=actor.from_home and draft.year == lists[0].year,
        at_home=actor.from_home,
        lost=actor.from_home and desk is None,
        marked=desk is not None and project_id in desk.marked,
        note=desk.notes.get(project_id, "") if desk else "",
    )


def text_of(
    place: Place, draft: CandidateList, entry: CandidateLine, project: Project, units: Mapping[int, str]
) -> CandidatePage:
    """Return a candidate's text: as it was frozen, before that as it would be frozen now."""
    if draft.state is ShortlistState.DECIDED:
        return text_page(place, entry.ordinal, project_text(entry.project_id))
    document = document_of(
        withheld(dossier_of(project)),
        project_id=project.id,
        year=project.year,
        units=units,
        sources=sources_of(project.id),
    )
    return text_page(place, entry.ordinal, document)


def questions_on(project: Project, actor: Actor, units: Mapping[int, str]) -> tuple[QuestionShown, ...]:
    """Return the questions on a candidate that are answered, and the reader's own that wait; one query, no asker."""
    own = (DeputyQuestion.account_id == actor.account_id) & (DeputyQuestion.state == QuestionState.ASKED)
    asked = select(DeputyQuestion).where(
        DeputyQuestion.project_id == project.id,
        or_(DeputyQuestion.state == QuestionState.ANSWERED, own & literal(actor.from_home)),
    )
    return tuple(
        question_shown(row, actor, units) for row in db.session.scalars(asked.order_by(DeputyQuestion.id))
    )


def question_shown(row: DeputyQuestion, actor: Actor, units: Mapping[int, str]) -> QuestionShown:
    """Return a question as a deputy sees it."""
    own = actor.from_home and row.account_id == actor.account_id
    return QuestionShown(
        row.id,
        row.text,
        row.asked_at,
        row.answer,
        row.answered_at,
        units.get(row.unit_id or 0, ""),
        own,
        QUESTION.open_steps(QUESTION.steps_from(row.state) if own else ()),
    )
