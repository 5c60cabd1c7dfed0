"""What the pages of one's number show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voting.notices.event.rules import KINDS, SERVED, NoticeKind
from voting.notices.phone.facts import expect_number, number_of, phone_of
from voting.people.rules import Actor


@dataclass(frozen=True)
class PhonePage:
    """A person's number. number: empty for none; lost: it was sealed with a key that is gone; kinds: chosen ones.

    sends: the person's place sends text messages; served: message ids of the kinds that are always sent there.
    """

    number: str
    lost: bool
    confirmed: bool
    kinds: Sequence[NoticeKind]
    sends: bool
    served: tuple[str, ...]


def phone_page(actor: Actor, secret_key: str, *, sends: bool) -> PhonePage:
    """Return what somebody has said of his number."""
    row = phone_of(actor.account_id or 0)
    number = number_of(row, secret_key)
    return PhonePage(
        number=number or "",
        lost=row is not None and row.number is not None and number is None,
        confirmed=row is not None and row.confirmed,
        kinds=[NoticeKind(kind) for kind in row.kinds] if row is not None else [],
        sends=sends,
        served=tuple(KINDS[kind] for kind in NoticeKind if kind in SERVED),
    )


@dataclass(frozen=True)
class NumberPage:
    """The page on which a number is confirmed."""

    number: str
    confirmed: bool
    token: str


def number_page(actor: Actor, token: str, secret_key: str) -> NumberPage:
    """Return the number that a link is for. Errors: NotFound."""
    row = expect_number(actor, token, secret_key)
    return NumberPage(number_of(row, secret_key) or "", row.confirmed, token)
