"""Which counts are announced, and who counts: whom the meeting has appointed, not whoever has such a role."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import select

from voting.confirmation.rules import NOT_YOURS
from voting.congress.meeting.facts import meeting_of, roles_by_post
from voting.core.db import db
from voting.core.errors import NotAllowed
from voting.people.rules import Actor, Role
from voting.tally.run.models import TallyRun
from voting.tally.run.rules import ANNOUNCED, TallyState

BY_POST = frozenset({Role.SCRUTINEER, Role.TELLER})


def roles_at(run: TallyRun, account_id: int | None, roles: frozenset[Role]) -> frozenset[Role]:
    """Return of `roles` those that hold in this count: scrutineer and teller only by a post of its meeting."""
    if not roles & BY_POST:
        return roles
    meeting = meeting_of(run.jurisdiction_id, run.meeting_id)
    return (roles - BY_POST) | (roles & roles_by_post(meeting, account_id))


def in_count(actor: Actor, run: TallyRun) -> Actor:
    """Return the person with the roles that hold in this count."""
    return replace(actor, roles=roles_at(run, actor.account_id, actor.roles))


def expect(actor: Actor, run: TallyRun, roles: frozenset[Role]) -> int:
    """Return the account of somebody who holds one of `roles` in this count; raise NotAllowed for anybody else."""
    if actor.account_id is None or not roles_at(run, actor.account_id, actor.roles) & roles:
        raise NotAllowed(NOT_YOURS)
    return actor.account_id


def voided(uuids: Collection[str]) -> frozenset[str]:
    """Return those of these ballots whose count was declared void: their box is closed, and nothing is under way."""
    asked = select(TallyRun.ballot_uuid).where(
        TallyRun.ballot_uuid.in_(uuids), TallyRun.state == TallyState.VOID
    )
    return frozenset(db.session.scalars(asked)) if uuids else frozenset()


def announced(jurisdiction_id: int, year: int | None = None) -> list[TallyRun]:
    """Return the real counts of a congress that are announced, in the order of their announcement."""
    asked = select(TallyRun).where(
        TallyRun.jurisdiction_id == jurisdiction_id,
        TallyRun.state.in_(ANNOUNCED),
        TallyRun.rehearsal.is_(False),
    )
    if year is not None:
        asked = asked.where(TallyRun.year == year)
    return list(db.session.scalars(asked.order_by(TallyRun.announced_at)))
