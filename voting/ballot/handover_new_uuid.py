"""A set-up that is made anew has a new UUID: what carried the old one follows, in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from voting.ballot.order.models import Ballot, BallotLine
from voting.ballot.order.rules import BallotState
from voting.belenios.election import new_uuid
from voting.core.db import db
from voting.core.errors import WrongMoment
from voting.people.rules import Actor

ORDERED = (
    "jurisdiction_id",
    "meeting_id",
    "year",
    "kind",
    "title",
    "seats",
    "rules",
    "parent_uuid",
    "rehearsal",
    "challengeable",
    "joint_draw",
    "draw_place",
)
"""What a ballot has from its order alone, before anything is set up."""


@dataclass(frozen=True)
class Succession:
    """A ballot's UUID before and after."""

    jurisdiction_id: int
    before: str
    after: str


Follow = Callable[[Actor, Succession], None]
"""How another stage moves what it keeps under a ballot's UUID (listed in voting/loop.py)."""


_followers: list[Follow] = []


def followed_by(deeds: Sequence[Follow]) -> None:
    """Name the deeds of later rooms that move what they keep; the program does so once, when it is put together."""
    _followers[:] = deeds


def draft_after(ballot: Ballot) -> Ballot:
    """Return a new draft of the same order, stored under a new UUID."""
    draft = Ballot(uuid=new_uuid(), **{name: getattr(ballot, name) for name in ORDERED})
    db.session.add(draft)
    db.session.flush()
    return draft


def move(actor: Actor, ballot: Ballot, after: str) -> None:
    """Move lines, earlier tombstones, the rounds behind and what other stages keep.

    Errors: WrongMoment when a round behind is set up: its rules name this one, in a text that no longer changes.
    """
    behind = select(Ballot.uuid).where(Ballot.parent_uuid == ballot.uuid, Ballot.rules_raw.is_not(None))
    if db.session.scalars(behind).first() is not None:
        raise WrongMoment("接在后面的一轮票决已经准备好票箱，不能撤回。")
    db.session.flush()
    for statement in (
        update(BallotLine).where(BallotLine.ballot_uuid == ballot.uuid).values(ballot_uuid=after),
        update(Ballot).where(Ballot.successor_uuid == ballot.uuid).values(successor_uuid=after),
        update(Ballot)
        .where(Ballot.parent_uuid == ballot.uuid, Ballot.state == BallotState.DRAFT)
        .values(parent_uuid=after),
    ):
        db.session.execute(statement.execution_options(synchronize_session="fetch"))
    for follow in _followers:
        follow(actor, Succession(ballot.jurisdiction_id, ballot.uuid, after))
