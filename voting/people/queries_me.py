"""What one's own page shows: sessions, second factor, passkeys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voting.core.db import db
from voting.people.models import Account
from voting.people.rules import NEEDS_SECOND_FACTOR, Actor, Place, role_names
from voting.people.seats import seats
from voting.people.second_factor import codes_left, passkeys_of
from voting.people.sessions import SessionLine, sessions_of


@dataclass(frozen=True)
class PasskeyLine:
    number: int
    name: str
    made_at: datetime


@dataclass(frozen=True)
class PasskeysPage:
    """One's passkeys, and what the browser is asked for another one, as JSON; nothing where the address takes none.

    stale: the address takes them, but the session was begun too long ago.
    """

    passkeys: tuple[PasskeyLine, ...]
    asked: str
    stale: bool


@dataclass(frozen=True)
class MePage:
    """One's own page. roles: message ids; whose: the unit or station that the account is of; codes: recovery codes left.

    is_pin: whether it is signed in with a PIN. notes: whether it is written down on what a session began and when it last sent something (never of a deputy's).
    """

    place: Place
    name: str
    login: str
    roles: tuple[str, ...]
    whose: str
    sessions: tuple[SessionLine, ...]
    notes: bool
    is_pin: bool
    has_factor: bool
    wants_factor: bool
    codes: int
    keys: PasskeysPage

    @property
    def alone(self) -> bool:
        """Tell whether no other session goes on."""
        return len(self.sessions) == 1


def me_page(actor: Actor, place: Place, digest: str, asked: str, *, stale: bool) -> MePage:
    """Return one's own page. digest: of the session that asks; asked: what the browser is asked for a new passkey."""
    account = db.session.get_one(Account, actor.account_id)
    unit = dict(seats().units(place.id)).get(account.unit_id or 0, "")
    return MePage(
        place=place,
        name=account.name,
        login=account.login,
        roles=role_names(actor.roles, place.level),
        whose=unit or actor.station,
        sessions=sessions_of(account.id, digest),
        notes=account.deputy_id is None,
        is_pin=actor.in_the_hall,
        has_factor=account.totp is not None,
        wants_factor=bool(actor.roles & NEEDS_SECOND_FACTOR),
        codes=codes_left(account.id),
        keys=PasskeysPage(
            tuple(PasskeyLine(one.number, one.name, one.made_at) for one in passkeys_of(account.id)),
            asked,
            stale,
        ),
    )
