"""Hold a ballot from the order to the proclamation, with simulated tablets and scrutineers. Through the real deeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from voting.ballot.actions_order import order_from_shortlist
from voting.ballot.handover import sealed_box
from voting.belenios import statements
from voting.congress.models import Deputy, Meeting
from voting.congress.queries import meeting_of
from voting.core.db import transaction
from voting.demonstration import vote
from voting.demonstration.people import Staffed, actor_of
from voting.tally import actions as tally
from voting.tally import actions_steps

Chooser = Callable[[int], Sequence[Sequence[int]]]
"""From the deputy's position in the roll to his choices."""


def prepare(staffed: Staffed, meeting: Meeting, title: str) -> tuple[str, tuple[vote.Holder, ...]]:
    """Order the ballot from the shortlist, hold the ceremony (2 of 3), set up; returns the UUID and who holds keys."""
    secretariat = staffed.actors["secretariat"]
    meeting_id = meeting.id
    with transaction():
        uuid = order_from_shortlist(secretariat, meeting_id, title)
    scrutineers = [staffed.actors[f"scrutineer{number}"] for number in (1, 2, 3)]
    holders = vote.hold_ceremony(secretariat, meeting_id, scrutineers, 2)
    vote.set_up(secretariat, uuid)
    return uuid, holders


def meeting(staffed: Staffed, meeting_id: int) -> Meeting:
    """Return the meeting anew, after a transaction has ended."""
    return meeting_of(staffed.place.id, meeting_id)


def cast_one(uuid: str, deputy: Deputy, choices: Sequence[Sequence[int]]) -> vote.Receipt:
    """Let one deputy draw and cast."""
    return vote.vote(uuid, actor_of(deputy), choices)


def cast_all(uuid: str, deputies: Sequence[Deputy], choose: Chooser) -> list[vote.Receipt]:
    """Let every deputy draw and cast, one after the other."""
    actors = [actor_of(deputy) for deputy in deputies]
    return [vote.vote(uuid, actor, choose(number)) for number, actor in enumerate(actors)]


def open_box(staffed: Staffed, uuid: str, holders: Sequence[vote.Holder]) -> None:
    """Take the closed box over, have the list of who drew signed, and hand in two scrutineers' shares."""
    digest = sealed_box(uuid).digest
    with transaction():
        tally.take_over(staffed.actors["secretariat"], uuid)
    for holder in holders:
        vote.sign_roll(uuid, holder)
    for holder in holders[:2]:
        partial = vote.partial(uuid, holder)
        with transaction():
            tally.hand_in_share(holder.actor, uuid, digest, partial)


def second_hand(staffed: Staffed, uuid: str, step: str, by: str, other: str, **values: object) -> None:
    """Have one person ask for a step and another confirm it."""
    with transaction():
        actions_steps.ask(staffed.actors[by], uuid, step, values)
    with transaction():
        actions_steps.confirm(staffed.actors[other], uuid, step)


def conclude(staffed: Staffed, uuid: str, holders: Sequence[vote.Holder], *, number: int = 1) -> None:
    """Count, have the outcome signed by every scrutineer, confirm and announce it as proclamation no. `number`."""
    second_hand(staffed, uuid, "count", "teller1", "scrutineer1")
    for holder in holders:
        with transaction():
            text = tally.outcome_text(holder.actor, uuid)
        signature = statements.sign_message(holder.keys.signing, statements.outcome_message(uuid, text))
        with transaction():
            tally.sign_outcome(holder.actor, uuid, signature)
    second_hand(staffed, uuid, "confirm", "secretariat", "chair")
    second_hand(staffed, uuid, "announce", "secretariat", "chair", number=number)
