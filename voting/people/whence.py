"""Whence a deputy's PIN is tried: at a bound tablet of the hall, or from outside; each has an allowance of wrong ones.

What comes from outside is counted for the congress as a whole, so that it neither locks a deputy out of the hall's tablets
nor guesses at many at once. Who is shut out is refused before the secret is hashed: nobody in the hall waits behind him.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from threading import Lock

from sqlalchemy import case, func, literal, select

from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.errors import TooManyTries
from voting.core.text import N_
from voting.people.lock_out import held
from voting.people.lock_out_rules import (
    AT_A_TABLET,
    OUTSIDE,
    Allowance,
    Attack,
    Spent,
    after_spending,
    after_tries,
    alarming,
    used_up,
)
from voting.people.models import Account, BoundTablet, OutsideTries
from voting.people.seats import seats
from voting.people.secrets import PIN_MEMORY_KIB, PIN_PASSES, with_cost_of

FLUSHED_EVERY = timedelta(seconds=1)
TABLET_SPENT = N_("这台平板上输错的次数过多，请换一台平板，或者过两分钟再试。")
OUTSIDE_SPENT = N_("会场以外输错的次数过多，已暂停在会场以外登录。请在会场的平板上登录，或者稍后再试。")


@dataclass(frozen=True)
class Whence:
    """tablet: SHA-256 of a bound tablet's secret, hex; None from outside the hall."""

    jurisdiction_id: int
    tablet: str | None

    @property
    def inside(self) -> bool:
        return self.tablet is not None


def digest_of(secret: str) -> str:
    """Return what is stored of a tablet's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def whence(login: str, secret: str) -> Whence | None:
    """Return whence a deputy's login is tried; None for staff's, and where there is no such congress.

    secret: what the device shows; one that is of no tablet bound here counts as none.
    """
    code, colon, _number = login.partition(":")
    place = seats().congress_of(code) if colon else None
    if place is None:
        return None
    digest = digest_of(secret) if secret else ""
    bound = db.session.get(BoundTablet, (place, digest)) if secret else None
    return Whence(place, digest if bound is not None else None)


DUMMY = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
DUMMY_PIN = with_cost_of(f"$argon2id$v=19$m={PIN_MEMORY_KIB},t={PIN_PASSES},p=1", DUMMY)
"""What the secrets of unknown logins are held against: of staff, and of deputies where a congress has none."""


def stand_in(login: str, way: Whence | None, secret_key: str) -> str:
    """Return what a login's secret is held against if nobody bears it: it costs what a deputy's of that congress costs.

    PINs of before cost more than later ones, and a congress may have both: each number that nobody bears is held against
    the cost of one deputy, always the same one, whom nobody outside can tell (keyed). Asked for every login, borne or not.
    """
    if way is None:
        return DUMMY_PIN if ":" in login else DUMMY
    digest = hmac.digest(secret_key.encode(), b"stand-in|" + login.encode(), "sha256")
    mine = (Account.jurisdiction_id == way.jurisdiction_id) & Account.deputy_id.is_not(None)
    count = select(func.count()).select_from(Account).where(mine).scalar_subquery()
    nth = literal(int.from_bytes(digest[:3])) % case((count > 0, count), else_=1)
    stored = db.session.scalar(select(Account.secret).where(mine).order_by(Account.id).limit(1).offset(nth))
    return DUMMY_PIN if stored is None else with_cost_of(stored, DUMMY)


def expect_room(way: Whence) -> None:
    """Raise TooManyTries where no wrong PIN more is let through; nothing was hashed, and no try counted at any login."""
    at = now()
    row: BoundTablet | OutsideTries | None = (
        db.session.get(BoundTablet, (way.jurisdiction_id, way.tablet), populate_existing=True)
        if way.inside
        else db.session.get(OutsideTries, way.jurisdiction_id, populate_existing=True)
    )
    if row is None or not is_spent(row, at):
        return
    if not way.inside:
        note_refused(way.jurisdiction_id, at)
    raise TooManyTries(TABLET_SPENT if way.inside else OUTSIDE_SPENT)


def allowance_of(row: BoundTablet | OutsideTries) -> Allowance:
    return AT_A_TABLET if isinstance(row, BoundTablet) else OUTSIDE


def is_spent(row: BoundTablet | OutsideTries, at: datetime) -> bool:
    """Tell whether an allowance is used up."""
    return used_up(Spent(row.spent, row.spent_at), allowance_of(row), at)


def settle(way: Whence, *, holds: bool) -> None:
    """Write down at the tablet or for the congress how a try ended. Errors: TooManyTries when others used up the rest."""
    at = now()
    row = tablet_row(way) if way.inside else outside_row(way.jurisdiction_id)
    if row is None:
        return  # released meanwhile
    if is_spent(row, at):
        raise TooManyTries(TABLET_SPENT if way.inside else OUTSIDE_SPENT)
    if holds:
        if isinstance(row, BoundTablet):
            row.used = True
        return
    spent = after_spending(Spent(row.spent, row.spent_at), allowance_of(row), at)
    row.spent, row.spent_at = spent.count, spent.at
    if isinstance(row, OutsideTries):
        note(row, 1 + refused.taken(way.jurisdiction_id, at), at)


def tablet_row(way: Whence) -> BoundTablet | None:
    """Return the bound tablet, its row locked, or None once it is released."""
    key = (way.jurisdiction_id, way.tablet)
    return db.session.get(BoundTablet, key, with_for_update=True, populate_existing=True)


def outside_row(jurisdiction_id: int) -> OutsideTries:
    """Return what is known of tries from outside at a congress, its row locked; made where there is none yet."""
    return held(OutsideTries, jurisdiction_id, partial(OutsideTries, jurisdiction_id=jurisdiction_id))


def note(row: OutsideTries, tries: int, at: datetime) -> None:
    """Add tries to the attack that goes on, or begin another."""
    attack = after_tries(attack_in(row), tries, at)
    row.tries, row.since, row.last_at = attack.count, attack.since, attack.last


def attack_in(row: OutsideTries) -> Attack | None:
    """Return what a row says of the last attack."""
    if row.since is None or row.last_at is None:
        return None
    return Attack(row.tries, row.since, row.last_at)


class Refused:
    """Tries refused unread since they were last written down, by congress: a flood of them writes once a second."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._since: dict[int, tuple[int, datetime]] = {}

    def add(self, jurisdiction_id: int, at: datetime) -> bool:
        """Count one; tell whether they are to be written down now."""
        with self._lock:
            count, flushed = self._since.get(jurisdiction_id, (0, at - FLUSHED_EVERY))
            self._since[jurisdiction_id] = (count + 1, flushed)
            return abs(at - flushed) >= FLUSHED_EVERY  # a clock may go back

    def taken(self, jurisdiction_id: int, at: datetime) -> int:
        """Return how many there are, and begin anew."""
        with self._lock:
            count, _flushed = self._since.get(jurisdiction_id, (0, at))
            self._since[jurisdiction_id] = (0, at)
            return count


refused = Refused()


def note_refused(jurisdiction_id: int, at: datetime) -> None:
    """Count a try that was refused unread. Commits by itself, at most once a second."""
    if refused.add(jurisdiction_id, at):
        with transaction():
            note(outside_row(jurisdiction_id), refused.taken(jurisdiction_id, at), at)


def attack_at(jurisdiction_id: int) -> Attack | None:
    """Return the tries from outside that those who lead a sitting are to be told of, or None."""
    row = db.session.get(OutsideTries, jurisdiction_id)
    attack = None if row is None else attack_in(row)
    return attack if alarming(attack, now()) else None
