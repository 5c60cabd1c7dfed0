"""What the booth needs of a ballot: its state, read each time, and its texts, read once. Knows no person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import bindparam, select

from voting.ballot.order.models import Ballot, Withdrawn
from voting.ballot.order.rules import BallotState
from voting.belenios import ballot_rules, blindrsa
from voting.belenios.ballot import most_bytes
from voting.belenios.blindrsa import PublicKey
from voting.belenios.election import Election
from voting.core.db import db
from voting.core.errors import NotFound


@dataclass(frozen=True)
class Texts:
    """The texts of a set-up. limit: the most bytes a body may have, twice those of an honest ballot.

    receipts: the public half of the key that signs receipts (base64url).
    """

    election_raw: str
    issuer: PublicKey
    limit: int
    receipts: str


@dataclass(frozen=True)
class BoothBallot:
    """A ballot as the booth sees it; texts: None before set-up."""

    uuid: str
    state: BallotState
    meeting_id: int
    rehearsal: bool
    challengeable: bool
    texts: Texts | None


# Statements of the rush, built once: building one anew costs more than running it.
_BALLOT = select(
    Ballot.state,
    Ballot.version,
    Ballot.meeting_id,
    Ballot.rehearsal,
    Ballot.challengeable,
    Ballot.successor_uuid,
).where(Ballot.uuid == bindparam("uuid"))
_SHARED = select(Ballot.state).where(Ballot.uuid == bindparam("uuid")).with_for_update(read=True)


def ballot_at_booth(uuid: str) -> BoothBallot:
    """Return a ballot and hold no connection. Errors: NotFound for an unknown one; Withdrawn for a tombstone."""
    row = db.session.connection().execute(_BALLOT, {"uuid": uuid}).one_or_none()
    if row is None:
        raise NotFound("没有这次票决。")
    if row.successor_uuid is not None:
        db.session.rollback()
        raise Withdrawn(row.successor_uuid)
    texts = None if row.state is BallotState.DRAFT else _texts(uuid, row.version)
    db.session.rollback()
    return BoothBallot(uuid, row.state, row.meeting_id, row.rehearsal, row.challengeable, texts)


@lru_cache(maxsize=16)
def _texts(uuid: str, _version: int) -> Texts | None:
    """Return the texts as they are at one version of the ballot's row; a new set-up is a new version."""
    asked = select(Ballot.election_raw, Ballot.issuer_raw, Ballot.rules_raw).where(Ballot.uuid == uuid)
    election_raw, issuer_raw, rules_raw = db.session.execute(asked).one()
    if election_raw is None or issuer_raw is None or rules_raw is None:
        return None
    limit = 2 * most_bytes(Election.parse(election_raw))
    receipts = ballot_rules.parse(rules_raw).receipt_key
    return Texts(election_raw, blindrsa.load_issuer(issuer_raw), limit, receipts)


def state_for_casting(uuid: str) -> BallotState:
    """Return the state, which no closing can change before this transaction ends (FOR SHARE)."""
    state: BallotState = db.session.connection().execute(_SHARED, {"uuid": uuid}).scalar_one()
    return state


def state_for_opening(uuid: str) -> BallotState:
    """Return the state, with nobody casting until this transaction ends (FOR UPDATE)."""
    asked = select(Ballot.state).where(Ballot.uuid == uuid).with_for_update()
    return db.session.execute(asked).scalar_one()
