"""PINs at the desk: the first ones fetched once, and a lost one reset by two persons."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.confirmation import actions as confirmation
from voting.confirmation.actions import Wanted
from voting.confirmation.facts import numbered
from voting.confirmation.models import Confirmation
from voting.confirmation.rules import ConfirmationKind
from voting.congress.pins.facts import is_locked
from voting.congress.pins.models import PinSheet
from voting.congress.pins.rules import PIN_RESET, PIN_UNLOCK, roles_for
from voting.congress.place.queries import place_by_id
from voting.congress.term.badge import badge_text
from voting.congress.term.facts import deputy_of
from voting.congress.term.models import Delegation, Deputy
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.people.actions import sign_out_everywhere
from voting.people.lock_out import unlock
from voting.people.models import Account
from voting.people.rules import Actor, Place
from voting.people.second_person import note_reset


@dataclass(frozen=True, kw_only=True)
class PinsFetched(Event):
    name: ClassVar[str] = "congress:pin_sheet:fetched"
    sheet: int
    size: int


@dataclass(frozen=True, kw_only=True)
class ResetAsked(Event):
    name: ClassVar[str] = "congress:pin_reset:asked"
    deputy: str


@dataclass(frozen=True, kw_only=True)
class ResetConfirmed(Event):
    name: ClassVar[str] = "congress:pin_reset:confirmed"
    deputy: str
    asked_by: int


@dataclass(frozen=True, kw_only=True)
class ResetWithdrawn(Event):
    name: ClassVar[str] = "congress:pin_reset:withdrawn"
    deputy: str


@dataclass(frozen=True, kw_only=True)
class UnlockAsked(Event):
    name: ClassVar[str] = "congress:pin_unlock:asked"
    deputy: str


@dataclass(frozen=True, kw_only=True)
class UnlockConfirmed(Event):
    name: ClassVar[str] = "congress:pin_unlock:confirmed"
    deputy: str
    asked_by: int


@dataclass(frozen=True, kw_only=True)
class UnlockWithdrawn(Event):
    name: ClassVar[str] = "congress:pin_unlock:withdrawn"
    deputy: str


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What one deputy's slip says. login: with which he signs in on a device of his own, as scrutineer or teller."""

    number: str
    login: str
    name: str
    delegation: str
    pin: str


def sheet_of(jurisdiction_id: int, sheet_id: int) -> PinSheet:
    """Return a sheet of this jurisdiction; raise NotFound for anybody else's."""
    row = db.session.get(PinSheet, sheet_id)
    if row is None or row.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这份个人密码单。")
    return row


def fetch_sheet(actor: Actor, *, sheet_id: int, box: Fernet) -> tuple[Slip, ...]:
    """Return the first PINs in clear and forget them. Raise WrongMoment the second time."""
    sheet = sheet_of(actor.jurisdiction_id, sheet_id)
    if sheet.sealed is None:
        raise WrongMoment("这份个人密码单只能下载一次，已经下载过了。遗失的请逐人重置。")
    try:
        pins: list[list[str]] = json.loads(box.decrypt(sheet.sealed.encode()))
    except InvalidToken:
        raise RuleBroken("程序的密钥已更换，这份个人密码单读不出来了，请逐人重置。") from None
    sheet.sealed, sheet.fetched_at = None, now()
    asked = (
        select(Deputy.number, Deputy.name, Delegation.name)
        .join(Delegation, Delegation.id == Deputy.delegation_id)
        .where(Deputy.term_id == sheet.term_id)
    )
    code = place_by_id(sheet.jurisdiction_id).code
    people = {number: (name, team) for number, name, team in db.session.execute(asked)}
    record(PinsFetched(sheet=sheet.id, size=len(pins)), actor, actor.jurisdiction_id)
    return tuple(
        Slip(
            number=number,
            login=badge_text(code, number),
            name=people[number][0],
            delegation=people[number][1],
            pin=pin,
        )
        for number, pin in pins
        if number in people
    )


def ask_reset(actor: Actor, *, deputy_id: int) -> Confirmation:
    """Ask for a new PIN of a deputy who stands at the desk. One request at a time."""
    deputy = deputy_of(actor.jurisdiction_id, deputy_id)
    return _ask(actor, PIN_RESET, deputy, ResetAsked(deputy=deputy.number))


