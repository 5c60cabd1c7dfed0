"""What staff do with the accounts of their jurisdiction. Only `follow_office` and `remove_unused` concern a deputy's."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from voting.audit.journal import Event, record
from voting.core.db import db
from voting.core.errors import NotAllowed, NotFound, RuleBroken
from voting.core.text import N_
from voting.people.actions import (
    AccountClosed,
    AccountReset,
    NewAccount,
    RolesChanged,
    open_account,
    shut_out,
)
from voting.people.lock_out import unlock
from voting.people.models import Account, Grant, HomeEntry, RecoveryCode, SignedIn
from voting.people.rules import OF_A_MEETING, ROLE_NAMES, Actor, Place, Role, given_at
from voting.people.seats import seats
from voting.people.second_person import note_reset
from voting.people.secrets import hash_secret

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without letters that look alike on paper


@dataclass(frozen=True, kw_only=True)
class PostHandedOver(Event):
    """One account's roles went over to another's, and it was closed. roles: those that went over."""

    name: ClassVar[str] = "people:account:handed_over"
    account: int
    to: int
    roles: tuple[str, ...]
    unit: int | None
    station: str | None


@dataclass(frozen=True)
class Tie:
    """Whose an account is. unit_id: of a responsible unit's; station: the name of a liaison station's."""

    unit_id: int | None = None
    station: str = ""


NO_TIE = Tie()


@dataclass(frozen=True)
class Opening:
    """secret_phc: of the first password, which is shown once and must be changed. tie: whose account it is."""

    login: str
    name: str
    secret_phc: str
    roles: frozenset[Role]
    tie: Tie = NO_TIE


def first_password(memory_kib: int) -> tuple[str, str]:
    """Return a first password of chance (12 characters, 59 bits) and its hash; slow, so outside a transaction."""
    password = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    return password, hash_secret(password, memory_kib)


def open_for(actor: Actor, place: Place, opening: Opening) -> Account:
    """Open an account in `place` with roles that the actor may give there; a unit's or a station's account says whose it is.

    Errors: NotAllowed; RuleBroken for a taken login, a deputy, a role of another level, and a tie that does not fit the roles.
    """
    expect_to_give(actor, place, opening.roles)
    expect_tie(place, opening.roles, opening.tie)
    return open_account(
        actor,
        NewAccount(
            jurisdiction_id=place.id,
            login=opening.login,
            name=opening.name,
            secret_phc=opening.secret_phc,
            roles=opening.roles,
            unit_id=opening.tie.unit_id,
            station=opening.tie.station or None,
        ),
    )


def expect_to_give(actor: Actor, place: Place, roles: frozenset[Role]) -> None:
    """Raise NotAllowed or RuleBroken for roles that are not given here.

    Roles that reach beyond the place are given by a platform administrator alone, and where there are places below;
    deputies come from the roster.
    """
    if not actor.may_give(roles):
        raise NotAllowed("平台管理员、上级监督、审计的身份，只有平台管理员可以授予。")
    if Role.DEPUTY in roles:
        raise RuleBroken("代表账号由名册导入开通。")
    for role in roles:
        if not given_at(role, place.level):
            raise RuleBroken("本级没有下级人大，不设“%(role)s”的身份。", role=ROLE_NAMES[role])


class WrongUnit(RuleBroken):
    """The role of a responsible unit and the unit itself go together."""

    field = "unit_id"


class WrongStation(RuleBroken):
    """The role of a liaison station and the station's name go together."""

    field = "station"


def expect_tie(place: Place, roles: frozenset[Role], tie: Tie) -> None:
    """Raise WrongUnit or WrongStation unless a unit's account says which of this place, a station's which, and no other any."""
    if tie.unit_id is None and Role.UNIT in roles:
        raise WrongUnit(N_("责任单位的账号须选明是哪个单位。"))
    if tie.unit_id is not None and Role.UNIT not in roles:
        raise WrongUnit(N_("选了单位的，身份须包括责任单位。"))
    if tie.unit_id is not None and tie.unit_id not in {one for one, _name in seats().units(place.id)}:
        raise WrongUnit(N_("本级没有这个单位。"))
    if not tie.station and Role.STATION in roles:
        raise WrongStation(N_("代表联络站的账号须写明是哪个联络站。"))
    if tie.station and Role.STATION not in roles:
        raise WrongStation(N_("写了联络站的，身份须包括代表联络站。"))


def change_roles(
    actor: Actor, place: Place, *, account_id: int, roles: frozenset[Role], tie: Tie = NO_TIE
) -> Account:
    """Give an account these roles and no others, and say whose it is; they hold from its next request on. Nobody changes his own.

    Errors: NotFound; NotAllowed; those of `open_for`.
    """
    account = account_in(actor, place, account_id)
    expect_to_give(actor, place, roles)
    expect_tie(place, roles, tie)
    if account.id == actor.account_id:
        raise RuleBroken("不能改动自己的身份，请另一位工作人员办理。")
    if account.closed:
        raise RuleBroken("这个账号已经停用。")
    held = db.session.scalars(select(Grant).where(Grant.account_id == account.id)).all()
    before = {one.role for one in held}
    account.unit_id, account.station = tie.unit_id, tie.station or None
    for one in held:
        if one.role not in roles:
            db.session.delete(one)
    db.session.add_all(Grant(account_id=account.id, role=role) for role in sorted(roles - before))
    changed = RolesChanged(
        account=account.id, before=tuple(sorted(before)), after=tuple(sorted(roles)), unit=tie.unit_id
    )
    record(changed, actor, account.jurisdiction_id)
    return account


