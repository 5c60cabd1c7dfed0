"""What the console does with the ballots of one draw: together or apart, their boxes closed, opened, closed for good."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial

from voting.ballot.close import actions as close_actions
from voting.ballot.order.models import find_ballot
from voting.ballot.order.rules import BallotState
from voting.ballot.sealed import tokens
from voting.ballot.sealed.booth import verifiers
from voting.ballot.set_up import actions as ballot_actions
from voting.ballot.set_up import ordering
from voting.ballot.set_up.facts import drawn_with
from voting.core.db import hold_nothing, transaction
from voting.core.errors import WrongMoment
from voting.hall.course.conditions import Asked
from voting.people.rules import Actor, Place
from voting.tally.opening.actions import take_over


def draw_together(actor: Actor, asked: Asked) -> None:
    ordering.draw_together(actor, asked.meeting.id)


def cast_first(actor: Actor, asked: Asked) -> None:
    ordering.cast_first(actor, asked.uuid)


def draw_apart(actor: Actor, asked: Asked) -> None:
    ordering.draw_apart(actor, asked.uuid)


def make_issuing_keys(place: Place, ballot: str | None) -> None:
    """Wait until an issuing key is made for each box that is closed together."""
    boxes = len(drawn_with(ballot, place.id, BallotState.DRAFT)) if ballot else 1
    hold_nothing()
    tokens.ahead.ready(boxes)


def set_up(actor: Actor, asked: Asked) -> None:
    ballot_actions.set_up_all(actor, asked.uuid, tokens.ahead.take)


def withdraw_set_up(actor: Actor, asked: Asked) -> Callable[[Actor], None]:
    """Take the set-ups back that are drawn together; once that is committed, their keys go."""
    gone = ballot_actions.withdraw_all(actor, asked.uuid, reason=asked.note)
    return lambda _actor: for_each(close_actions.sweep, gone)


def for_each(deed: Callable[[str], None], uuids: Iterable[str]) -> None:
    """Do something for each ballot of a draw."""
    for uuid in uuids:
        deed(uuid)


def open_voting(actor: Actor, asked: Asked) -> Callable[[Actor], None]:
    """Open what is drawn together; once that is committed, let the verifiers build their tables before the first ballot comes."""
    ready = drawn_with(asked.uuid, asked.place.id, BallotState.READY)
    for_each(partial(ballot_actions.open_voting, actor), ready)
    return lambda _opener: for_each(lambda uuid: warm_up(find_ballot(uuid).election_raw or ""), ready)


def warm_up(election_raw: str) -> None:
    """Start this process's verifiers on an election; waits for nothing."""
    verifiers().warm_up(election_raw)


def close_voting(actor: Actor, asked: Asked) -> Callable[[Actor], None]:
    """Close what is drawn together; once that is committed, sweep the issuing keys and the pages and hand each box over to the tally."""
    opened = drawn_with(asked.uuid, asked.place.id, BallotState.OPEN)
    for uuid in opened:
        close_actions.close(actor, uuid)
    return lambda closer: for_each(partial(hand_over, closer), opened)


def hand_over(actor: Actor, uuid: str) -> None:
    """Sweep, and let the tally take the box over; where cards are unaccounted for, the tally room says so."""
    close_actions.sweep(uuid)
    offer(actor, uuid)


def offer(actor: Actor, uuid: str) -> None:
    """Let the tally take a closed box over, unless something still keeps it."""
    with suppress(WrongMoment), transaction():
        take_over(actor, uuid)