def ask_unlock(actor: Actor, *, deputy_id: int) -> Confirmation:
    """Ask to lift the lock of a deputy who stands at the desk; his PIN stays. Errors: WrongMoment where none is on."""
    deputy = deputy_of(actor.jurisdiction_id, deputy_id)
    if not is_locked(deputy.id):
        raise WrongMoment("%(name)s的账号没有锁定。", name=deputy.name)
    return _ask(actor, PIN_UNLOCK, deputy, UnlockAsked(deputy=deputy.number))


def _ask(actor: Actor, kind: ConfirmationKind, deputy: Deputy, line: Event) -> Confirmation:
    wanted = Wanted(kind=kind, subject=str(deputy.id), line=line, named={"name": deputy.name})
    return confirmation.ask(actor, wanted)


def asked_at(place: Place, kind: ConfirmationKind, number: int) -> tuple[Confirmation, Deputy]:
    """Return a request of a congress, and which deputy it is about. Errors: NotFound."""
    row = numbered(place.id, kind, number)
    return row, deputy_of(place.id, int(row.subject))


def second_at(actor: Actor, place: Place) -> Actor:
    """Return the actor with the roles that hold in this matter. Errors: NotFound for who has no part in it."""
    roles = roles_for(actor, place)
    if not roles:
        raise NotFound(PIN_RESET.said.unknown)
    return replace(actor, roles=roles)


def confirm_reset(actor: Actor, place: Place, *, reset_id: int, pin_phc: str) -> Deputy:
    """Put the new PIN in force; all sessions of the deputy end. The second person must be another one.

    place: the deputy's, which is the actor's own or directly below it.
    """
    actor = second_at(actor, place)
    row, deputy = asked_at(place, PIN_RESET, reset_id)
    lock_account(deputy)
    line = ResetConfirmed(deputy=deputy.number, asked_by=row.asked_by)
    confirmation.confirm(actor, PIN_RESET, row, partial(_reset, actor, deputy, pin_phc), line=line)
    return deputy


def confirm_unlock(actor: Actor, place: Place, *, unlock_id: int) -> Deputy:
    """Lift the lock, at tablets and elsewhere. The second person must be another one.

    place: the deputy's, which is the actor's own or directly below it.
    """
    actor = second_at(actor, place)
    row, deputy = asked_at(place, PIN_UNLOCK, unlock_id)
    lock_account(deputy)
    line = UnlockConfirmed(deputy=deputy.number, asked_by=row.asked_by)
    confirmation.confirm(actor, PIN_UNLOCK, row, partial(_unlock, deputy), line=line)
    return deputy


def lock_account(deputy: Deputy) -> None:
    """Lock the row of the account before the journal's end, as sign-in takes them: two who wait for each other are refused."""
    db.session.scalar(select(Account.id).where(Account.deputy_id == deputy.id).with_for_update())


def account_of(deputy: Deputy) -> Account:
    """Return the account of a deputy. Errors: RuleBroken where he has none that is open."""
    account = db.session.scalar(select(Account).where(Account.deputy_id == deputy.id))
    if account is None or account.closed:
        raise RuleBroken("%(name)s没有可用的账号。", name=deputy.name)
    return account


def _reset(actor: Actor, deputy: Deputy, pin_phc: str) -> None:
    account = account_of(deputy)
    account.secret, account.must_change = pin_phc, True
    unlock(account)
    note_reset(account, actor)
    sign_out_everywhere(account.id)


def _unlock(deputy: Deputy) -> None:
    unlock(account_of(deputy))


def withdraw_reset(actor: Actor, place: Place, *, reset_id: int) -> None:
    """Take a request back; either of the two may."""
    actor = second_at(actor, place)
    row, deputy = asked_at(place, PIN_RESET, reset_id)
    confirmation.take_back(actor, PIN_RESET, row, line=ResetWithdrawn(deputy=deputy.number))


def withdraw_unlock(actor: Actor, place: Place, *, unlock_id: int) -> None:
    """Take a request back; either of the two may."""
    actor = second_at(actor, place)
    row, deputy = asked_at(place, PIN_UNLOCK, unlock_id)
    confirmation.take_back(actor, PIN_UNLOCK, row, line=UnlockWithdrawn(deputy=deputy.number))
