"""Count a closed ballot without devices: shares, two persons at every step, signatures. Through the real deeds.

For the demonstration, and for elections of others counted again. Call nothing here inside a transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voting.belenios import statements
from voting.core.db import transaction
from voting.demonstration import vote
from voting.demonstration.vote import Holder
from voting.people.rules import Actor
from voting.tally.opening import actions as opening_actions
from voting.tally.steps import actions as steps_actions


def open_box(uuid: str, holders: Sequence[Holder]) -> None:
    """Have these scrutineers sign the list of who drew, sample it and lend their shares; t of them open the box."""
    for holder in holders:
        vote.sign_roll(uuid, holder)
        vote.sample(uuid, holder)
    for holder in holders:
        share = vote.partial(uuid, holder)
        with transaction():
            run = opening_actions.take_over(holder.actor, uuid)
            opening_actions.hand_in_share(holder.actor, uuid, run.digest, share)


def step(uuid: str, name: str, asks: Actor, confirms: Actor, values: Mapping[str, Any] | None = None) -> None:
    """Have one person ask for a step and another confirm it."""
    with transaction():
        steps_actions.ask(asks, uuid, name, values or {})
    with transaction():
        steps_actions.confirm(confirms, uuid, name)


def sign(uuid: str, holders: Sequence[Holder]) -> None:
    """Have these scrutineers sign the outcome."""
    for holder in holders:
        text = opening_actions.outcome_text(holder.actor, uuid)
        signature = statements.sign_message(holder.keys.signing, statements.outcome_message(uuid, text))
        with transaction():
            opening_actions.sign_outcome(holder.actor, uuid, text, signature)


def count(uuid: str, secretary: Actor, chair: Actor, holders: Sequence[Holder], number: int = 1) -> None:
    """Carry a closed ballot without paper from the sealed box to the announcement."""
    open_box(uuid, holders)
    step(uuid, "count", secretary, holders[0].actor)
    sign(uuid, holders)
    step(uuid, "confirm", secretary, chair)
    step(uuid, "announce", secretary, chair, {"number": number})
