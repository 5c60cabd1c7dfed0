"""What the pages of findings show: one function a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Actor, Place, Role
from voting.supervision.commitment.facts import of, one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.finding.models import Finding, FindingPost
from voting.supervision.finding.rules import FINDING, FindingState

UNIT_STEPS = ("answer", "rectify")
CHECK_STEPS = ("pass_recheck", "fail_recheck")


@dataclass(frozen=True)
class FindingPage:
    """A finding's thread; steps: what this reader may do now, with its words."""

    place: Place
    commitment: Commitment
    finding: FindingRow
    steps: Sequence[tuple[str, str]]
    rechecks: bool
    of_unit: bool


def finding_page(place: Place, actor: Actor, finding_id: int) -> FindingPage:
    """Return a finding for its unit, the supervision group or staff; NotFound for anybody else."""
    row = one_of(Finding, place.id, finding_id)
    of_unit = actor.unit_id is not None and row.unit_id == actor.unit_id and Role.UNIT in actor.roles
    checks = bool(actor.roles & {Role.STAFF, Role.SUPERVISION})
    if not of_unit and not checks:
        raise NotFound("没有这个问题。")
    commitment = one_of(Commitment, place.id, row.commitment_id)
    thread = next(found for found in finding_rows(commitment) if found.id == row.id)
    mine = (UNIT_STEPS if of_unit else ()) + (CHECK_STEPS if checks else ())
    steps = [(step, FINDING.step_words[step]) for step in mine if FINDING.may(row.state, step)]
    rechecks = any(step in CHECK_STEPS for step, _word in steps)
    return FindingPage(place, commitment, thread, steps, rechecks=rechecks, of_unit=of_unit)


FINDING_LIGHTS = {
    FindingState.RAISED: "red",
    FindingState.ANSWERED: "yellow",
    FindingState.RECTIFIED: "yellow",
    FindingState.CLOSED: "green",
}


@dataclass(frozen=True)
class FindingRow:
    id: int
    title: str
    unit_id: int
    due_on: date
    state: FindingState
    word: str
    light: str
    posts: Sequence[FindingPost]


def finding_rows(commitment: Commitment) -> list[FindingRow]:
    """Return the findings with their threads, oldest first; two queries."""
    findings = list(db.session.scalars(of(Finding, commitment).order_by(Finding.id)))
    posts: dict[int, list[FindingPost]] = defaultdict(list)
    asked = select(FindingPost).where(
        FindingPost.jurisdiction_id == commitment.jurisdiction_id,
        FindingPost.finding_id.in_([row.id for row in findings]),
    )
    for post in db.session.scalars(asked.order_by(FindingPost.id)):
        posts[post.finding_id].append(post)
    return [
        FindingRow(
            id=row.id,
            title=row.title,
            unit_id=row.unit_id,
            due_on=row.due_on,
            state=row.state,
            word=FINDING.words[row.state],
            light=FINDING_LIGHTS[row.state],
            posts=posts[row.id],
        )
        for row in findings
    ]
