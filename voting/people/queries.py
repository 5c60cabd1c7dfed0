"""What the pages of people show."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

import segno
from sqlalchemy import select

from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.models import Account, Grant
from voting.people.rules import (
    NEEDS_SECOND_FACTOR,
    OF_A_MEETING,
    OFFICE,
    Actor,
    Place,
    Role,
    role_name,
    role_names,
)
from voting.people.seats import seats
from voting.people.second_person import second_from


@dataclass(frozen=True)
class SignInPage:
    """onward: where to go afterwards; kept: a form that was being filled in, sealed (core/form_after_sign_in), or nothing.

    passkey: what the browser is asked, as JSON; nothing where the address takes no passkeys.
    """

    onward: str
    kept: str = ""
    passkey: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class DeputyPage(SignInPage):
    place: Place = field(kw_only=True)


@dataclass(frozen=True)
class SecretPage(SignInPage):
    first: bool = field(kw_only=True)
    is_pin: bool = field(kw_only=True)


@dataclass(frozen=True)
class AccountPage:
    """first_secret: it is still the one that somebody else has handed out; code: of his congress.

    from_home, in_the_hall: a deputy by his own password or passkey, or by the six digits of the hall.
    """

    name: str
    login: str
    roles: tuple[Role, ...]
    has_factor: bool
    wants_factor: bool
    first_secret: bool
    from_home: bool
    in_the_hall: bool
    code: str


@dataclass(frozen=True)
class FactorPage:
    """qr: SVG of the otpauth address, safe to show as it is. anew: what was sent could be no key, this is another."""

    factor: str
    qr: str
    anew: bool = False


def sign_in_page(onward: str, kept: str = "", passkey: str = "") -> SignInPage:
    return SignInPage(onward, kept, passkey=passkey)


def deputy_page(place: Place, onward: str, kept: str = "", passkey: str = "") -> DeputyPage:
    return DeputyPage(onward, kept, place=place, passkey=passkey)


def secret_page(actor: Actor, onward: str, kept: str = "", *, first: bool) -> SecretPage:
    return SecretPage(onward, kept, first=first, is_pin=actor.in_the_hall)


def account_page(actor: Actor) -> AccountPage:
    account = db.session.get_one(Account, actor.account_id)
    return AccountPage(
        name=account.name,
        login=account.login,
        roles=tuple(sorted(actor.roles)),
        has_factor=account.totp is not None,
        wants_factor=bool(actor.roles & NEEDS_SECOND_FACTOR),
        first_secret=account.must_change and not actor.from_home,
        from_home=actor.from_home,
        in_the_hall=actor.in_the_hall,
        code=seats().place_of(account.jurisdiction_id).code,
    )


def factor_page(actor: Actor, factor: str, *, anew: bool = False) -> FactorPage:
    login = db.session.scalar(select(Account.login).where(Account.id == actor.account_id)) or ""
    label = quote(f"民生实事票决:{login}")
    issuer = quote("民生实事票决")
    address = f"otpauth://totp/{label}?secret={factor}&issuer={issuer}"
    qr = segno.make(address).svg_inline(scale=4, omitsize=True, svgclass="qr", lineclass=None)
    return FactorPage(factor, qr, anew)


@dataclass(frozen=True)
class CodesPage:
    """Recovery codes, shown once and to be printed."""

    name: str
    login: str
    codes: tuple[str, ...]


def codes_page(actor: Actor, codes: tuple[str, ...]) -> CodesPage:
    """Return what is printed of one's recovery codes."""
    account = db.session.get_one(Account, actor.account_id)
    return CodesPage(account.name, account.login, codes)


@dataclass(frozen=True)
class AccountLine:
    id: int
    login: str
    name: str
    roles: tuple[str, ...]
    closed: bool
    locked: bool
    has_factor: bool
    may_change: bool
    unit: str


@dataclass(frozen=True)
class AccountsPage:
    """staffed: some account may be used that prepares meetings here; has_units: there is a unit to tie an account to."""

    place: Place
    accounts: tuple[AccountLine, ...]
    staffed: bool
    has_units: bool


