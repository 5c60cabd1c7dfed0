"""What the page of wishes shows."""

from __future__ import annotations

from dataclasses import dataclass

from voting.notices.event.rules import KINDS, SERVED, NoticeKind
from voting.notices.wish.contact import opened
from voting.notices.wish.facts import expect_link, expect_stop, reader_of, wishes_of
from voting.notices.wish.models import QUIET
from voting.notices.wish.rules import USUAL, Pace
from voting.people.rules import Actor


@dataclass(frozen=True)
class WishesPage:
    """A person's wishes. email: what he left, empty for none; lost: it was sealed with a key that is gone.

    served: message ids of the kinds that are always sent; sends: this server sends mail at all; confirmed: the address is.
    """

    email: str
    lost: bool
    language: str
    quiet_begins: int
    quiet_ends: int
    paces: dict[NoticeKind, Pace]
    served: tuple[str, ...]
    sends: bool
    confirmed: bool


def wishes_page(actor: Actor, secret_key: str, *, sends: bool) -> WishesPage:
    """Return what somebody has chosen, or what is usual."""
    assert actor.account_id is not None
    row, wishes = reader_of(actor.account_id), wishes_of({actor.account_id}).get(actor.account_id)
    email = opened(row.email, secret_key) if row else None
    return WishesPage(
        email=email or "",
        lost=row is not None and row.email is not None and email is None,
        language=row.language if row else "zh",
        quiet_begins=row.quiet_begins if row else QUIET[0],
        quiet_ends=row.quiet_ends if row else QUIET[1],
        paces={**USUAL, **(wishes.paces if wishes else {})},
        served=tuple(KINDS[kind] for kind in NoticeKind if kind in SERVED),
        sends=sends,
        confirmed=row is not None and row.confirmed,
    )


@dataclass(frozen=True)
class AddressPage:
    """The page on which an address is confirmed."""

    email: str
    confirmed: bool
    token: str


def address_page(actor: Actor, token: str, secret_key: str) -> AddressPage:
    """Return the address that a link is for. Errors: NotFound."""
    row = expect_link(actor, token, secret_key)
    return AddressPage(opened(row.email, secret_key) or "", row.confirmed, token)


@dataclass(frozen=True)
class StopPage:
    """What the link of a mail stops. kinds: message ids; stopped: none of them is sent any more."""

    kinds: tuple[str, ...]
    stopped: bool
    token: str


def stop_page(token: str, secret_key: str) -> StopPage:
    """Return what a link stops; who looks at it stops nothing. Errors: NotFound."""
    reader, kinds = expect_stop(token, secret_key)
    wishes = wishes_of({reader.account_id})[reader.account_id]
    words = tuple(KINDS[kind] for kind in NoticeKind if kind in kinds)
    return StopPage(words, all(wishes.paces.get(kind) is Pace.NONE for kind in kinds), token)
