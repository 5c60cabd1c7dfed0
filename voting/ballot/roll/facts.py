"""Shared reads of the roll, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, delete, exists, func, insert, select

from voting.ballot.order.models import Ballot
from voting.ballot.order.rules import TOKENS, BallotState, Means
from voting.ballot.roll.models import ClosedRoll, RollEntry
from voting.belenios import roll
from voting.belenios.canonical import dump, hex_sha256
from voting.congress.term.badge import in_order
from voting.congress.term.models import Delegation, Deputy
from voting.core.db import db

WITH_TOKEN = RollEntry.means.in_(TOKENS)


def entry_of(uuid: str, deputy_id: int) -> RollEntry | None:
    """Return the deputy's entry, read anew, or None."""
    return db.session.get(RollEntry, (uuid, deputy_id), populate_existing=True)


def issued(uuid: str) -> int:
    """Return 发出 of the electronic channel: tokens drawn and cards handed out, never paper."""
    asked = select(func.count()).select_from(RollEntry).where(RollEntry.ballot_uuid == uuid, WITH_TOKEN)
    return db.session.scalar(asked) or 0


def issued_by_means(uuid: str) -> dict[Means, int]:
    """Return how many received a token or paper by which means."""
    asked = (
        select(RollEntry.means, func.count()).where(RollEntry.ballot_uuid == uuid).group_by(RollEntry.means)
    )
    return dict.fromkeys(Means, 0) | {row[0]: row[1] for row in db.session.execute(asked)}


def holders_of(*uuids: str) -> Select[int]:
    """Return the question for the ids of the deputies who have received a token or paper of each of these ballots."""
    asked = select(RollEntry.deputy_id).where(RollEntry.ballot_uuid.in_(uuids)).group_by(RollEntry.deputy_id)
    return asked.having(func.count() == len(uuids))


def with_token(*uuids: str) -> frozenset[int]:
    """Return the ids of the deputies who drew a token of any of these ballots; never who cast."""
    asked = select(RollEntry.deputy_id).where(RollEntry.ballot_uuid.in_(uuids), WITH_TOKEN)
    return frozenset(db.session.scalars(asked))


@dataclass(frozen=True)
class Listed:
    """A deputy on the list of who drew."""

    number: str
    name: str
    means: Means
    delegation: str


def listed(uuid: str) -> tuple[Listed, ...]:
    """Return who received a token or paper, by badge number."""
    asked = (
        select(Deputy.number, Deputy.name, RollEntry.means, Delegation.name)
        .join(RollEntry, RollEntry.deputy_id == Deputy.id)
        .join(Delegation, Delegation.id == Deputy.delegation_id)
    )
    rows = db.session.execute(asked.where(RollEntry.ballot_uuid == uuid))
    return tuple(sorted((Listed(*row) for row in rows), key=lambda one: in_order(one.number)))


def numbers(uuid: str) -> list[str]:
    """Return the badge numbers of who received a token, sorted."""
    return [one.number for one in listed(uuid) if one.means in TOKENS]


def is_voting(ballot: Ballot) -> bool:
    """Tell whether a box of the same meeting, and of the same rehearsal or real vote, is made and not closed."""
    here = Ballot.meeting_id == ballot.meeting_id, Ballot.rehearsal == ballot.rehearsal
    going_on = exists().where(*here, Ballot.state.in_({BallotState.READY, BallotState.OPEN}))
    return bool(db.session.scalar(select(going_on)))


def fix(ballot: Ballot) -> None:
    """Fix the roll of a ballot that is being closed, as everybody who verifies it will read it."""
    received = listed(ballot.uuid)
    named = {one: roll.RollName(one.number, one.name, one.delegation) for one in received}
    drawn = [named[one] for one in received if one.means in TOKENS]
    on_paper = [named[one] for one in received if one.means not in TOKENS]
    raw = roll.write(ballot.uuid, drawn, on_paper)
    db.session.add(ClosedRoll(ballot_uuid=ballot.uuid, jurisdiction_id=ballot.jurisdiction_id, raw=raw))


def roll_raw(uuid: str) -> str:
    """Return the list of who drew as the exact text whose digest the scrutineers sign.

    drawn: as many names as tokens are in the world; paper: who votes on paper instead. Both sorted as texts, as
    all lists are that were ever signed.
    """
    fixed = db.session.get(ClosedRoll, uuid)
    return fixed.raw if fixed is not None else _raw_of_protocol_1(uuid)


def _raw_of_protocol_1(uuid: str) -> str:
    received = sorted(listed(uuid), key=lambda one: one.number)
    drawn = [one.number for one in received if one.means in TOKENS]
    on_paper = [one.number for one in received if one.means not in TOKENS]
    return dump({"ballot": uuid, "drawn": drawn, "paper": on_paper})


def digest(uuid: str) -> str:
    """Return the digest (hex SHA-256) of the list of who drew."""
    return hex_sha256(roll_raw(uuid))


def forget_requests(uuid: str) -> None:
    """Delete what was kept for exact retries and write the roll anew, sorted by deputy.

    At close nothing of a token stays beside a name, and no row tells who drew before whom.
    """
    mine = RollEntry.ballot_uuid == uuid
    kept = select(RollEntry.ballot_uuid, RollEntry.deputy_id, RollEntry.jurisdiction_id, RollEntry.means)
    rows = [
        dict(row) for row in db.session.execute(kept.where(mine).order_by(RollEntry.deputy_id)).mappings()
    ]
    db.session.execute(delete(RollEntry).where(mine).execution_options(synchronize_session="fetch"))
    if rows:
        db.session.execute(insert(RollEntry), rows)
