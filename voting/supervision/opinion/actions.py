"""Deeds of opinions and promises. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import func, select

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Actor
from voting.supervision.activity.facts import activity_that_was_held
from voting.supervision.activity.models import Activity
from voting.supervision.commitment.facts import one_of, unit_of
from voting.supervision.commitment.rules import FieldRefused, expect_future
from voting.supervision.opinion.models import Opinion, OpinionPost
from voting.supervision.opinion.rules import OPINION, OpinionKind


@dataclass(frozen=True, kw_only=True)
class OpinionGiven(Event):
    """An opinion was handed to a unit. closes_on: by when it must be handled."""

    name: ClassVar[str] = "supervision:opinion:given"
    opinion: int
    activity: int
    unit: int
    closes_on: date


@dataclass(frozen=True, kw_only=True)
class OpinionMoved(Event):
    """An opinion or a promise went a step further. closes_on: its limit now."""

    name: ClassVar[str] = "supervision:opinion:moved"
    opinion: int
    unit: int
    step: str
    closes_on: date


@dataclass(frozen=True, kw_only=True)
class NewOpinion:
    """What a unit is to handle. due_on: by when."""

    activity_id: int
    unit_id: int
    text: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class OpinionStep:
    """What is said of an opinion. step: one of OPINION; due_on: a new limit where it is sent back."""

    opinion_id: int
    step: str
    text: str
    due_on: date | None = None


def give_opinion(actor: Actor, new: NewOpinion) -> Opinion:
    """Hand an opinion of an activity to a unit; WrongMoment before it is told what came of the activity."""
    activity = activity_that_was_held(actor.jurisdiction_id, new.activity_id)
    row = assigned(activity, OpinionKind.OPINION, new)
    event = OpinionGiven(opinion=row.id, activity=activity.id, unit=row.unit_id, closes_on=row.due_on)
    record(event, actor, row.jurisdiction_id)
    return row


def assigned(activity: Activity, kind: OpinionKind, new: NewOpinion) -> Opinion:
    """Add what a unit owes, with the next number of the activity; whose deed it is writes the journal's line.

    Errors: FieldRefused for a limit that has passed; NotFound for another place's unit.
    """
    expect_future(new.due_on)
    unit = unit_of(activity.jurisdiction_id, new.unit_id)
    db.session.refresh(activity, with_for_update=True)  # two at once take two numbers
    asked = select(func.max(Opinion.number)).where(
        Opinion.jurisdiction_id == activity.jurisdiction_id, Opinion.activity_id == activity.id
    )
    row = Opinion(
        jurisdiction_id=activity.jurisdiction_id,
        activity_id=activity.id,
        number=(db.session.scalar(asked) or 0) + 1,
        kind=kind,
        unit_id=unit.id,
        text=new.text,
        due_on=new.due_on,
        given_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def respond_opinion(actor: Actor, new: OpinionStep) -> Opinion:
    """Report how an opinion was handled: only the unit it was given to; NotFound for another unit's."""
    row = one_of(Opinion, actor.jurisdiction_id, new.opinion_id)
    if actor.unit_id is None or row.unit_id != actor.unit_id:
        raise NotFound("没有这一项。")
    return _moved(actor, row, new)


def judge_opinion(actor: Actor, new: OpinionStep) -> Opinion:
    """Write down how the body judges an answer, or publish it; FieldRefused where it is sent back without a new limit."""
    row = one_of(Opinion, actor.jurisdiction_id, new.opinion_id)
    if new.step == "send_back":
        if new.due_on is None:
            raise FieldRefused("due_on", "退回重办时，请写明新的期限。")
        expect_future(new.due_on)
    return _moved(actor, row, new)


def _moved(actor: Actor, row: Opinion, new: OpinionStep) -> Opinion:
    row.state = OPINION.after(row.state, new.step)
    if new.step == "send_back" and new.due_on is not None:
        row.due_on = new.due_on
    post = OpinionPost(
        jurisdiction_id=row.jurisdiction_id, opinion_id=row.id, step=new.step, text=new.text, at=now()
    )
    db.session.add(post)
    event = OpinionMoved(opinion=row.id, unit=row.unit_id, step=new.step, closes_on=row.due_on)
    record(event, actor, row.jurisdiction_id)
    return row
