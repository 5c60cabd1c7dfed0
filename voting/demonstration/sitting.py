"""Bring a gathered meeting to its ballot, and let its deputies vote. Through the real deeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from voting.ballot.set_up.ordering import draw_together, order_from_shortlist
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.models import Meeting
from voting.congress.term.models import Deputy
from voting.core.db import transaction
from voting.demonstration import vote
from voting.demonstration.people import Staffed, actor_of
from voting.people.rules import Actor

Chooser = Callable[[int], Sequence[Sequence[int]]]
"""From the deputy's position in the roll to his choices."""


def meeting(staffed: Staffed, meeting_id: int) -> Meeting:
    """Return the meeting anew, after a transaction has ended."""
    return meeting_of(staffed.place.id, meeting_id)


def prepare(staffed: Staffed, meeting_id: int, title: str) -> tuple[str, tuple[vote.Holder, ...]]:
    """Order the ballot from the shortlist and make it ready; returns the UUID and who holds keys."""
    with transaction():
        uuid = order_from_shortlist(staffed.actors["secretariat"], meeting_id, title)
    return uuid, make_ready(staffed, meeting_id, uuid)


def prepare_together(staffed: Staffed, meeting_id: int, title: str) -> tuple[str, tuple[vote.Holder, ...]]:
    """Order the vote beside the ballot that the rehearsal has, and make both ready in one draw; returns as `prepare`."""
    secretariat = staffed.actors["secretariat"]
    with transaction():
        uuid = order_from_shortlist(secretariat, meeting_id, title)
        draw_together(secretariat, meeting_id)
    holders = vote.hold_ceremony(secretariat, meeting_id, scrutineers_of(staffed), 2, rehearsal=True)
    vote.set_up_all(secretariat, uuid)
    return uuid, holders


def scrutineers_of(staffed: Staffed) -> list[Actor]:
    """Return the three who make keys."""
    return [staffed.actors[f"scrutineer{number}"] for number in (1, 2, 3)]


def make_ready(staffed: Staffed, meeting_id: int, uuid: str) -> tuple[vote.Holder, ...]:
    """Hold the ceremony (2 of 3) and set an ordered ballot up; returns who holds keys."""
    secretariat = staffed.actors["secretariat"]
    holders = vote.hold_ceremony(secretariat, meeting_id, scrutineers_of(staffed), 2)
    vote.set_up(secretariat, uuid)
    return holders


def cast_all(uuid: str, deputies: Sequence[Deputy], choose: Chooser) -> None:
    """Let every deputy draw and cast, one after the other."""
    actors = [actor_of(deputy) for deputy in deputies]
    for number, actor in enumerate(actors):
        vote.vote(uuid, actor, choose(number))
