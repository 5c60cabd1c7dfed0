"""Shared reads of what scrutineers said to differ. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from voting.ballot.ceremony.models import Ceremony, Trustee
from voting.ballot.ceremony.rules import CeremonyState
from voting.ballot.mismatch.models import Mismatch
from voting.ballot.mismatch.rules import DIFFERS, Compared
from voting.ballot.order.models import Ballot
from voting.ballot.order.rules import BallotState
from voting.core.db import db


@dataclass(frozen=True)
class StandingMismatch:
    """What somebody said to differ, not taken back. what: a message id; ballot: the title of the box, "" for the key."""

    ceremony_id: int
    index: int
    name: str
    compared: Compared
    what: str
    ballot: str
    ballot_uuid: str | None
    at: datetime


def standing(meeting_id: int) -> tuple[StandingMismatch, ...]:
    """Return what stands for a meeting, the oldest first; of a key that was given up and a void ballot nothing stands."""
    asked = (
        select(Mismatch, Trustee.name, Ballot.title)
        .join(Trustee, (Trustee.ceremony_id == Mismatch.ceremony_id) & (Trustee.index == Mismatch.index))
        .join(Ceremony, Ceremony.id == Mismatch.ceremony_id)
        .outerjoin(Ballot, Ballot.uuid == Mismatch.ballot_uuid)
        .where(
            Mismatch.meeting_id == meeting_id,
            Mismatch.taken_back_at.is_(None),
            Ceremony.state != CeremonyState.FAILED,
            Ballot.state.is_(None) | (Ballot.state != BallotState.VOID),
        )
        .order_by(Mismatch.id)
    )
    return tuple(
        StandingMismatch(
            ceremony_id=row.ceremony_id,
            index=row.index,
            name=name,
            compared=row.compared,
            what=DIFFERS[row.compared],
            ballot=title or "",
            ballot_uuid=row.ballot_uuid,
            at=row.said_at,
        )
        for row, name, title in db.session.execute(asked)
    )
