"""Deeds of findings. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.congress.place.models import Unit
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotFound, WrongMoment
from voting.people.rules import SUPERVISORS, Actor, Role
from voting.supervision.commitment.facts import STAFF, answering_unit, one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import FieldRefused, expect_future
from voting.supervision.finding.models import Finding, FindingPost
from voting.supervision.finding.rules import FINDING, GROUP, FindingState
from voting.supervision.photo.actions import show_photos
from voting.uploads.actions import take
from voting.uploads.rules import NOTHING, HandedUploads


@dataclass(frozen=True, kw_only=True)
class FindingMoved(Event):
    """A finding was raised or went a step further."""

    name: ClassVar[str] = "supervision:finding:moved"
    finding: int
    commitment: int
    step: str
    title: str


@dataclass(frozen=True, kw_only=True)
class NewFinding:
    """A problem. due_on: by when the unit must have mended it; photos: the pictures of the form."""

    commitment_id: int
    title: str
    text: str
    due_on: date
    photos: HandedUploads = NOTHING


@dataclass(frozen=True, kw_only=True)
class NewPost:
    """What somebody adds to a finding. step: a step of FINDING; due_on: a new date when a re-check fails."""

    finding_id: int
    step: str
    text: str
    photos: HandedUploads = NOTHING
    due_on: date | None = None


def refuse_turn(state: FindingState) -> None:
    """Raise WrongMoment: the finding waits for somebody else, or is closed."""
    raise WrongMoment("现在是“%(state)s”，轮不到您办理。", state=FINDING.words[state])


def signature(actor: Actor) -> str:
    """Return how a contribution is signed in public: the unit or the body, never a person."""
    if actor.unit_id is not None and Role.UNIT in actor.roles:
        return db.session.get_one(Unit, actor.unit_id).name
    return GROUP if actor.roles & (SUPERVISORS | {Role.DEPUTY}) else STAFF


def raise_finding(actor: Actor, new: NewFinding) -> Finding:
    """Record a problem and give it to the responsible unit with a limit."""
    commitment = one_of(Commitment, actor.jurisdiction_id, new.commitment_id)
    expect_future(new.due_on)
    finding = Finding(
        jurisdiction_id=commitment.jurisdiction_id,
        commitment_id=commitment.id,
        unit_id=answering_unit(commitment),
        title=new.title,
        due_on=new.due_on,
        raised_at=now(),
    )
    db.session.add(finding)
    db.session.flush()
    add_post(actor, finding, NewPost(finding_id=finding.id, step="raise", text=new.text, photos=new.photos))
    return finding


def add_post(actor: Actor, finding: Finding, new: NewPost) -> FindingPost:
    """Add a contribution to the thread, with its pictures made public, and record it."""
    names = take(actor, new.photos)
    post = FindingPost(
        jurisdiction_id=finding.jurisdiction_id,
        finding_id=finding.id,
        step=new.step,
        text=new.text,
        by=signature(actor),
        at=now(),
        photos=list(names),
    )
    db.session.add(post)
    show_photos(one_of(Commitment, finding.jurisdiction_id, finding.commitment_id), names)
    event = FindingMoved(
        finding=finding.id, commitment=finding.commitment_id, step=new.step, title=finding.title
    )
    record(event, actor, finding.jurisdiction_id)
    return post


def respond(actor: Actor, new: NewPost) -> Finding:
    """Answer a finding or hand in what was mended: only the unit it was given to.

    Errors: NotFound for another unit's; WrongMoment after it is closed or while a re-check is due.
    """
    finding = one_of(Finding, actor.jurisdiction_id, new.finding_id)
    if actor.unit_id is None or finding.unit_id != actor.unit_id:
        raise NotFound("没有这个问题。")
    finding.state = FINDING.after(finding.state, new.step)
    add_post(actor, finding, new)
    return finding


def recheck(actor: Actor, new: NewPost) -> Finding:
    """Accept what was mended, or reject it with a new limit; Refused when a rejection names none."""
    finding = one_of(Finding, actor.jurisdiction_id, new.finding_id)
    finding.state = FINDING.after(finding.state, new.step)
    if new.step == "fail_recheck":
        if new.due_on is None:
            raise FieldRefused("due_on", "复查不通过时，请写明新的整改期限。")
        expect_future(new.due_on)
        finding.due_on = new.due_on
    add_post(actor, finding, new)
    return finding
