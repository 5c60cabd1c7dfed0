"""Deeds of special inquiries. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db
from voting.people.rules import Actor
from voting.supervision.activity.facts import activity_that_was_held
from voting.supervision.activity.models import Activity
from voting.supervision.commitment.facts import unit_of
from voting.supervision.inquiry.models import InquiryQuestion
from voting.supervision.inquiry.rules import expect_inquiry, expect_promise_with_its_day
from voting.supervision.opinion.actions import NewOpinion, assigned
from voting.supervision.opinion.models import Opinion
from voting.supervision.opinion.rules import OpinionKind


@dataclass(frozen=True, kw_only=True)
class QuestionRecorded(Event):
    """A question was put and answered. opinion, closes_on: the promise and its day, None where nothing was promised."""

    name: ClassVar[str] = "supervision:inquiry:recorded"
    question: int
    activity: int
    unit: int
    promised: bool
    opinion: int | None
    closes_on: date | None


@dataclass(frozen=True, kw_only=True)
class NewInquiryQuestion:
    """A question of an inquiry. promise: empty where the unit promised nothing; due_on: its day, None then."""

    activity_id: int
    unit_id: int
    text: str
    reply: str
    promise: str
    due_on: date | None


def record_question(actor: Actor, new: NewInquiryQuestion) -> InquiryQuestion:
    """Record a question with its answer; a promise becomes what the unit owes by its day.

    Errors: WrongMoment before the inquiry was held or for another activity; FieldRefused for a promise without its day.
    """
    activity = activity_that_was_held(actor.jurisdiction_id, new.activity_id)
    expect_inquiry(activity.kind)
    expect_promise_with_its_day(new.promise, new.due_on)
    promise = _promised(activity, new)
    row = InquiryQuestion(
        jurisdiction_id=activity.jurisdiction_id,
        activity_id=activity.id,
        unit_id=unit_of(activity.jurisdiction_id, new.unit_id).id,
        text=new.text,
        reply=new.reply,
        recorded_at=now(),
        promise_id=promise.id if promise else None,
    )
    db.session.add(row)
    db.session.flush()
    event = QuestionRecorded(
        question=row.id,
        activity=activity.id,
        unit=row.unit_id,
        promised=promise is not None,
        opinion=row.promise_id,
        closes_on=new.due_on,
    )
    record(event, actor, row.jurisdiction_id)
    return row


def _promised(activity: Activity, new: NewInquiryQuestion) -> Opinion | None:
    if new.due_on is None:
        return None
    owed = NewOpinion(activity_id=activity.id, unit_id=new.unit_id, text=new.promise, due_on=new.due_on)
    return assigned(activity, OpinionKind.PROMISE, owed)
