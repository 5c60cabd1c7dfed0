"""What the pages of people show."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote

import segno
from sqlalchemy import select

from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.models import Account, Grant
from voting.people.rules import NEEDS_SECOND_FACTOR, ROLE_NAMES, Actor, Place, Role


@dataclass(frozen=True)
class SignInPage:
    """onward: where to go afterwards; kept: a form that was being filled in, sealed (core/form_after_sign_in), or nothing."""

    onward: str
    kept: str = ""


@dataclass(frozen=True)
class DeputyPage(SignInPage):
    place: Place = field(kw_only=True)


@dataclass(frozen=True)
class SecretPage(SignInPage):
    first: bool = field(kw_only=True)
    is_pin: bool = field(kw_only=True)


@dataclass(frozen=True)
class AccountPage:
    """first_secret: it is still the one that somebody else has handed out."""

    name: str
    login: str
    roles: tuple[Role, ...]
    has_factor: bool
    wants_factor: bool
    first_secret: bool


@dataclass(frozen=True)
class FactorPage:
    """qr: SVG of the otpauth address, safe to show as it is. anew: what was sent could be no key, this is another."""

    factor: str
    qr: str
    anew: bool = False


def sign_in_page(onward: str, kept: str = "") -> SignInPage:
    return SignInPage(onward, kept)


def deputy_page(place: Place, onward: str, kept: str = "") -> DeputyPage:
    return DeputyPage(onward, kept, place=place)


def secret_page(actor: Actor, onward: str, kept: str = "", *, first: bool) -> SecretPage:
    return SecretPage(onward, kept, first=first, is_pin=actor.deputy_id is not None)


def account_page(actor: Actor) -> AccountPage:
    account = db.session.get_one(Account, actor.account_id)
    return AccountPage(
        name=account.name,
        login=account.login,
        roles=tuple(sorted(actor.roles)),
        has_factor=account.totp is not None,
        wants_factor=bool(actor.roles & NEEDS_SECOND_FACTOR),
        first_secret=account.must_change,
    )


def factor_page(actor: Actor, factor: str, *, anew: bool = False) -> FactorPage:
    login = db.session.scalar(select(Account.login).where(Account.id == actor.account_id)) or ""
    label = quote(f"民生实事票决:{login}")
    issuer = quote("民生实事票决")
    address = f"otpauth://totp/{label}?secret={factor}&issuer={issuer}"
    qr = segno.make(address).svg_inline(scale=4, omitsize=True, svgclass="qr", lineclass=None)
    return FactorPage(factor, qr, anew)


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


@dataclass(frozen=True)
class AccountsPage:
    place: Place
    accounts: tuple[AccountLine, ...]


def accounts_page(actor: Actor, place: Place) -> AccountsPage:
    """Return the accounts of a place but the deputies', who stand in the roster, as the actor may change them."""
    asked = select(Account).where(Account.jurisdiction_id == place.id, Account.deputy_id.is_(None))
    accounts = db.session.scalars(asked.order_by(Account.login)).all()
    held: dict[int, list[Role]] = {account.id: [] for account in accounts}
    granted = select(Grant.account_id, Grant.role).where(Grant.account_id.in_(held))
    for account_id, role in db.session.execute(granted):
        held[account_id].append(role)
    moment = now()
    return AccountsPage(
        place,
        tuple(
            AccountLine(
                row.id,
                row.login,
                row.name,
                tuple(ROLE_NAMES[role] for role in held[row.id]),
                row.closed,
                row.locked_until is not None and row.locked_until > moment,
                row.totp is not None,
                not row.closed and actor.may_give(frozenset(held[row.id])),
            )
            for row in accounts
        ),
    )


@dataclass(frozen=True)
class RolesPage:
    """roles: values of those that the account holds."""

    place: Place
    id: int
    login: str
    name: str
    roles: tuple[str, ...]


def roles_page(place: Place, account_id: int) -> RolesPage:
    """Return an account whose roles are to be changed. Errors: NotFound for another place's and for a deputy's."""
    account = db.session.get(Account, account_id)
    if account is None or account.jurisdiction_id != place.id or account.deputy_id is not None:
        raise NotFound("没有这个账号。")
    held = db.session.scalars(select(Grant.role).where(Grant.account_id == account.id))
    return RolesPage(
        place, account.id, account.login, account.name, tuple(sorted(role.value for role in held))
    )
