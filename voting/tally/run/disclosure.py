"""Who may know the votes that projects got: the one place that decides, for every page, document, bundle and screen.

Turnout, the choice, an evaluation's grade and the need of another round are announced to everybody. Votes, and what can
be told from them alone (ranks, shares, an order by votes), follow the rule set: to the public where it says so, else to
those who belong to the congress's ballot or oversee it (票决办法, “得票数列入会议记录”). A rehearsal's are never public.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from voting.congress.place.queries import place_by_id
from voting.core.db import db
from voting.people.rules import Actor, Role
from voting.tally.run.facts import roles_at
from voting.tally.run.models import TallyRun
from voting.tally.run.rules import ANNOUNCED, TallyState

COMPLETE = ANNOUNCED | {TallyState.COUNTED, TallyState.SIGNED, TallyState.CONFIRMED}
"""States in which the numbers are complete and may be shown in the tally room."""
IN_THE_ROOM = frozenset({Role.STAFF, Role.SECRETARIAT, Role.CHAIR, Role.SCRUTINEER, Role.TELLER})
"""Who sees the numbers between count and announcement; everybody else waits for the announcement."""
READERS = IN_THE_ROOM | {Role.DEPUTY, Role.AUDITOR, Role.OVERSIGHT}
"""Who sees them after it where the rules keep them to the record of the session."""


def votes_are_public(run: TallyRun) -> bool:
    """Tell whether everybody may know the votes of a count."""
    return run.is_announced and not run.rehearsal and bool(run.rules["publish_counts"])


def sees_votes(run: TallyRun, reader: Actor | None, at: frozenset[Role] | None = None) -> bool:
    """Tell whether a reader may know the votes of a count now; None: nobody who is signed in.

    at: the roles that he holds in this count, where they are at hand.
    """
    if run.is_announced:
        return votes_are_public(run) or reads_the_record(run.jurisdiction_id, reader)
    if reader is None or run.state not in COMPLETE:
        return False
    if at is None:
        at = roles_at(run, reader.account_id, reader.roles_in(place_by_id(run.jurisdiction_id)))
    return bool(at & IN_THE_ROOM)


def reads_the_record(jurisdiction_id: int, reader: Actor | None) -> bool:
    """Tell whether somebody belongs to the ballots of a congress, or oversees them: he reads what its sessions keep."""
    return reader is not None and bool(reader.roles_in(place_by_id(jurisdiction_id)) & READERS)


def votes_known(jurisdiction_id: int, uuids: Collection[str], reader: Actor | None) -> frozenset[str]:
    """Return those of these announced ballots of a congress whose votes a reader may know; None: nobody signed in."""
    if not uuids or reads_the_record(jurisdiction_id, reader):
        return frozenset(uuids)
    runs = db.session.scalars(select(TallyRun).where(TallyRun.ballot_uuid.in_(uuids)))
    return frozenset(run.ballot_uuid for run in runs if votes_are_public(run))


def hall_sees_votes(run: TallyRun, *, in_session: bool) -> bool:
    """Tell whether the hall's screen shows the votes: they are told to the session once confirmed, to nobody after it."""
    return run.is_told_in_hall and (in_session or votes_are_public(run))
