"""What the list of a congress's counts shows: those under way, those waiting, the papers before a ballot."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from voting.ballot.handover_list import Ordered, ordered_ballots
from voting.core.db import db
from voting.core.own_templates import Replaced
from voting.people.rules import Actor, Place, Role
from voting.tally.run.models import TallyRun
from voting.tally.run.rules import TALLY, TallyState


@dataclass(frozen=True)
class RunLine:
    """A count in the list."""

    uuid: str
    title: str
    meeting: str
    state: TallyState
    rehearsal: bool

    @property
    def word(self) -> str:
        """Return what its state is called, as a message id."""
        return TALLY.words[self.state]


@dataclass(frozen=True)
class HomePage:
    """Counts of a congress, newest first, and closed ballots that nobody has taken over. own: its document templates."""

    place: Place
    runs: tuple[RunLine, ...]
    waiting: tuple[tuple[str, str], ...]
    orders: tuple[Ordered, ...]
    own: Replaced
    may_run: bool


def home_page(actor: Actor, place: Place, own: Replaced) -> HomePage:
    """Return the list of counts."""
    asked = select(TallyRun).where(TallyRun.jurisdiction_id == place.id)
    rows = list(db.session.scalars(asked.order_by(TallyRun.taken_over_at.desc())))
    known = {row.ballot_uuid for row in rows}
    orders = ordered_ballots(place.id)
    titles = {one.meeting_id: one.meeting for one in orders}
    return HomePage(
        place=place,
        runs=tuple(
            RunLine(row.ballot_uuid, row.title, titles.get(row.meeting_id, ""), row.state, row.rehearsal)
            for row in rows
        ),
        waiting=tuple((one.uuid, one.title) for one in orders if one.closed and one.uuid not in known),
        orders=orders,
        own=own,
        may_run=bool(actor.roles_in(place) & {Role.STAFF, Role.SECRETARIAT}),
    )
