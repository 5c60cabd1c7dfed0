"""What the pages of findings show: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from voting.core.db import db
from voting.core.errors import NotFound
from voting.core.text import N_
from voting.people.rules import FOLLOWING, SUPERVISORS, Actor, Place, Role
from voting.supervision.commitment.facts import STAFF, TakenOver, handovers_of, one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.finding.models import Finding, FindingPost
from voting.supervision.finding.rules import FINDING, GROUP, RESIDENTS, FindingState

UNIT_STEPS = ("answer", "rectify")
CHECK_STEPS = ("pass_recheck", "fail_recheck", "reopen")


@dataclass(frozen=True)
class FindingPage:
    """A finding's thread; steps: what this reader may do now, with its words; before: from which unit to which it went."""

    place: Place
    commitment: Commitment
    finding: FindingRow
    steps: Sequence[tuple[str, str]]
    rechecks: bool
    of_unit: bool
    before: Sequence[TakenOver]


def finding_page(place: Place, actor: Actor, finding_id: int) -> FindingPage:
    """Return a finding for its unit, the supervision group or staff; NotFound for anybody else."""
    row = one_of(Finding, place.id, finding_id)
    of_unit = actor.unit_id is not None and row.unit_id == actor.unit_id and Role.UNIT in actor.roles
    checks = bool(actor.roles & (SUPERVISORS | {Role.STAFF}))
    if not of_unit and not actor.roles & FOLLOWING:
        raise NotFound("没有这个问题。")
    commitment = one_of(Commitment, place.id, row.commitment_id)
    thread = next(found for found in finding_rows(commitment) if found.id == row.id)
    mine = (UNIT_STEPS if of_unit else ()) + (CHECK_STEPS if checks else ())
    steps = [(step, FINDING.step_words[step]) for step in mine if FINDING.may(row.state, step)]
    rechecks = any(step in CHECK_STEPS for step, _word in steps)
    return FindingPage(
        place,
        commitment,
        thread,
        steps,
        rechecks=rechecks,
        of_unit=of_unit,
        before=handovers_of(commitment),
    )


FINDING_LIGHTS = {
    FindingState.RAISED: "red",
    FindingState.ANSWERED: "yellow",
    FindingState.RECTIFIED: "yellow",
    FindingState.CLOSED: "green",
}
ICONS = {
    "raise": "warn",
    "answer": "person",
    "rectify": "camera",
    "pass_recheck": "done",
    "fail_recheck": "again",
    "reopen": "again",
}
WORDS = {
    "raise": N_("发现问题"),
    "answer": N_("答复"),
    "rectify": N_("整改情况"),
    "pass_recheck": N_("复查通过，办结"),
    "fail_recheck": N_("复查不通过，继续整改"),
    "reopen": N_("重新打开，继续整改"),
}
TO_BE_MENDED = frozenset({FindingState.RAISED, FindingState.ANSWERED})
AWAITED = {
    FindingState.RAISED: N_("等待责任单位答复"),
    FindingState.ANSWERED: N_("等待整改"),
    FindingState.RECTIFIED: N_("等待代表复查"),
}


@dataclass(frozen=True)
class PostRow:
    """A contribution to a finding. icon, word: of its step; by: a unit's name, or a body (message id) where of_body."""

    icon: str
    word: str
    text: str
    photos: Sequence[str]
    at: datetime
    by: str
    of_body: bool


@dataclass(frozen=True)
class FindingRow:
    """A finding with its thread. word: its state; awaited: what is waited for (both message ids), empty once closed.

    awaited_by: by when, None where no limit is set; internal: not public until the unit has answered.
    """

    id: int
    title: str
    unit_id: int
    due_on: date
    state: FindingState
    word: str
    light: str
    posts: Sequence[PostRow]
    awaited: str
    awaited_by: date | None
    internal: bool


def public_findings(commitment: Commitment, reader: Actor | None) -> list[FindingRow]:
    """Return the findings that a reader may know: all of them who works on the project, else those that are public."""
    at_home = reader is not None and reader.jurisdiction_id == commitment.jurisdiction_id
    works = reader is not None and (
        reader.roles & FOLLOWING or (Role.UNIT in reader.roles and reader.unit_id == commitment.unit_id)
    )
    return [row for row in finding_rows(commitment) if not row.internal or (at_home and works)]


def finding_rows(commitment: Commitment) -> list[FindingRow]:
    """Return the findings with their threads, oldest first; one query."""
    rows = db.session.execute(
        select(Finding, FindingPost)
        .outerjoin(
            FindingPost,
            (FindingPost.jurisdiction_id == Finding.jurisdiction_id) & (FindingPost.finding_id == Finding.id),
        )
        .where(Finding.jurisdiction_id == commitment.jurisdiction_id, Finding.commitment_id == commitment.id)
        .order_by(Finding.id, FindingPost.id)
    )
    threads: dict[int, tuple[Finding, list[PostRow]]] = {}
    for finding, post in rows:
        _finding, posts = threads.setdefault(finding.id, (finding, []))
        if post is not None:
            posts.append(post_row(post))
    return [finding_row(finding, posts) for finding, posts in threads.values()]


def finding_row(row: Finding, posts: Sequence[PostRow]) -> FindingRow:
    """Return a finding with its thread and its words."""
    return FindingRow(
        id=row.id,
        title=row.title,
        unit_id=row.unit_id,
        due_on=row.due_on,
        state=row.state,
        word=FINDING.words[row.state],
        light=FINDING_LIGHTS[row.state],
        posts=posts,
        awaited=AWAITED.get(row.state, ""),
        awaited_by=row.due_on if row.state in TO_BE_MENDED else None,
        internal=row.published_at is None,
    )


def post_row(post: FindingPost) -> PostRow:
    """Return a contribution as it is shown: signed by the unit that answers or by the body, never by a person."""
    of_body = post.step not in UNIT_STEPS
    body = post.by if post.by in {STAFF, RESIDENTS} else GROUP
    return PostRow(
        icon=ICONS[post.step],
        word=WORDS[post.step],
        text=post.text,
        photos=tuple(post.photos),
        at=post.at,
        by=body if of_body else post.by,
        of_body=of_body,
    )
