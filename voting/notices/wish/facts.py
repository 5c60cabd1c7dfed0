"""Shared reads of wishes, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from voting.core.db import db
from voting.core.errors import NotFound
from voting.core.text import N_
from voting.notices.event.rules import NoticeKind
from voting.notices.wish.contact import opened, token_of
from voting.notices.wish.link import is_token, named_in
from voting.notices.wish.models import Addressee, ChosenPace
from voting.notices.wish.rules import Pace, QuietHours
from voting.people.models import Account
from voting.people.rules import Actor

VOID = N_("这个链接已失效。")


@dataclass(frozen=True)
class Wishes:
    """What one account has chosen. quiet, paces: None and empty where nothing was. reached: an address is kept and confirmed."""

    quiet: QuietHours
    paces: Mapping[NoticeKind, Pace]
    reached: bool


def wishes_of(account_ids: Collection[int]) -> dict[int, Wishes]:
    """Return the wishes of these accounts; who has chosen nothing and left no address is not among them. One question where there are none, else two."""
    readers = db.session.scalars(select(Addressee).where(Addressee.account_id.in_(account_ids))).all()
    paces: dict[int, dict[NoticeKind, Pace]] = {row.account_id: {} for row in readers}
    if not readers:
        return {}
    for row in db.session.scalars(select(ChosenPace).where(ChosenPace.account_id.in_(paces))):
        paces[row.account_id][row.kind] = row.pace
    return {
        row.account_id: Wishes(
            QuietHours(row.quiet_begins, row.quiet_ends),
            paces[row.account_id],
            row.email is not None and row.confirmed,
        )
        for row in readers
    }


def reader_of(account_id: int) -> Addressee | None:
    """Return how an account is reached, None where it never said."""
    return db.session.get(Addressee, account_id)


def expect_link(actor: Actor, token: str, secret_key: str) -> Addressee:
    """Return how somebody is reached, where a token is that of the address he keeps. Errors: NotFound for any other."""
    row = db.session.get(Addressee, actor.account_id)
    email = opened(row.email, secret_key) if row is not None else None
    if (
        row is None
        or email is None
        or not hmac.compare_digest(token, token_of(row.account_id, email, secret_key))
    ):
        raise NotFound(VOID)
    return row


def lock_account(account_id: int) -> None:
    """Lock an account before what it says of itself is read to be changed: of two at once one waits for the other."""
    db.session.scalar(select(Account.id).where(Account.id == account_id).with_for_update(key_share=True))


def expect_stop(token: str, secret_key: str) -> tuple[Addressee, frozenset[NoticeKind]]:
    """Return whose mail a token came in, and which kinds it stops. Errors: NotFound for any that the program did not make for the address he keeps."""
    named = named_in(token)
    row = db.session.get(Addressee, named[0]) if named else None
    email = opened(row.email, secret_key) if row is not None else None
    if row is None or named is None or email is None or not is_token(token, email, secret_key):
        raise NotFound(VOID)
    return row, named[1]
