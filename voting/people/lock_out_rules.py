"""How often a secret may be tried wrongly: at one login, at one tablet, from everywhere outside a hall. Pure.

Basis: GB/T 22239-2019, 8.1.4.1 b, third level (failed sign-ins are limited and dealt with); NIST SP 800-63B, third
revision, 5.2.2 (no more than a hundred failures in a row at one account). Neither asks that a stranger's failures shut its
owner out, and 《代表法》第二十三条 gives every deputy his vote: so who sits at a tablet of the hall and who is elsewhere are
counted apart. The figures are the program's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

TRIES = 5
LOCKED = timedelta(minutes=15)
FORGOTTEN = timedelta(hours=1)
"""So long after the last wrong try a count begins anew, at a login that somebody bears as at one that nobody does."""


@dataclass(frozen=True)
class Failures:
    """Wrong tries in a row at one login. at: of the last one, None before the first."""

    count: int
    at: datetime | None


def after_failure(before: Failures, at: datetime) -> tuple[Failures, datetime | None]:
    """Return the count after one more wrong try, and until when the login is locked: the fifth locks it."""
    stale = before.at is None or at - before.at >= FORGOTTEN
    count = 1 if stale else before.count + 1
    if count < TRIES:
        return Failures(count, at), None
    return Failures(0, at), at + LOCKED


@dataclass(frozen=True)
class Allowance:
    """How many wrong tries are let through at once, and how long until one of them is forgotten again."""

    most: int
    back: timedelta


AT_A_TABLET = Allowance(10, timedelta(minutes=2))
"""Deputies share a tablet and mistype; whoever took one away with its secret locks a deputy in ten minutes, not all."""

OUTSIDE = Allowance(60, timedelta(seconds=30))
"""Of one congress, from everywhere: some 2,900 guesses a day at all its deputies together, of a million PINs each."""


@dataclass(frozen=True)
class Spent:
    """What is used of an allowance. at: from when the next one is forgotten, None while nothing is used."""

    count: int = 0
    at: datetime | None = None


def at_present(spent: Spent, allowed: Allowance, at: datetime) -> Spent:
    """Return what of it is still used now."""
    if spent.at is None:
        return Spent()
    forgotten = max(0, (at - spent.at) // allowed.back)
    left = spent.count - forgotten
    return Spent(left, spent.at + forgotten * allowed.back) if left > 0 else Spent()


def used_up(spent: Spent, allowed: Allowance, at: datetime) -> bool:
    """Tell whether no wrong try more is let through now."""
    return at_present(spent, allowed, at).count >= allowed.most


def after_spending(spent: Spent, allowed: Allowance, at: datetime) -> Spent:
    """Return what is used after one wrong try more."""
    left = at_present(spent, allowed, at)
    return Spent(left.count + 1, left.at or at)


ALARM_FROM = 30
"""More than a congress mistypes at home: one deputy in ten, once."""


@dataclass(frozen=True)
class Attack:
    """Wrong or refused tries from outside a hall in one go. count: at least so many; since, last: first and last of them."""

    count: int
    since: datetime
    last: datetime


def after_tries(before: Attack | None, more: int, at: datetime) -> Attack:
    """Return what is known after so many tries more; an hour without any ends what went before."""
    if before is None or at - before.last >= FORGOTTEN:
        return Attack(more, at, at)
    return Attack(before.count + more, before.since, at)


def alarming(attack: Attack | None, at: datetime) -> bool:
    """Tell whether those who lead a sitting are to be told."""
    return attack is not None and attack.count >= ALARM_FROM and at - attack.last < FORGOTTEN
