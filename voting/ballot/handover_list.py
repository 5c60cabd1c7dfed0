"""The list of a congress's ballots, for the rooms that count them and print their papers. Never a vote, never a key."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from voting.ballot.order.models import STANDING, Ballot
from voting.ballot.order.rules import BallotState
from voting.congress.ballot_rules.rules import BallotRules, from_document
from voting.congress.meeting.models import Meeting
from voting.core.db import db


@dataclass(frozen=True, kw_only=True)
class Ordered:
    """A ballot as ordered, for lists and for the papers before it. fingerprint: of the election, "" before set-up."""

    uuid: str
    title: str
    year: int
    meeting_id: int
    meeting: str
    closed: bool
    void: bool
    rehearsal: bool
    fingerprint: str
    rules: BallotRules


def ordered_ballots(jurisdiction_id: int, uuid: str | None = None) -> tuple[Ordered, ...]:
    """Return the congress's ballots, newest meeting first; uuid: that one alone."""
    asked = select(Ballot, Meeting).join(Meeting, Meeting.id == Ballot.meeting_id)
    asked = asked.where(Ballot.jurisdiction_id == jurisdiction_id, STANDING)
    if uuid is not None:
        asked = asked.where(Ballot.uuid == uuid)
    rows = db.session.execute(asked.order_by(Meeting.opens_on.desc(), Ballot.title, Ballot.uuid))
    return tuple(
        Ordered(
            uuid=row.uuid,
            title=row.title,
            year=row.year,
            meeting_id=row.meeting_id,
            meeting=meeting.title,
            closed=row.state is BallotState.CLOSED,
            void=row.state is BallotState.VOID,
            rehearsal=row.rehearsal,
            fingerprint=row.fingerprint or "",
            rules=from_document(row.rules),
        )
        for row, meeting in rows
    )
