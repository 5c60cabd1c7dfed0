"""What residents' remarks wait for: to become a finding or to be closed, by the office, the supervision group or the project's own group."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, select

from voting.core.clock import day_of
from voting.core.db import db
from voting.core.text import N_
from voting.people.rules import Actor, Place, Role
from voting.people.to_do import ToDo
from voting.supervision.commitment.models import Commitment
from voting.supervision.group.facts import commitments_of
from voting.supervision.pages.to_do.facts import GROUP, ROOM
from voting.supervision.remark.models import Remark
from voting.supervision.remark.rules import RemarkState

DEPUTY = frozenset({Role.DEPUTY})


def remarks(place: Place) -> Iterator[ToDo]:
    """Yield the remarks with which nobody has dealt, for the office and the supervision group; one query."""
    return _waiting(place, "remark", GROUP)


def own_remarks(place: Place, actor: Actor) -> list[ToDo]:
    """Return those on the projects in whose group a deputy is; in the hall he reads none. One query."""
    if actor.in_the_hall or actor.roles & GROUP:
        return []
    return list(_waiting(place, "own_remark", DEPUTY, Remark.commitment_id.in_(commitments_of(actor))))


def _waiting(place: Place, kind: str, roles: frozenset[Role], *which: ColumnElement[bool]) -> Iterator[ToDo]:
    asked = (
        select(Remark, Commitment.year, Commitment.title)
        .join(Commitment, Commitment.id == Remark.commitment_id)
        .where(Remark.jurisdiction_id == place.id, Remark.state == RemarkState.WAITING, *which)
        .order_by(Remark.id)
    )
    for row, year, title in db.session.execute(asked):
        yield ToDo(
            kind=f"supervision:{kind}",
            subject=str(row.id),
            room=ROOM,
            year=year,
            what=N_("办理群众反映：立为问题，或者说明理由了结"),
            of=title,
            endpoint="supervision.remark",
            args={"remark_id": row.id},
            roles=roles,
            since=day_of(row.passed_on_at),
        )