@dataclass(frozen=True)
class SlipPage:
    """An account with its first password, shown once and to be printed. address: where one signs in.

    second_from: from when on it may be a second person to whoever opened or reset it; None where its roles never are one.
    """

    place: Place
    login: str
    name: str
    password: str
    roles: tuple[str, ...]
    unit: str
    address: str
    second_from: datetime | None


def slip_page(place: Place, account: Account, password: str, address: str) -> SlipPage:
    """Return what is given to whose account was opened or reset, in the very request that did it."""
    roles = set(db.session.scalars(select(Grant.role).where(Grant.account_id == account.id)))
    unit = dict(seats().units(place.id)).get(account.unit_id or 0, "")
    words = role_names(roles, place.level)
    whose, when = unit or account.station or "", second_from(roles)
    return SlipPage(place, account.login, account.name, password, words, whose, address, when)


def accounts_page(actor: Actor, place: Place) -> AccountsPage:
    """Return the accounts of a place but the deputies', who stand in the roster, as the actor may change them."""
    asked = select(Account).where(Account.jurisdiction_id == place.id, Account.deputy_id.is_(None))
    accounts = db.session.scalars(asked.order_by(Account.login)).all()
    held: dict[int, list[Role]] = {account.id: [] for account in accounts}
    granted = select(Grant.account_id, Grant.role).where(Grant.account_id.in_(held))
    for account_id, role in db.session.execute(granted):
        held[account_id].append(role)
    moment, units = now(), dict(seats().units(place.id))
    return AccountsPage(
        place=place,
        accounts=tuple(
            AccountLine(
                row.id,
                row.login,
                row.name,
                tuple(role_name(role, place.level) for role in held[row.id]),
                row.closed,
                row.locked_until is not None and row.locked_until > moment,
                row.totp is not None,
                not row.closed and actor.may_give(frozenset(held[row.id])),
                units.get(row.unit_id or 0, "") or row.station or "",
            )
            for row in accounts
        ),
        staffed=any(not OFFICE.isdisjoint(held[row.id]) for row in accounts if not row.closed),
        has_units=bool(units),
    )


@dataclass(frozen=True)
class HandOverPage:
    """Whose post is to go over. roles: message ids of those that go along; successors: id, name and login of who may take it."""

    place: Place
    id: int
    login: str
    name: str
    roles: tuple[str, ...]
    whose: str
    successors: tuple[tuple[int, str], ...]


def hand_over_page(actor: Actor, place: Place, account_id: int) -> HandOverPage:
    """Return an account whose post is to go over. Errors: those of `roles_page`."""
    page = roles_page(place, account_id)
    lines = accounts_page(actor, place).accounts
    mine = next(line for line in lines if line.id == account_id)
    others = [line for line in lines if line.may_change and line.id not in {account_id, actor.account_id}]
    return HandOverPage(
        place=place,
        id=page.id,
        login=page.login,
        name=page.name,
        roles=role_names({Role(role) for role in page.roles} - OF_A_MEETING, place.level),
        whose=mine.unit,
        successors=tuple((line.id, f"{line.name}（{line.login}）") for line in others),
    )


@dataclass(frozen=True)
class RolesPage:
    """roles: values of those that the account holds."""

    place: Place
    id: int
    login: str
    name: str
    roles: tuple[str, ...]
    unit_id: int | None
    station: str
    has_units: bool


def roles_page(place: Place, account_id: int) -> RolesPage:
    """Return an account whose roles are to be changed. Errors: NotFound for another place's and for a deputy's."""
    account = db.session.get(Account, account_id)
    if account is None or account.jurisdiction_id != place.id or account.deputy_id is not None:
        raise NotFound("没有这个账号。")
    held = db.session.scalars(select(Grant.role).where(Grant.account_id == account.id))
    return RolesPage(
        place=place,
        id=account.id,
        login=account.login,
        name=account.name,
        roles=tuple(sorted(role.value for role in held)),
        unit_id=account.unit_id,
        station=account.station or "",
        has_units=bool(seats().units(place.id)),
    )
