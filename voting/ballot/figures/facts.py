"""The one reading of a ballot's figures, for the console, the hall screen, the desks, the close and the public page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select

from voting.ballot.figures.rules import BallotFigures, counted_present
from voting.ballot.order.models import Ballot, find_ballot
from voting.ballot.order.rules import BallotState, Means
from voting.ballot.roll.models import RollEntry
from voting.ballot.sealed import box
from voting.congress.attendance.facts import at_door, due, of_body
from voting.congress.attendance.models import Attendance
from voting.congress.leave_of_absence.facts import on_leave
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.models import Meeting
from voting.congress.term.models import Deputy
from voting.core.db import db


@dataclass(frozen=True)
class BallotReading:
    """The figures of a ballot, and by delegation id, of this moment: who is present as 实到 counts, who has drawn."""

    figures: BallotFigures
    present: dict[int, int]
    drawn: dict[int, int]


def reading_of(meeting: Meeting, ballot: Ballot | None) -> BallotReading:
    """Return the figures of a ballot; of the door alone where there is none.

    Live until the close, then as fixed: who comes later changes `here` and nothing else. 应到 is fixed at set-up: the
    published rules name it.
    """
    cast = (
        box.count(ballot.uuid) if ballot is not None else 0
    )  # before the roll: nobody casts who has not drawn
    present, here, drawn, means = _heads(meeting, ballot)
    fixed = ballot.due if ballot is not None else None
    figures = BallotFigures(
        due=due(meeting) if fixed is None else fixed,
        present=present.total(),
        here=here,
        on_leave=_on_leave(meeting, ballot),
        tablets=means[Means.TABLET],
        cards=means[Means.CARD],
        papers=means[Means.PAPER],
        cast=cast,
    )
    if ballot is not None and ballot.state is BallotState.CLOSED:
        figures = _as_closed(ballot, figures)
    return BallotReading(figures, dict(present), dict(drawn))


def figures_of(ballot: Ballot) -> BallotFigures:
    """Return the figures of a ballot, its meeting looked up."""
    return reading_of(meeting_of(ballot.jurisdiction_id, ballot.meeting_id), ballot).figures


def figures_numbered(uuid: str) -> BallotFigures:
    """Return the figures of the ballot with this UUID. Errors: NotFound."""
    return figures_of(find_ballot(uuid))


def _on_leave(meeting: Meeting, ballot: Ballot | None) -> int:
    """Count who is absent on leave; who left with a ballot taken is present, whatever he asked for afterwards."""
    found = on_leave(meeting)
    if not found or ballot is None:
        return len(found)
    asked = select(func.count()).select_from(RollEntry).where(RollEntry.ballot_uuid == ballot.uuid)
    return len(found) - (db.session.scalar(asked.where(RollEntry.deputy_id.in_(found))) or 0)


def _as_closed(ballot: Ballot, now: BallotFigures) -> BallotFigures:
    """Return the figures as they were fixed at the close; `here` is of this moment."""
    fixed = ballot.due or 0
    tokens, present = ballot.issued or 0, ballot.present or 0
    return BallotFigures(
        due=fixed,
        present=counted_present(
            due=fixed, attended=ballot.attended or 0, present=present, received=tokens + now.papers
        ),
        here=now.here,
        on_leave=ballot.on_leave or 0,
        tablets=tokens - now.cards,
        cards=now.cards,
        papers=now.papers,
        cast=ballot.cast or 0,
    )


def _heads(meeting: Meeting, ballot: Ballot | None) -> tuple[Counter[int], int, Counter[int], Counter[Means]]:
    """Count who is present by delegation, here in all, who has drawn, what went out by which means; one question."""
    on_roll = and_(
        RollEntry.deputy_id == Deputy.id, RollEntry.ballot_uuid == (ballot.uuid if ballot is not None else "")
    )
    checked_in = and_(Attendance.deputy_id == Deputy.id, at_door(meeting))
    asked = (
        select(Deputy.delegation_id, Attendance.present, RollEntry.means, func.count())
        .select_from(Deputy)
        .outerjoin(Attendance, checked_in)
        .outerjoin(RollEntry, on_roll)
        .where(
            Deputy.jurisdiction_id == meeting.jurisdiction_id,
            or_(and_(*of_body(meeting), Attendance.present.is_(True)), RollEntry.means.is_not(None)),
        )
        .group_by(Deputy.delegation_id, Attendance.present, RollEntry.means)
    )
    present, here, drawn, by_means = Counter[int](), 0, Counter[int](), Counter[Means]()
    for team, in_hall, means, heads in db.session.execute(asked):
        present[team] += heads
        here += heads if in_hall else 0
        if means is not None:
            drawn[team] += heads
            by_means[means] += heads
    return present, here, drawn, by_means
