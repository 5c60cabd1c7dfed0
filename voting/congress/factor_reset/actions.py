"""Deeds of a lost authenticator: ask, confirm, take back. None commits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.confirmation import actions as confirmation
from voting.confirmation.actions import Wanted
from voting.confirmation.facts import numbered
from voting.confirmation.models import Confirmation
from voting.congress.factor_reset.rules import FACTOR_RESET, at_place
from voting.core.db import db
from voting.core.errors import NotAllowed, WrongMoment
from voting.people.actions import sign_out_everywhere
from voting.people.actions_accounts import account_in
from voting.people.models import Account
from voting.people.rules import Actor, Place
from voting.people.second_factor import has_factor, unbind


@dataclass(frozen=True, kw_only=True)
class FactorResetAsked(Event):
    name: ClassVar[str] = "congress:factor_reset:asked"
    account: int


@dataclass(frozen=True, kw_only=True)
class FactorResetConfirmed(Event):
    name: ClassVar[str] = "congress:factor_reset:confirmed"
    account: int
    asked_by: int


@dataclass(frozen=True, kw_only=True)
class FactorResetWithdrawn(Event):
    name: ClassVar[str] = "congress:factor_reset:withdrawn"
    account: int


@dataclass(frozen=True, kw_only=True)
class FactorUnboundByOperator(Event):
    name: ClassVar[str] = "congress:factor_reset:by_operator"
    account: int


def ask(actor: Actor, place: Place, *, account_id: int) -> Confirmation:
    """Ask to unbind the authenticator of somebody who stands before one. One request at a time.

    Errors: NotFound; NotAllowed for an account that the actor may not change; WrongMoment where none is bound.
    """
    account = account_in(actor, place, account_id)
    if not has_factor(account):
        raise WrongMoment("%(name)s没有绑定验证器。", name=account.name)
    line = FactorResetAsked(account=account.id)
    wanted = Wanted(kind=FACTOR_RESET, subject=str(account.id), line=line, named={"name": account.name})
    return confirmation.ask(at_place(actor, place), wanted)


def confirm(actor: Actor, place: Place, *, reset_id: int) -> Account:
    """Unbind the authenticator and end the account's sessions. The second person must be another one, and not its owner."""
    row = numbered(place.id, FACTOR_RESET, reset_id)
    account = db.session.get_one(Account, int(row.subject), with_for_update=True, populate_existing=True)
    if account.id == actor.account_id:
        raise NotAllowed("不能确认自己账号的解绑，请另一人办理。")
    line = FactorResetConfirmed(account=account.id, asked_by=row.asked_by)
    confirmation.confirm(at_place(actor, place), FACTOR_RESET, row, partial(_unbind, account), line=line)
    return account


def _unbind(account: Account) -> None:
    unbind(account)
    sign_out_everywhere(account.id)


def unbind_by_operator(account: Account) -> None:
    """Unbind an authenticator by the command line: the journal's line has no actor, as for everything done there."""
    _unbind(account)
    record(FactorUnboundByOperator(account=account.id), None, account.jurisdiction_id)


def withdraw(actor: Actor, place: Place, *, reset_id: int) -> None:
    """Take a request back; either of the two may."""
    row = numbered(place.id, FACTOR_RESET, reset_id)
    line = FactorResetWithdrawn(account=int(row.subject))
    confirmation.take_back(at_place(actor, place), FACTOR_RESET, row, line=line)
