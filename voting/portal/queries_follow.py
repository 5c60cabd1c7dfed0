"""What followed the vote on one project: findings, visits, changes, evaluations. Shows what is settled or public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from voting.ballot.models import Ballot
from voting.core.clock import day_of
from voting.core.db import db
from voting.portal.course import Post, thread_of
from voting.supervision.models import Commitment
from voting.supervision.models_follow import Change, Evaluation, Finding, FindingPost, Inspection
from voting.supervision.rules import STATES, ChangeState
from voting.supervision.rules_results import CHANGE_KINDS, GRADES


@dataclass(frozen=True)
class Thread:
    """A finding of the deputies with everything that followed. word: its state, a message id."""

    title: str
    word: str
    posts: tuple[Post, ...]


@dataclass(frozen=True)
class Visit:
    """A visit of the supervision group."""

    on: date
    place: str
    people: int
    text: str


@dataclass(frozen=True)
class Decision:
    """A change after the vote that was decided and made public."""

    kind: str
    reason: str
    decided_on: date | None
    document: str
    notice: str


@dataclass(frozen=True)
class Mark:
    """What an evaluation ballot said. grade: a message id; published: whether the counts are public."""

    on: date
    grade: str
    satisfied: int
    basically: int
    dissatisfied: int
    abstain: int
    published: bool


@dataclass(frozen=True)
class After:
    """Everything that followed the vote besides the work itself."""

    threads: tuple[Thread, ...]
    visits: tuple[Visit, ...]
    decisions: tuple[Decision, ...]
    marks: tuple[Mark, ...]


def after_vote(row: Commitment) -> After:
    """Return what followed the vote on a chosen project."""
    return After(threads_of(row), visits_of(row), decisions_of(row), marks_of(row))


def of(table: type[Any], row: Commitment) -> tuple[Any, Any]:
    """Return the conditions that tie a table's rows to a commitment."""
    return table.jurisdiction_id == row.jurisdiction_id, table.commitment_id == row.id


def threads_of(row: Commitment) -> tuple[Thread, ...]:
    """Return the findings with their posts, newest finding first, in one query."""
    rows = db.session.execute(
        select(Finding, FindingPost)
        .join(
            FindingPost,
            (FindingPost.jurisdiction_id == Finding.jurisdiction_id) & (FindingPost.finding_id == Finding.id),
        )
        .where(*of(Finding, row))
        .order_by(Finding.raised_at.desc(), Finding.id, FindingPost.at, FindingPost.id)
    )
    grouped: dict[int, tuple[Finding, list[FindingPost]]] = {}
    for finding, post in rows:
        grouped.setdefault(finding.id, (finding, []))[1].append(post)
    return tuple(
        Thread(finding.title, STATES[finding.state], thread_of(finding, posts, row.lead_unit))
        for finding, posts in grouped.values()
    )


def visits_of(row: Commitment) -> tuple[Visit, ...]:
    """Return the visits, newest first."""
    rows = db.session.scalars(select(Inspection).where(*of(Inspection, row)).order_by(Inspection.on.desc()))
    return tuple(Visit(v.on, v.place, v.people, v.text) for v in rows)


def decisions_of(row: Commitment) -> tuple[Decision, ...]:
    """Return the changes that were proclaimed; a request that is not decided is a draft."""
    rows = db.session.scalars(
        select(Change)
        .where(*of(Change, row), Change.state.in_((ChangeState.PROCLAIMED, ChangeState.REPORTED)))
        .order_by(Change.proclaimed_at)
    )
    return tuple(Decision(CHANGE_KINDS[c.kind], c.reason, c.decided_on, c.document, c.notice) for c in rows)


def marks_of(row: Commitment) -> tuple[Mark, ...]:
    """Return the evaluations, newest first."""
    rows = db.session.execute(
        select(Evaluation, Ballot.rules)
        .outerjoin(Ballot, Ballot.uuid == Evaluation.ballot_uuid)
        .where(*of(Evaluation, row))
        .order_by(Evaluation.announced_at.desc())
    )
    return tuple(
        Mark(
            on=day_of(mark.announced_at),
            grade=GRADES[mark.grade],
            satisfied=mark.satisfied,
            basically=mark.basically,
            dissatisfied=mark.dissatisfied,
            abstain=mark.abstain,
            published=bool(rules and rules.get("publish_counts")),
        )
        for mark, rules in rows
    )
