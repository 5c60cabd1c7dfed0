"""What the satisfaction evaluations of a place wait for: to be ordered, taken in, held again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import func, select

from voting.core.clock import day_of
from voting.core.db import db
from voting.core.text import N_
from voting.people.rules import Place
from voting.people.to_do import ToDo
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import ENDED, CommitmentState
from voting.supervision.evaluation.models import Evaluation, EvaluationOrder
from voting.supervision.pages.to_do.facts import ROOM, STAFF
from voting.tally.handover import Outcome


def evaluations(place: Place, announced: Sequence[Outcome]) -> Iterator[ToDo]:
    """Yield what the evaluations of every year wait for; three queries. announced: the outcomes of all years."""
    asked = select(EvaluationOrder).where(EvaluationOrder.jurisdiction_id == place.id)
    orders = list(db.session.scalars(asked.order_by(EvaluationOrder.id)))
    open_ = [order for order in orders if order.taken_at is None]
    yield from _to_take_in(open_, announced)
    ordered_again = {order.year for order in open_}
    yield from (one for one in _to_hold_again(place) if one.year not in ordered_again)
    held = {order.year for order in orders}
    yield from (one for one in _to_hold(place) if one.year not in held)


def _to_take_in(orders: Sequence[EvaluationOrder], announced: Sequence[Outcome]) -> Iterator[ToDo]:
    uuids = {order.ballot_uuid for order in orders}
    for outcome in announced:
        if outcome.ballot_uuid in uuids:
            since = day_of(outcome.announced_at)
            to_do = _of(outcome.year, "take_in_evaluation", outcome.ballot_uuid, N_("接收测评结果"))
            yield replace(to_do, since=since)


def _to_hold_again(place: Place) -> Iterator[ToDo]:
    """Yield the years in which a project that the deputies were dissatisfied with is to be evaluated again, by its limit."""
    newest = (
        select(Evaluation.commitment_id, func.max(Evaluation.announced_at).label("at"))
        .where(Evaluation.jurisdiction_id == place.id)
        .group_by(Evaluation.commitment_id)
        .subquery()
    )
    asked = (
        select(
            Commitment.year, func.count(), func.min(Evaluation.announced_at), func.min(Evaluation.retest_by)
        )
        .join(
            newest,
            (newest.c.commitment_id == Evaluation.commitment_id) & (newest.c.at == Evaluation.announced_at),
        )
        .join(Commitment, Commitment.id == Evaluation.commitment_id)
        .where(Evaluation.jurisdiction_id == place.id, Evaluation.retest_by.is_not(None))
        .group_by(Commitment.year)
    )
    for year, count, at, retest_by in db.session.execute(asked):
        what = N_("再次测评 %(count)s 个不满意的项目")
        to_do = _of(year, "evaluate_again", str(year), what)
        yield replace(to_do, values={"count": count}, since=day_of(at), due_on=retest_by)


def _to_hold(place: Place) -> Iterator[ToDo]:
    """Yield the years whose projects have all come to an end and have never been evaluated."""
    asked = select(Commitment.year, Commitment.state).where(Commitment.jurisdiction_id == place.id)
    by_year: dict[int, set[CommitmentState]] = {}
    for year, state in db.session.execute(asked.distinct()):
        by_year.setdefault(year, set()).add(state)
    for year, states in by_year.items():
        if states <= ENDED and states != {CommitmentState.TERMINATED}:
            yield _of(year, "evaluate", str(year), N_("安排满意度测评"))


def _of(year: int, kind: str, subject: str, what: str) -> ToDo:
    return ToDo(
        kind=f"supervision:{kind}",
        subject=subject,
        room=ROOM,
        year=year,
        what=what,
        endpoint="supervision.evaluation",
        args={"year": year},
        roles=STAFF,
    )
