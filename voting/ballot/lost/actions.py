"""Deeds of lost tokens. The roll stays as it is: what was issued and does not come back is counted as not returned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event
from voting.ballot.lost.rules import TOKEN_LOST, ballot_in, deputy_in, subject_of
from voting.ballot.order.models import find_ballot
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
    name: ClassVar[str] = "ballot:token_lost:asked"
    ballot: str
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
    """Say that a deputy's token of a ballot is lost; it is recorded when a second person confirms it.

    Errors: NotFound; RuleBroken without a reason; WrongMoment outside drawing time, for who holds no token, and where it
    was recorded before.
    """
    ballot = find_ballot(uuid, actor.jurisdiction_id)
    deputy = deputy_of(actor.jurisdiction_id, deputy_id)
    if ballot.state not in DRAWING:
        raise WrongMoment("领票名册已经封存，不能再登记遗失。")
    entry = entry_of(uuid, deputy_id)
    if entry is None or entry.means not in TOKENS:
        raise WrongMoment("%(name)s没有领电子票，不用登记。", name=deputy.name)
    subject, why = subject_of(uuid, deputy_id), stated(reason)
    if any(
        one.state is ConfirmationState.CONFIRMED
        for one in asked_for(actor.jurisdiction_id, (TOKEN_LOST,), subject)
    ):
        raise WrongMoment("%(name)s的遗失已经登记过了。", name=deputy.name)
    wanted = Wanted(
        kind=TOKEN_LOST,
        subject=subject,
        line=LossAsked(ballot=uuid, deputy=deputy_id, reason=why),
        payload={"reason": why},
        named={"name": deputy.name},
    )
    return confirmation.ask(actor, wanted)


def loss_of(actor: Actor, uuid: str, number: int) -> Confirmation:
    """Return what was said of a token of this ballot. Errors: NotFound."""
    row = numbered(actor.jurisdiction_id, TOKEN_LOST, number)
    if ballot_in(row.subject) != uuid:
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
