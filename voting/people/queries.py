"""What the pages of people show."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

import segno
from sqlalchemy import select

from voting.core.db import db
from voting.people.models import Account
from voting.people.rules import NEEDS_SECOND_FACTOR, Actor, Place, Role


@dataclass(frozen=True)
class SignInPage:
    onward: str


@dataclass(frozen=True)
class DeputyPage:
    place: Place
    onward: str


@dataclass(frozen=True)
class SecretPage:
    first: bool
    is_pin: bool


@dataclass(frozen=True)
class AccountPage:
    name: str
    login: str
    roles: tuple[Role, ...]
    has_factor: bool
    wants_factor: bool


@dataclass(frozen=True)
class FactorPage:
    """qr: SVG of the otpauth address, safe to show as it is."""

    factor: str
    qr: str


def sign_in_page(onward: str) -> SignInPage:
    return SignInPage(onward)


def deputy_page(place: Place, onward: str) -> DeputyPage:
    return DeputyPage(place, onward)


def secret_page(actor: Actor, *, first: bool) -> SecretPage:
    return SecretPage(first=first, is_pin=actor.deputy_id is not None)


def account_page(actor: Actor) -> AccountPage:
    account = db.session.get_one(Account, actor.account_id)
    return AccountPage(
        name=account.name,
        login=account.login,
        roles=tuple(sorted(actor.roles)),
        has_factor=account.totp is not None,
        wants_factor=bool(actor.roles & NEEDS_SECOND_FACTOR),
    )


def factor_page(actor: Actor, factor: str) -> FactorPage:
    login = db.session.scalar(select(Account.login).where(Account.id == actor.account_id)) or ""
    label = quote(f"民生实事票决:{login}")
    issuer = quote("民生实事票决")
    address = f"otpauth://totp/{label}?secret={factor}&issuer={issuer}"
    qr = segno.make(address).svg_inline(scale=4, omitsize=True, svgclass="qr", lineclass=None)
    return FactorPage(factor=factor, qr=qr)
