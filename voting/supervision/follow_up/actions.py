"""Deeds of follow-up letters. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import func, select

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotFound, WrongMoment
from voting.people.rules import Actor
from voting.supervision.commitment.facts import answering_unit, one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import expect_future
from voting.supervision.follow_up.models import FollowUp


@dataclass(frozen=True, kw_only=True)
class LetterSent(Event):
    name: ClassVar[str] = "supervision:letter:sent"
    letter: int
    commitment: int
    number: int


@dataclass(frozen=True, kw_only=True)
class LetterAnswered(Event):
    name: ClassVar[str] = "supervision:letter:answered"
    letter: int


@dataclass(frozen=True, kw_only=True)
class NewLetter:
    commitment_id: int
    text: str
    due_on: date


def send_letter(actor: Actor, new: NewLetter) -> FollowUp:
    """Send a follow-up letter (督办函), numbered without gaps within its year."""
    commitment = one_of(Commitment, actor.jurisdiction_id, new.commitment_id)
    expect_future(new.due_on)
    last = db.session.scalar(
        select(func.max(FollowUp.number)).where(
            FollowUp.jurisdiction_id == commitment.jurisdiction_id, FollowUp.year == commitment.year
        )
    )
    letter = FollowUp(
        jurisdiction_id=commitment.jurisdiction_id,
        commitment_id=commitment.id,
        year=commitment.year,
        number=(last or 0) + 1,
        unit_id=answering_unit(commitment),
        text=new.text,
        due_on=new.due_on,
        sent_at=now(),
    )
    db.session.add(letter)
    db.session.flush()
    event = LetterSent(letter=letter.id, commitment=commitment.id, number=letter.number)
    record(event, actor, actor.jurisdiction_id)
    return letter


def answer_letter(actor: Actor, letter_id: int, answer: str) -> FollowUp:
    """Answer a letter, once; NotFound for another unit's."""
    letter = one_of(FollowUp, actor.jurisdiction_id, letter_id)
    if actor.unit_id is None or letter.unit_id != actor.unit_id:
        raise NotFound("没有这封督办函。")
    if letter.answered_at is not None:
        raise WrongMoment("这封督办函已经答复。")
    letter.answer, letter.answered_at = answer, now()
    record(LetterAnswered(letter=letter.id), actor, actor.jurisdiction_id)
    return letter
