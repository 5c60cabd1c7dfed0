"""Deeds of wishes: where to and how soon somebody wants to be told. Writes its journal line, without the address; never commits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import delete, select, update

from voting.audit.journal import Event, record
from voting.core.db import db
from voting.core.errors import RuleBroken
from voting.notices.event.rules import SERVED, NoticeKind
from voting.notices.wish.contact import opened, seal
from voting.notices.wish.facts import expect_link, expect_stop, lock_account
from voting.notices.wish.models import MOST_EMAIL, Addressee, ChosenPace, FormerAddress
from voting.notices.wish.rules import LANGUAGES, Pace, is_address
from voting.people.models import Account
from voting.people.rules import Actor


@dataclass(frozen=True, kw_only=True)
class WishesChanged(Event):
    """reached: an address is kept now; never which."""

    name: ClassVar[str] = "notices:wishes:changed"
    account: int
    reached: bool


@dataclass(frozen=True, kw_only=True)
class AddressConfirmed(Event):
    name: ClassVar[str] = "notices:address:confirmed"
    account: int


@dataclass(frozen=True, kw_only=True)
class MailStopped(Event):
    """By the link in a mail, without signing in."""

    name: ClassVar[str] = "notices:wishes:stopped"
    account: int
    kinds: list[str]


@dataclass(frozen=True, kw_only=True)
class NewWishes:
    """What somebody chooses. email: empty for none; paces: of the kinds that may be chosen."""

    email: str
    language: str
    quiet_begins: int
    quiet_ends: int
    paces: Mapping[NoticeKind, Pace]


def choose(actor: Actor, new: NewWishes, secret_key: str) -> Addressee:
    """Keep how somebody wants to be told. A new address is asked first; the confirmed one before it is told that it is told no more.

    Saved again, an unconfirmed address is asked again. Errors: RuleBroken for what is no address, at its field.
    """
    if new.email and (len(new.email) > MOST_EMAIL or not is_address(new.email)):
        raise _refused()
    assert actor.account_id is not None
    assert new.language in LANGUAGES
    row = _row(actor)
    former = opened(row.email, secret_key)
    if former is not None and former != new.email and row.confirmed:
        sealed = seal(former, secret_key)
        db.session.add(
            FormerAddress(jurisdiction_id=actor.jurisdiction_id, account_id=actor.account_id, email=sealed)
        )
    row.confirmed = row.confirmed and former == new.email
    row.email = seal(new.email, secret_key) if new.email else None
    row.to_confirm = bool(new.email) and not row.confirmed
    row.language, row.quiet_begins, row.quiet_ends = new.language, new.quiet_begins, new.quiet_ends
    db.session.execute(delete(ChosenPace).where(ChosenPace.account_id == actor.account_id))
    db.session.add_all(
        ChosenPace(account_id=actor.account_id, jurisdiction_id=actor.jurisdiction_id, kind=kind, pace=pace)
        for kind, pace in new.paces.items()
        if kind not in SERVED
    )
    changed = WishesChanged(account=actor.account_id, reached=row.email is not None)
    record(changed, actor, actor.jurisdiction_id)
    return row


def confirm(actor: Actor, token: str, secret_key: str) -> None:
    """Say that an address is one's own, by the link that was sent there; said again, nothing changes.

    Errors: NotFound for a link of another account's, or of an address that is not kept any more.
    """
    row = expect_link(actor, token, secret_key)
    if not row.confirmed:
        row.confirmed, row.to_confirm = True, False
        assert actor.account_id is not None
        record(AddressConfirmed(account=actor.account_id), actor, actor.jurisdiction_id)


def stop(token: str, secret_key: str) -> None:
    """Send no more of the kinds that a mail's link names; said again, nothing changes. What must be served is never among them.

    Errors: NotFound for a link that the program did not make, or of an address that is not kept any more.
    """
    reader, kinds = expect_stop(token, secret_key)
    lock_account(reader.account_id)
    asked = select(ChosenPace).where(ChosenPace.account_id == reader.account_id, ChosenPace.kind.in_(kinds))
    chosen = {row.kind: row for row in db.session.scalars(asked)}
    stopped = [kind for kind in NoticeKind if kind in kinds and not _is_stopped(chosen.get(kind))]
    for kind in stopped:
        row = chosen.get(kind) or ChosenPace(
            jurisdiction_id=reader.jurisdiction_id, account_id=reader.account_id, kind=kind, pace=Pace.NONE
        )
        row.pace = Pace.NONE
        db.session.add(row)
    if stopped:
        said = MailStopped(account=reader.account_id, kinds=[kind.value for kind in stopped])
        record(said, None, reader.jurisdiction_id)


def _is_stopped(row: ChosenPace | None) -> bool:
    return row is not None and row.pace is Pace.NONE


def forget_closed() -> None:
    """Delete the addresses of closed accounts, which are told nothing any more. The closing has its own line."""
    closed = select(Account.id).where(Account.closed.is_(True))
    theirs = Addressee.account_id.in_(closed), Addressee.email.is_not(None)
    db.session.execute(update(Addressee).where(*theirs).values(email=None, confirmed=False, to_confirm=False))
    db.session.execute(delete(FormerAddress).where(FormerAddress.account_id.in_(closed)))


def _row(actor: Actor) -> Addressee:
    """Return how somebody is reached, made where he never said. The account is locked: of two at once one waits for the other."""
    assert actor.account_id is not None
    lock_account(actor.account_id)
    row = db.session.get(Addressee, actor.account_id, populate_existing=True)
    if row is None:
        row = Addressee(account_id=actor.account_id, jurisdiction_id=actor.jurisdiction_id)
        db.session.add(row)
    return row


def _refused() -> RuleBroken:
    error = RuleBroken("这不是一个邮箱地址，请核对，例如 name@example.cn。")
    error.field = "email"
    return error
