"""Deeds of findings. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.congress.place.models import Unit
from voting.congress.place.queries import place_by_id
from voting.congress.working_days.facts import working_days_of
from voting.congress.working_days.rules import days_after
from voting.core.clock import now, today
from voting.core.db import db
from voting.core.errors import NotFound, WrongMoment
from voting.people.rules import SUPERVISORS, Actor, Role
from voting.supervision.commitment.facts import STAFF, answering_unit, of, one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import FieldRefused, expect_future
from voting.supervision.finding.models import Finding, FindingPost
from voting.supervision.finding.rules import FINDING, GROUP, RECTIFIED_WITHIN, RESIDENTS, FindingState
from voting.supervision.photo.actions import add_photo, show_photos
from voting.uploads.actions import take
from voting.uploads.rules import NOTHING, HandedUploads

DISSATISFIED = "满意度测评结果为不满意，限期整改"
DISSATISFIED_TEXT = "代表对这个项目的测评结果为不满意。请在期限内整改并提交整改情况，复查后再次测评。"
UNSOLVED = "群众反映问题还没有解决"


@dataclass(frozen=True, kw_only=True)
class FindingMoved(Event):
    """A finding was raised or went a step further. Its words stand in its row alone, where they can be deleted; lines never are."""

    name: ClassVar[str] = "supervision:finding:moved"
    finding: int
    commitment: int
    step: str


@dataclass(frozen=True, kw_only=True)
class NewFinding:
    """A problem. due_on: by when the unit must have mended it; photos: the pictures of the form.

    internal: not public until the unit has answered.
    """

    commitment_id: int
    title: str
    text: str
    due_on: date
    photos: HandedUploads = NOTHING
    internal: bool = False


@dataclass(frozen=True, kw_only=True)
class NewPost:
    """What somebody adds to a finding. step: a step of FINDING; due_on: a new date when a re-check fails or it is opened again."""

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
    finding = _begin(commitment, new)
    add_post(actor, finding, NewPost(finding_id=finding.id, step="raise", text=new.text, photos=new.photos))
    return finding


def _begin(commitment: Commitment, new: NewFinding) -> Finding:
    finding = Finding(
        jurisdiction_id=commitment.jurisdiction_id,
        commitment_id=commitment.id,
        unit_id=answering_unit(commitment),
        title=new.title,
        due_on=new.due_on,
        raised_at=now(),
        published_at=None if new.internal else now(),
    )
    db.session.add(finding)
    db.session.flush()
    return finding


def mend_by(commitment: Commitment) -> date:
    """Return the last day of the limit that follows by rule, counted from today."""
    days = working_days_of(place_by_id(commitment.jurisdiction_id))
    return days_after(today(), RECTIFIED_WITHIN, days)


def open_rectification(actor: Actor, commitment: Commitment) -> Finding | None:
    """Have mended what the deputies were dissatisfied with (限期整改); None where no unit answers for it. Part of the deed that heard."""
    if commitment.unit_id is None:
        return None
    new = NewFinding(
        commitment_id=commitment.id, title=DISSATISFIED, text=DISSATISFIED_TEXT, due_on=mend_by(commitment)
    )
    return raise_finding(actor, new)


def hear_residents(commitment: Commitment, count: int) -> Finding | None:
    """Open the newest finding again, or a new one, because suggesters say that their problem is not solved.

    count: how many say so. None where one is open already, or no unit answers. Part of the deed that heard the last of them.
    """
    db.session.refresh(commitment, with_for_update=True)
    rows = db.session.scalars(of(Finding, commitment).order_by(Finding.id)).all()
    if commitment.unit_id is None or any(row.state is not FindingState.CLOSED for row in rows):
        return None
    text, due_on = f"{count} 名提建议的群众反映还没有解决。", mend_by(commitment)
    if rows:
        finding, step = rows[-1], "reopen"
        finding.state = FINDING.after(finding.state, step)
        finding.due_on, finding.unit_id = due_on, commitment.unit_id
    else:
        new = NewFinding(commitment_id=commitment.id, title=UNSOLVED, text=text, due_on=due_on)
        finding, step = _begin(commitment, new), "raise"
    _write(finding, NewPost(finding_id=finding.id, step=step, text=text), RESIDENTS, ())
    _tell(None, finding, step)
    return finding


def add_post(actor: Actor, finding: Finding, new: NewPost) -> FindingPost:
    """Add a contribution to the thread, with its pictures made public unless the finding is not yet, and record it."""
    names = take(actor, new.photos)
    post = _write(finding, new, signature(actor), names)
    _tell(actor, finding, new.step)
    return post


def _write(finding: Finding, new: NewPost, by: str, names: tuple[str, ...]) -> FindingPost:
    post = FindingPost(
        jurisdiction_id=finding.jurisdiction_id,
        finding_id=finding.id,
        step=new.step,
        text=new.text,
        by=by,
        at=now(),
        photos=list(names),
    )
    db.session.add(post)
    commitment = one_of(Commitment, finding.jurisdiction_id, finding.commitment_id)
    if finding.published_at is None:
        for name in names:
            add_photo(commitment, name)
    else:
        show_photos(commitment, names)
    return post


def _tell(actor: Actor | None, finding: Finding, step: str) -> None:
    event = FindingMoved(finding=finding.id, commitment=finding.commitment_id, step=step)
    record(event, actor, finding.jurisdiction_id)


def _publish(finding: Finding) -> None:
    """Make a finding public that was not until its unit answered, with the pictures that came before."""
    if finding.published_at is not None:
        return
    finding.published_at = now()
    asked = select(FindingPost).where(
        FindingPost.jurisdiction_id == finding.jurisdiction_id, FindingPost.finding_id == finding.id
    )
    commitment = one_of(Commitment, finding.jurisdiction_id, finding.commitment_id)
    for post in db.session.scalars(asked.order_by(FindingPost.id)):
        show_photos(commitment, tuple(post.photos))


def respond(actor: Actor, new: NewPost) -> Finding:
    """Answer a finding or hand in what was mended: only the unit it was given to.

    Errors: NotFound for another unit's; WrongMoment after it is closed or while a re-check is due.
    """
    finding = one_of(Finding, actor.jurisdiction_id, new.finding_id)
    if actor.unit_id is None or finding.unit_id != actor.unit_id:
        raise NotFound("没有这个问题。")
    finding.state = FINDING.after(finding.state, new.step)
    _publish(finding)
    add_post(actor, finding, new)
    return finding


def recheck(actor: Actor, new: NewPost) -> Finding:
    """Accept what was mended, reject it with a new limit, or open it again with one; Refused where none is named."""
    finding = one_of(Finding, actor.jurisdiction_id, new.finding_id)
    finding.state = FINDING.after(finding.state, new.step)
    if new.step in {"fail_recheck", "reopen"}:
        if new.due_on is None:
            raise FieldRefused("due_on", "复查不通过或者重新打开时，请写明新的整改期限。")
        expect_future(new.due_on)
        finding.due_on = new.due_on
    add_post(actor, finding, new)
    return finding
