"""What pages beyond this room show of ballots as ordered. Never a vote, never a key."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from voting.ballot.order.models import Ballot
from voting.ballot.order.rules import BallotState
from voting.congress.ballot_rules.choices import Kind
from voting.core.db import db

UNDER_WAY = (BallotState.READY, BallotState.OPEN, BallotState.CLOSED)


@dataclass(frozen=True, kw_only=True)
class PublicBallot:
    """A real ballot from its set-up on. due, present, issued, cast: as fixed at the close, None before it."""

    uuid: str
    jurisdiction_id: int
    meeting_id: int
    year: int
    kind: Kind
    title: str
    seats: int
    state: BallotState
    fingerprint: str
    parent_uuid: str | None
    due: int | None
    present: int | None
    issued: int | None
    cast: int | None


def public_ballots(jurisdiction_ids: Collection[int], year: int) -> list[PublicBallot]:
    """Return the real ballots of these places and year that are set up, open or closed, the open ones last; one query."""
    asked = select(Ballot).where(
        Ballot.jurisdiction_id.in_(jurisdiction_ids),
        Ballot.year == year,
        Ballot.rehearsal.is_(False),
        Ballot.state.in_(UNDER_WAY),
    )
    return [
        public_ballot(row) for row in db.session.scalars(asked.order_by(Ballot.state == BallotState.OPEN))
    ]


def ballot_of(jurisdiction_id: int, uuid: str) -> PublicBallot | None:
    """Return a real ballot of a place, None for any other."""
    row = db.session.scalar(
        select(Ballot).where(
            Ballot.uuid == uuid, Ballot.jurisdiction_id == jurisdiction_id, Ballot.rehearsal.is_(False)
        )
    )
    return None if row is None else public_ballot(row)


def public_ballot(row: Ballot) -> PublicBallot:
    """Return a ballot as others show it."""
    return PublicBallot(
        uuid=row.uuid,
        jurisdiction_id=row.jurisdiction_id,
        meeting_id=row.meeting_id,
        year=row.year,
        kind=row.kind,
        title=row.title,
        seats=row.seats,
        state=row.state,
        fingerprint=row.fingerprint or "",
        parent_uuid=row.parent_uuid,
        due=row.due,
        present=row.present,
        issued=row.issued,
        cast=row.cast,
    )
