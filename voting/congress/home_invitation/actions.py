"""Deeds of invitations. Each writes its journal line; none commits. The codes are in the answer alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.congress.home_invitation.facts import Invitee, invitees
from voting.congress.term.facts import account_of
from voting.core.db import db
from voting.core.errors import RuleBroken, WrongMoment
from voting.core.text import N_
from voting.people.home_entry import invite, unbind_home
from voting.people.models import Account
from voting.people.rules import Actor, Place


@dataclass(frozen=True, kw_only=True)
class HomeInvited(Event):
    """Slips were printed. deputies: numbers of those whom they invite."""

    name: ClassVar[str] = "congress:home_invitation:printed"
    deputies: tuple[str, ...]


class NotOnRoster(RuleBroken):
    """A number that no deputy in office bears."""

    field = "number"


@dataclass(frozen=True)
class HomeSlip:
    """What one deputy's slip says."""

    number: str
    name: str
    delegation: str
    code: str
    until: datetime


def invite_missing(actor: Actor, place: Place) -> tuple[HomeSlip, ...]:
    """Invite every deputy who has neither a password of home nor a code that holds. Errors: WrongMoment where none is left."""
    due = [one for one in invitees(place.id) if not one.opened and not one.invited]
    if not due:
        raise WrongMoment("没有要发的：代表都已经开通，或者手里有没到期的邀请单。遗失的请按证号补发。")
    return _invite(actor, place, due)


def invite_one(actor: Actor, place: Place, *, number: str) -> tuple[HomeSlip, ...]:
    """Invite one deputy, once more where the slip was lost or the password forgotten; a code of before holds no more.

    Errors: NotOnRoster.
    """
    account_id = account_of(place.code, number)
    due = [one for one in invitees(place.id) if one.account_id == account_id]
    if not due:
        raise NotOnRoster(N_("本届没有这个证号的代表。"))
    return _invite(actor, place, due)


def _invite(actor: Actor, place: Place, due: Sequence[Invitee]) -> tuple[HomeSlip, ...]:
    ids = [one.account_id for one in due]
    locked = select(Account).where(Account.id.in_(ids)).order_by(Account.id).with_for_update()
    accounts = {account.id: account for account in db.session.scalars(locked)}
    slips = []
    for one in due:
        unbind_home(actor, accounts[one.account_id])
        code, until = invite(accounts[one.account_id])
        slips.append(HomeSlip(one.number, one.name, one.delegation, code, until))
    record(HomeInvited(deputies=tuple(one.number for one in due)), actor, place.id)
    return tuple(slips)
