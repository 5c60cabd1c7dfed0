"""Shared reads of the reading room, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from voting.core import sealed
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import COLLECTING, Actor
from voting.screening.dossier.facts import project_of
from voting.screening.dossier.models import Project
from voting.screening.reading.models import DeputyQuestion, ReadingDesk
from voting.screening.reading.rules import (
    READABLE,
    OwnDesk,
    QuestionState,
    read_desk,
)
from voting.screening.shortlist.facts import projects_in, records_of
from voting.screening.shortlist.models import CandidateList, FrozenText
from voting.screening.shortlist.rules import OPEN_LISTS, ShortlistState
from voting.screening.shortlist.seen import last_order

FOREIGN = "没有这个候选项目。"


def open_lists(jurisdiction_id: int) -> Sequence[CandidateList]:
    """Return the lists of a place that deputies may read, the newest first; one query."""
    asked = select(CandidateList).where(
        CandidateList.jurisdiction_id == jurisdiction_id, CandidateList.state.in_(OPEN_LISTS)
    )
    return db.session.scalars(asked.order_by(CandidateList.year.desc())).all()


def readable(jurisdiction_id: int, project_id: int) -> Project:
    """Return a project of a list that deputies may read; raise NotFound for any other."""
    row = project_of(jurisdiction_id, project_id)
    if row.state not in READABLE:
        raise NotFound(FOREIGN)
    return row


@dataclass(frozen=True)
class CandidateLine:
    """A candidate's place in the list and its name."""

    ordinal: int
    project_id: int
    title: str
    summary: str


def entries(draft: CandidateList) -> tuple[CandidateLine, ...]:
    """Return a list's candidates in the order of the paper, before it is decided in that of the last approval."""
    if draft.state is ShortlistState.DECIDED:
        asked = select(FrozenText).where(
            FrozenText.jurisdiction_id == draft.jurisdiction_id, FrozenText.shortlist_id == draft.id
        )
        frozen = db.session.scalars(asked.order_by(FrozenText.ordinal))
        return tuple(CandidateLine(row.ordinal, row.project_id, row.title, row.summary) for row in frozen)
    return tuple(CandidateLine(n, row.id, row.title, row.summary) for n, row in enumerate(reviewed(draft), 1))


def reviewed(draft: CandidateList) -> list[Project]:
    """Return the projects of a list that is reviewed and not decided, in the order of its last approval."""
    order = {project_id: n for n, project_id in enumerate(last_order(records_of(draft)))}
    rows = projects_in(draft.jurisdiction_id, draft.year, *READABLE)
    return sorted(rows, key=lambda row: (order.get(row.id, len(order)), row.id))


def question_of(jurisdiction_id: int, question_id: int, *, locked: bool = False) -> DeputyQuestion:
    """Return a question of this jurisdiction; raise NotFound for anybody else's. locked: no other may change it now."""
    row = db.session.get(
        DeputyQuestion, question_id, with_for_update=locked or None, populate_existing=locked
    )
    if row is None or row.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这个提问。")
    return row


def to_answer(
    actor: Actor, jurisdiction_id: int, question_id: int, *, locked: bool = False
) -> DeputyQuestion:
    """Return a question that the person may read with its asker: the office every one, a unit its own, else NotFound."""
    row = question_of(jurisdiction_id, question_id, locked=locked)
    if sees_all(actor, jurisdiction_id) or (row.unit_id is not None and row.unit_id == actor.unit_id):
        return row
    raise NotFound("没有这个提问。")


def sees_all(actor: Actor, jurisdiction_id: int) -> bool:
    """Tell whether the person reads every question of a place, and who asked it."""
    return actor.jurisdiction_id == jurisdiction_id and bool(COLLECTING & actor.roles)


def unanswered_of(jurisdiction_id: int, account_id: int, year: int) -> int:
    """Return for how many answers a deputy waits."""
    asked = select(func.count()).where(
        DeputyQuestion.jurisdiction_id == jurisdiction_id,
        DeputyQuestion.account_id == account_id,
        DeputyQuestion.year == year,
        DeputyQuestion.state == QuestionState.ASKED,
    )
    return db.session.scalar(asked) or 0


def key_of(account_id: int) -> str:
    """Return for what the key of a deputy's own desk is used, as `core.sealed` names it: no row opens with another's."""
    return f"reading desk of {account_id}"


def desk_of(row: ReadingDesk | None, secret_key: str) -> OwnDesk | None:
    """Return what a row holds; an empty desk where there is none, None where the program's key is another now."""
    if row is None:
        return OwnDesk()
    raw = sealed.opened(key_of(row.account_id), row.sealed, secret_key)
    return None if raw is None else read_desk(raw)


def own_desk(actor: Actor, secret_key: str) -> OwnDesk | None:
    """Return what is the person's own, as `desk_of`; one query."""
    return desk_of(db.session.get(ReadingDesk, (actor.jurisdiction_id, actor.account_id)), secret_key)
