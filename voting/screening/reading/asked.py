"""What the office and the units see of deputies' questions, with who asked: the list, one of them, what waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from voting.core.clock import day_of
from voting.core.db import db
from voting.core.lifecycle import OpenSteps
from voting.core.text import N_
from voting.people.models import Account
from voting.people.rules import COLLECTING, Actor, Place, Role
from voting.people.to_do import ToDo
from voting.screening.dossier.facts import unit_names
from voting.screening.dossier.models import Project
from voting.screening.reading.facts import sees_all, to_answer
from voting.screening.reading.models import DeputyQuestion
from voting.screening.reading.rules import QUESTION, QuestionState
from voting.screening.words import ROOM


@dataclass(frozen=True)
class AskedQuestion:
    """A question as the office and the unit see it. asker: who asked; unit: who is to answer, empty for the office."""

    id: int
    year: int
    project: str
    text: str
    asker: str
    asked_at: datetime
    unit: str
    state: QuestionState
    word: str
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True)
class QuestionsPage:
    """The questions that somebody reads with their askers, what waits first. all: of every unit."""

    place: Place
    rows: tuple[AskedQuestion, ...]
    waiting: int
    all: bool


@dataclass(frozen=True)
class QuestionPage:
    """One question with what the reader may do."""

    place: Place
    row: AskedQuestion
    may: OpenSteps
    may_pass_on: bool


def questions_page(place: Place, actor: Actor) -> QuestionsPage:
    """Return the questions that the person is to answer or to see: the office all, a unit its own; none that was taken back."""
    asked = (
        select(DeputyQuestion, Account.name, Project.title)
        .join(Account, Account.id == DeputyQuestion.account_id)
        .join(Project, Project.id == DeputyQuestion.project_id)
        .where(DeputyQuestion.jurisdiction_id == place.id, DeputyQuestion.state != QuestionState.WITHDRAWN)
    )
    whole = sees_all(actor, place.id)
    if not whole:
        asked = asked.where(DeputyQuestion.unit_id == (actor.unit_id or 0))
    units = unit_names(place.id)
    found = db.session.execute(asked.order_by(DeputyQuestion.id.desc())).all()
    rows = [asked_question(row, name, title, units) for row, name, title in found]
    rows.sort(key=lambda row: row.state is not QuestionState.ASKED)  # stable: of each kind the newest first
    waiting = sum(row.state is QuestionState.ASKED for row in rows)
    return QuestionsPage(place, tuple(rows), waiting, whole)


def asked_question(row: DeputyQuestion, name: str, title: str, units: Mapping[int, str]) -> AskedQuestion:
    """Return a question as who answers it sees it."""
    return AskedQuestion(
        row.id,
        row.year,
        title,
        row.text,
        name,
        row.asked_at,
        units.get(row.unit_id or 0, ""),
        row.state,
        QUESTION.words[row.state],
        row.answer,
        row.answered_at,
    )


def question_page(place: Place, actor: Actor, question_id: int) -> QuestionPage:
    """Return one question for who may answer it; raise NotFound for anybody else."""
    row = to_answer(actor, place.id, question_id)
    name = db.session.get_one(Account, row.account_id).name
    title = db.session.get_one(Project, row.project_id).title
    may = QUESTION.open_steps(QUESTION.steps_from(row.state))
    passes = bool(COLLECTING & actor.roles) and QUESTION.may(row.state, "pass_on")
    return QuestionPage(place, asked_question(row, name, title, unit_names(place.id)), may, passes)


ROLES = COLLECTING | {Role.UNIT}


def to_dos(place: Place, _actor: Actor) -> list[ToDo]:
    """Return the questions that wait for an answer: of the unit that is asked, else of the office; one query."""
    asked = (
        select(DeputyQuestion, Project.title)
        .join(Project, Project.id == DeputyQuestion.project_id)
        .where(DeputyQuestion.jurisdiction_id == place.id, DeputyQuestion.state == QuestionState.ASKED)
    )
    return [to_do(row, title) for row, title in db.session.execute(asked.order_by(DeputyQuestion.id))]


def to_do(row: DeputyQuestion, title: str) -> ToDo:
    """Return what a question is to who answers it."""
    return ToDo(
        kind="screening:question",
        subject=str(row.id),
        room=ROOM,
        year=row.year,
        what=N_("答复代表的提问"),
        of=title,
        endpoint="reading.question",
        args={"question_id": row.id},
        roles=frozenset({Role.UNIT}) if row.unit_id else COLLECTING,
        unit_id=row.unit_id,
        since=day_of(row.asked_at),
    )
