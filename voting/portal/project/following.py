"""What followed the vote on one project: findings, visits, changes, evaluations. Shows what is settled or public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from voting.core.db import db
from voting.portal.project.course import Post, thread_of
from voting.supervision.change.models import Change
from voting.supervision.change.rules import CHANGE_KINDS, ChangeState
from voting.supervision.commitment.models import Commitment
from voting.supervision.evaluation.queries import EvaluationRow, evaluations_of
from voting.supervision.finding.models import Finding, FindingPost
from voting.supervision.finding.rules import FINDING
from voting.supervision.inspection.models import Inspection


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
class After:
    """Everything that followed the vote besides the work itself."""

    threads: tuple[Thread, ...]
    visits: tuple[Visit, ...]
    decisions: tuple[Decision, ...]
    marks: tuple[EvaluationRow, ...]


def after_vote(row: Commitment) -> After:
    """Return what followed the vote on a chosen project."""
    return After(threads_of(row), visits_of(row), decisions_of(row), tuple(evaluations_of(row, None)))


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
        Thread(finding.title, FINDING.words[finding.state], thread_of(finding, posts, row.lead_unit))
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