def account_in(actor: Actor, place: Place, account_id: int) -> Account:
    """Return an account of `place` that the actor may change; raise NotFound or NotAllowed."""
    account = db.session.get(Account, account_id, with_for_update=True)
    if account is None or account.jurisdiction_id != place.id or account.deputy_id is not None:
        raise NotFound("没有这个账号。")
    held = db.session.scalars(select(Grant.role).where(Grant.account_id == account.id))
    # who resets an account knows its first password, and so has its roles
    if not actor.may_give(frozenset(held)):
        raise NotAllowed("只有平台管理员可以改动这个账号。")
    return account


def reset(actor: Actor, place: Place, *, account_id: int, secret_phc: str) -> Account:
    """Give an account a new first password, end its sessions and its calendar's address, and unlock it.

    Its second factor stays: one person alone takes no account over that has one (`congress.factor_reset`).
    """
    account = account_in(actor, place, account_id)
    account.secret, account.must_change = secret_phc, True
    unlock(account)
    shut_out(account.id)
    note_reset(account, actor)
    record(AccountReset(account=account.id), actor, account.jurisdiction_id)
    return account


def close(actor: Actor, place: Place, *, account_id: int) -> None:
    """Close an account and end its sessions; nobody closes his own."""
    account = account_in(actor, place, account_id)
    if account.id == actor.account_id:
        raise RuleBroken("不能停用自己的账号。")
    account.closed = True
    shut_out(account.id)
    record(AccountClosed(account=account.id), actor, account.jurisdiction_id)


class WrongSuccessor(RuleBroken):
    """Somebody who cannot take the post over."""

    field = "to"


def hand_over(actor: Actor, place: Place, *, account_id: int, to_id: int) -> Account:
    """Give one person's roles, unit and station to another, close the account of the first and end its sessions: one deed.

    What is open (reports, findings, letters, plans) belongs to the unit or the role, and so goes along. Errors: NotFound;
    NotAllowed for roles that the actor may not give; RuleBroken for oneself, WrongSuccessor for who is tied elsewhere.
    """
    rows = {
        each: account_in(actor, place, each) for each in sorted({account_id, to_id})
    }  # locked in one order
    leaving, successor = rows[account_id], rows[to_id]
    expect_successor(actor, leaving, successor)
    held = {
        each: set(db.session.scalars(select(Grant.role).where(Grant.account_id == each))) for each in rows
    }
    going = held[account_id] - OF_A_MEETING
    expect_to_give(actor, place, frozenset(going))
    db.session.add_all(Grant(account_id=to_id, role=role) for role in sorted(going - held[to_id]))
    successor.unit_id = leaving.unit_id or successor.unit_id
    successor.station = leaving.station or successor.station
    leaving.closed = True
    shut_out(leaving.id)
    roles, unit, station = tuple(sorted(going)), leaving.unit_id, leaving.station
    line = PostHandedOver(account=leaving.id, to=successor.id, roles=roles, unit=unit, station=station)
    record(line, actor, place.id)
    return successor


def expect_successor(actor: Actor, leaving: Account, successor: Account) -> None:
    """Raise RuleBroken where the one cannot take over from the other, or the actor is one of the two."""
    if leaving is successor:
        raise WrongSuccessor(N_("不能移交给本人。"))
    if actor.account_id in {leaving.id, successor.id}:
        raise RuleBroken("不能移交自己的身份，也不能移交给自己，请另一位工作人员办理。")
    if leaving.closed or successor.closed:
        raise WrongSuccessor(N_("这个账号已经停用。"))
    expect_same_tie(leaving, successor)


def expect_same_tie(leaving: Account, successor: Account) -> None:
    """Raise WrongSuccessor where each is of another unit, or of another station: nobody reports for two."""
    if leaving.unit_id and successor.unit_id and leaving.unit_id != successor.unit_id:
        raise WrongSuccessor(N_("对方的账号属于另一个单位。"))
    if leaving.station and successor.station and leaving.station != successor.station:
        raise WrongSuccessor(N_("对方的账号属于另一个联络站。"))


def follow_office(deputy_id: int, *, in_office: bool) -> None:
    """Close a deputy's account with the end of his office and his sessions, or open it again: part of the deed that says so."""
    for account in db.session.scalars(
        select(Account).where(Account.deputy_id == deputy_id).with_for_update()
    ):
        account.closed = not in_office
        if account.closed:
            shut_out(account.id)


def remove_unused(account_id: int) -> bool:
    """Remove an account with which nothing was ever done; False when something refers to it (as the journal does)."""
    try:
        with db.session.begin_nested():
            for table in (SignedIn, Grant, RecoveryCode):
                db.session.execute(delete(table).where(table.account_id == account_id))
            unopened = HomeEntry.account_id == account_id, HomeEntry.secret.is_(None)
            db.session.execute(delete(HomeEntry).where(*unopened))
            db.session.execute(delete(Account).where(Account.id == account_id))
    except IntegrityError:
        return False
    return True


def move_unit(jurisdiction_id: int, unit_id: int, to_id: int) -> int:
    """Let the accounts of a unit be another's from their next request on; return how many. Part of the deed that replaces it."""
    asked = select(Account).where(Account.jurisdiction_id == jurisdiction_id, Account.unit_id == unit_id)
    rows = db.session.scalars(asked.order_by(Account.id).with_for_update()).all()
    for row in rows:
        row.unit_id = to_id
    return len(rows)
