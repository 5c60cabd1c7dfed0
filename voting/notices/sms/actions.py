"""Deeds of text messages: the office says how its provider is called, tries it, removes it. Never commits, writes no address down."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core.db import db
from voting.core.errors import NotFound
from voting.notices.channel.hosts import checked, target_of
from voting.notices.channel.sms_template import SmsTemplate, expect_template
from voting.notices.sms.models import SmsProvider
from voting.notices.wish.contact import seal
from voting.people.rules import Actor, Place


@dataclass(frozen=True, kw_only=True)
class SmsProviderSet(Event):
    name: ClassVar[str] = "notices:sms:set"
    signature: str


@dataclass(frozen=True, kw_only=True)
class SmsProviderRemoved(Event):
    name: ClassVar[str] = "notices:sms:removed"


@dataclass(frozen=True, kw_only=True)
class SmsTried(Event):
    """A test message was sent; never to which number. accepted: the provider took it."""

    name: ClassVar[str] = "notices:sms:tried"
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class NewProvider:
    """What the office says of its provider."""

    signature: str
    template: SmsTemplate


def check(new: NewProvider, hosts: Collection[str]) -> None:
    """Refuse what cannot be called: asks the name service, so it is done outside of transactions. Errors: RuleBroken at its field."""
    expect_template(new.template)
    checked(target_of(new.template.address, hosts))


def set_provider(actor: Actor, place: Place, new: NewProvider, secret_key: str) -> SmsProvider:
    """Keep a provider that was checked, in the place of the one before."""
    template = new.template
    row = SmsProvider(
        jurisdiction_id=place.id,
        signature=new.signature,
        format=template.format,
        address=seal(template.address, secret_key),
        header=seal(template.header, secret_key) if template.header else None,
        body=seal(template.body, secret_key),
        accepted=template.accepted,
    )
    row = db.session.merge(row)
    row.rests_until, row.failed = None, 0
    db.session.flush()
    record(SmsProviderSet(signature=new.signature), actor, place.id)
    return row


def remove_provider(actor: Actor, place: Place) -> None:
    """Forget the provider: what still waits is not sent. Errors: NotFound where there is none."""
    db.session.delete(own_provider(place))
    record(SmsProviderRemoved(), actor, place.id)


def own_provider(place: Place) -> SmsProvider:
    """Return the provider that a place named itself. Errors: NotFound."""
    row = db.session.get(SmsProvider, place.id)
    if row is None:
        raise NotFound("还没有填写短信服务。")
    return row


def note_trial(actor: Actor, place: Place, *, accepted: bool) -> None:
    """Keep in the journal that a test message was sent; a provider that took it rests no longer."""
    if accepted:
        row = own_provider(place)
        row.rests_until, row.failed = None, 0
    record(SmsTried(accepted=accepted), actor, place.id)
