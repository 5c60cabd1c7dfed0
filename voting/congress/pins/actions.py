"""PINs at the desk: the first ones fetched once, and a lost one reset by two persons."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import ClassVar

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.congress.pins.models import PinReset, PinSheet, ResetState
from voting.congress.term.facts import deputy_of
from voting.congress.term.models import Delegation, Deputy
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotAllowed, NotFound, RuleBroken, WrongMoment
from voting.people.actions import sign_out_everywhere
from voting.people.models import Account
from voting.people.rules import Actor
from voting.people.second_person import check_second_person, note_reset


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
class Slip:
    """What one deputy's slip says."""

    number: str
    name: str
    delegation: str
    pin: str


def sheet_of(jurisdiction_id: int, sheet_id: int) -> PinSheet:
    """Return a sheet of this jurisdiction; raise NotFound for anybody else's."""
    row = db.session.get(PinSheet, sheet_id)
    if row is None or row.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这份 PIN 码单。")
    return row


def fetch_sheet(actor: Actor, *, sheet_id: int, box: Fernet) -> tuple[Slip, ...]:
    """Return the first PINs in clear and forget them. Raise WrongMoment the second time."""
    sheet = sheet_of(actor.jurisdiction_id, sheet_id)
    if sheet.sealed is None:
        raise WrongMoment("这份 PIN 码单只能下载一次，已经下载过了。遗失的请逐人重置。")
    try:
        pins: list[list[str]] = json.loads(box.decrypt(sheet.sealed.encode()))
    except InvalidToken:
        raise RuleBroken("程序的密钥已更换，这份 PIN 码单读不出来了，请逐人重置。") from None
    sheet.sealed, sheet.fetched_at = None, now()
    asked = (
        select(Deputy.number, Deputy.name, Delegation.name)
        .join(Delegation, Delegation.id == Deputy.delegation_id)
        .where(Deputy.term_id == sheet.term_id)
    )
    people = {number: (name, team) for number, name, team in db.session.execute(asked)}
    record(PinsFetched(sheet=sheet.id, size=len(pins)), actor, actor.jurisdiction_id)
    return tuple(
        Slip(number=number, name=people[number][0], delegation=people[number][1], pin=pin)
        for number, pin in pins
        if number in people
    )


def ask_reset(actor: Actor, *, deputy_id: int) -> PinReset:
    """Ask for a new PIN of a deputy who stands at the desk. One request at a time."""
    deputy = deputy_of(actor.jurisdiction_id, deputy_id)
    assert actor.account_id is not None
    asked = select(PinReset).where(PinReset.deputy_id == deputy.id, PinReset.state == ResetState.ASKED)
    if db.session.scalar(asked) is not None:
        raise WrongMoment("%(name)s的重置正等待第二人确认。", name=deputy.name)
    row = PinReset(
        jurisdiction_id=actor.jurisdiction_id,
        deputy_id=deputy.id,
        asked_by=actor.account_id,
        asked_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    record(ResetAsked(deputy=deputy.number), actor, actor.jurisdiction_id)
    return row


def reset_of(jurisdiction_id: int, reset_id: int) -> PinReset:
    """Return a request of this jurisdiction that is still open."""
    row = db.session.get(PinReset, reset_id, with_for_update=True)
    if row is None or row.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这项重置。")
    if row.state is not ResetState.ASKED:
        raise WrongMoment("这项重置已经办结。")
    return row


def confirm_reset(actor: Actor, *, reset_id: int, pin_phc: str) -> Deputy:
    """Put the new PIN in force; all sessions of the deputy end. The second person must be another one."""
    row = reset_of(actor.jurisdiction_id, reset_id)
    if row.asked_by == actor.account_id:
        raise NotAllowed("须由另一位工作人员在自己的设备上确认。")
    check_second_person(row.asked_by, actor)
    deputy = deputy_of(actor.jurisdiction_id, row.deputy_id)
    account = db.session.scalar(select(Account).where(Account.deputy_id == deputy.id))
    if account is None or account.closed:
        raise RuleBroken("%(name)s没有可用的账号。", name=deputy.name)
    account.secret, account.must_change = pin_phc, True
    account.failed_tries, account.locked_until = 0, None
    note_reset(account, actor)
    sign_out_everywhere(account.id)
    row.state, row.settled_by, row.settled_at = ResetState.CONFIRMED, actor.account_id, now()
    confirmed = ResetConfirmed(deputy=deputy.number, asked_by=row.asked_by)
    record(confirmed, actor, actor.jurisdiction_id)
    return deputy


def withdraw_reset(actor: Actor, *, reset_id: int) -> None:
    """Take a request back; either of the two may."""
    row = reset_of(actor.jurisdiction_id, reset_id)
    row.state, row.settled_by, row.settled_at = ResetState.WITHDRAWN, actor.account_id, now()
    deputy = deputy_of(actor.jurisdiction_id, row.deputy_id)
    record(ResetWithdrawn(deputy=deputy.number), actor, actor.jurisdiction_id)
