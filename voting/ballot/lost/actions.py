"""Deeds of lost tokens. The roll stays as it is: what was issued and does not come back is counted as not returned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event
from voting.ballot.lost.rules import TOKEN_LOST, deputy_in, is_about, subject_of
from voting.ballot.order.models import drawn_together, find_ballot
from voting.ballot.order.rules import DRAWING, TOKENS
from voting.ballot.roll.facts import entry_of
from voting.confirmation import actions as confirmation
from voting.confirmation.actions import Wanted
from voting.confirmation.facts import asked_for, numbered
from voting.confirmation.models import Confirmation
from voting.confirmation.rules import ConfirmationState
from voting.congress.term.facts import deputy_of
from voting.core.errors import NotFound, WrongMoment
from voting.core.reason import stated
from voting.people.rules import Actor


@dataclass(frozen=True, kw_only=True)
class LossAsked(Event):
    """ballots: of which he drew a token, all at once."""

    name: ClassVar[str] = "ballot:token_lost:asked"
    ballots: tuple[str, ...]
    deputy: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class LossRecorded(Event):
    name: ClassVar[str] = "ballot:token_lost:recorded"
    ballot: str
    deputy: int
    asked_by: int


@dataclass(frozen=True, kw_only=True)
class LossWithdrawn(Event):
    name: ClassVar[str] = "ballot:token_lost:withdrawn"
    ballot: str
    deputy: int


def ask_loss(actor: Actor, uuid: str, deputy_id: int, *, reason: str) -> Confirmation:
    """Say that what a deputy drew is lost, of all ballots of the draw; it is recorded when a second person confirms it.

    Errors: NotFound; RuleBroken without a reason; WrongMoment outside drawing time, for who holds no token, and where it
    was recorded before.
    """
    ballot = find_ballot(uuid, actor.jurisdiction_id)
    deputy = deputy_of(actor.jurisdiction_id, deputy_id)
    if ballot.state not in DRAWING:
        raise WrongMoment("领票名册已经封存，不能再登记遗失。")
    lost = tuple(one.uuid for one in drawn_together(ballot) if holds_token(one.uuid, deputy_id))
    if uuid not in lost:
        raise WrongMoment("%(name)s没有领电子票，不用登记。", name=deputy.name)
    subject, why = subject_of(lost[0], deputy_id), stated(reason)
    if any(
        one.state is ConfirmationState.CONFIRMED
        for one in asked_for(actor.jurisdiction_id, (TOKEN_LOST,), subject)
    ):
        raise WrongMoment("%(name)s的遗失已经登记过了。", name=deputy.name)
    wanted = Wanted(
        kind=TOKEN_LOST,
        subject=subject,
        line=LossAsked(ballots=lost, deputy=deputy_id, reason=why),
        payload={"reason": why, "ballots": list(lost)},
        named={"name": deputy.name},
    )
    return confirmation.ask(actor, wanted)


def holds_token(uuid: str, deputy_id: int) -> bool:
    """Tell whether a deputy drew a token of a ballot; paper puts none into the world."""
    entry = entry_of(uuid, deputy_id)
    return entry is not None and entry.means in TOKENS


def loss_of(actor: Actor, uuid: str, number: int) -> Confirmation:
    """Return what was said of a token of this ballot. Errors: NotFound."""
    row = numbered(actor.jurisdiction_id, TOKEN_LOST, number)
    if not is_about(row.subject, row.payload, uuid):
        raise NotFound(TOKEN_LOST.said.unknown)
    return row


def confirm_loss(actor: Actor, uuid: str, number: int) -> None:
    """Record the loss as the second person. Nothing else changes: no second token is ever signed."""
    row = loss_of(actor, uuid, number)
    line = LossRecorded(ballot=uuid, deputy=deputy_in(row.subject), asked_by=row.asked_by)
    confirmation.confirm(actor, TOKEN_LOST, row, lambda: None, line=line)


def withdraw_loss(actor: Actor, uuid: str, number: int) -> None:
    """Take back what was said and not recorded yet: the tablet was found, or goes again."""
    row = loss_of(actor, uuid, number)
    line = LossWithdrawn(ballot=uuid, deputy=deputy_in(row.subject))
    confirmation.take_back(actor, TOKEN_LOST, row, line=line)
