"""Deeds of the reading room. Questions write their journal lines; what is a deputy's own writes none; nothing commits.

A line that says who marked which project would tell whoever reads the journal how he is likely to vote.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.congress.place.models import Unit
from voting.core import sealed
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotAllowed, NotFound, WrongMoment
from voting.core.text import N_
from voting.people.lock_out import held
from voting.people.models import Account
from voting.people.rules import COLLECTING, Actor, Role
from voting.screening.reading.facts import (
    desk_of,
    key_of,
    open_lists,
    question_of,
    readable,
    to_answer,
    unanswered_of,
)
from voting.screening.reading.models import DeputyQuestion, ReadingDesk
from voting.screening.reading.rules import QUESTION, OwnDesk, QuestionState, check_asking

UNIT, OFFICE = "unit", "office"
HOME_ALONE = N_("会场的 6 位个人密码只能阅读。提问、书签和笔记，请用在家登录的密码或者通行密钥登录后使用。")


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(Event):
    """to: who is to answer, UNIT or OFFICE; unit: 0 for the office."""

    name: ClassVar[str] = "screening:question:asked"
    question: int
    of_project: int
    to: str
    unit: int


@dataclass(frozen=True, kw_only=True)
class QuestionPassedOn(Event):
    name: ClassVar[str] = "screening:question:passed_on"
    question: int
    unit: int


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(Event):
    """account: who asked, to be told."""

    name: ClassVar[str] = "screening:question:answered"
    question: int
    account: int


@dataclass(frozen=True, kw_only=True)
class QuestionWithdrawn(Event):
    name: ClassVar[str] = "screening:question:withdrawn"
    question: int


def ask(actor: Actor, *, jurisdiction_id: int, project_id: int, text: str) -> DeputyQuestion:
    """Ask the unit that leads a candidate, or the office where none does; the same words twice are one question.

    Errors: NotAllowed for who is no deputy; NotFound for a project that is on no reviewed list; WrongMoment for one of an
    earlier year; RuleBroken for too many.
    """
    account_id = expect_deputy(actor)
    project = readable(jurisdiction_id, project_id)
    expect_newest(jurisdiction_id, project.year)
    db.session.get_one(Account, account_id, with_for_update=True)  # two at once with the same words are one
    same = select(DeputyQuestion).where(
        DeputyQuestion.jurisdiction_id == jurisdiction_id,
        DeputyQuestion.account_id == account_id,
        DeputyQuestion.project_id == project.id,
        DeputyQuestion.state == QuestionState.ASKED,
        DeputyQuestion.text == text,
    )
    known = db.session.scalars(same.order_by(DeputyQuestion.id)).first()
    if known is not None:
        return known
    check_asking(unanswered_of(jurisdiction_id, account_id, project.year))
    row = DeputyQuestion(
        jurisdiction_id=jurisdiction_id,
        year=project.year,
        project_id=project.id,
        account_id=account_id,
        unit_id=project.lead_unit_id,
        text=text,
        asked_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    to = UNIT if row.unit_id else OFFICE
    asked = QuestionAsked(question=row.id, of_project=project.id, to=to, unit=row.unit_id or 0)
    record(asked, actor, jurisdiction_id)
    return row


def expect_newest(jurisdiction_id: int, year: int) -> None:
    """Raise WrongMoment for a list that a later one has followed: it is no longer voted on."""
    if year != open_lists(jurisdiction_id)[0].year:
        raise WrongMoment("%(year)s 年的候选项目已经票决，不再提问。", year=year)


def expect_deputy(actor: Actor) -> int:
    """Return the account of a deputy; raise NotAllowed for anybody else.

    Nor by the hall's six digits: the office has printed them, and could ask in his name or read his notes.
    """
    if actor.account_id is None or actor.deputy_id is None or Role.DEPUTY not in actor.roles:
        raise NotAllowed("只有本级人大代表可以这样做。")
    if actor.in_the_hall:
        raise NotAllowed(HOME_ALONE)
    return actor.account_id


def withdraw(actor: Actor, *, jurisdiction_id: int, question_id: int) -> DeputyQuestion:
    """Take a question back that nobody has answered yet, as who asked it; NotFound for another's."""
    account_id = expect_deputy(actor)
    row = question_of(jurisdiction_id, question_id, locked=True)
    if row.account_id != account_id:
        raise NotFound("没有这个提问。")
    row.state = QUESTION.after(row.state, "withdraw")
    record(QuestionWithdrawn(question=row.id), actor, jurisdiction_id)
    return row


def answer(actor: Actor, *, jurisdiction_id: int, question_id: int, text: str) -> DeputyQuestion:
    """Answer a question, or put the answer right: the unit that is asked, or the office. All deputies read it."""
    row = to_answer(actor, jurisdiction_id, question_id, locked=True)
    row.state = QUESTION.after(row.state, "answer")
    row.answer, row.answered_at, row.answered_by = text, now(), actor.account_id
    record(QuestionAnswered(question=row.id, account=row.account_id), actor, jurisdiction_id)
    return row


def pass_on(actor: Actor, *, jurisdiction_id: int, question_id: int, unit_id: int) -> DeputyQuestion:
    """Let another unit answer, as the office. Errors: NotAllowed, NotFound, WrongMoment once it is answered."""
    if not COLLECTING & actor.roles:
        raise NotAllowed("由人大工作人员或者政府办公室转办。")
    row = to_answer(actor, jurisdiction_id, question_id, locked=True)
    unit = db.session.get(Unit, unit_id)
    if unit is None or unit.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这个单位。")
    row.state = QUESTION.after(row.state, "pass_on")
    row.unit_id = unit.id
    record(QuestionPassedOn(question=row.id, unit=unit.id), actor, jurisdiction_id)
    return row


def mark(actor: Actor, *, project_id: int, marked: bool, secret_key: str) -> None:
    """Put a bookmark at a candidate, or take it out; no journal knows."""
    readable(actor.jurisdiction_id, project_id)
    rewrite(actor, secret_key, lambda desk: desk.with_mark(project_id, marked=marked))


def write_note(actor: Actor, *, project_id: int, text: str, secret_key: str) -> None:
    """Write one's own note on a candidate; an empty one is deleted. No journal knows."""
    readable(actor.jurisdiction_id, project_id)
    rewrite(actor, secret_key, lambda desk: desk.with_note(project_id, text))


def rewrite(actor: Actor, secret_key: str, change: Callable[[OwnDesk], OwnDesk]) -> None:
    """Seal a deputy's desk anew; NotAllowed for anybody else. What a former key sealed is lost, and the page has said so."""
    account_id = expect_deputy(actor)
    make = partial(ReadingDesk, jurisdiction_id=actor.jurisdiction_id, account_id=account_id, sealed="")
    row = held(ReadingDesk, (actor.jurisdiction_id, account_id), make)
    before = desk_of(row, secret_key) if row.sealed else None
    row.sealed = sealed.seal(key_of(account_id), change(before or OwnDesk()).written(), secret_key)
