"""Shared reads of who sends a place's text messages. Writes nothing."""

from __future__ import annotations

from sqlalchemy import select

from voting.core.db import db
from voting.notices.channel.sms_template import SmsTemplate
from voting.notices.sms.models import SmsProvider
from voting.notices.wish.contact import opened
from voting.people.rules import Place


def provider_for(place: Place) -> SmsProvider | None:
    """Return the provider of a place: its own, else that of the nearest place above; None for none."""
    rows = db.session.scalars(select(SmsProvider).where(SmsProvider.jurisdiction_id.in_(place.path)))
    found = {row.jurisdiction_id: row for row in rows}
    return next((found[one] for one in reversed(place.path) if one in found), None)


def opened_template(row: SmsProvider, secret_key: str) -> SmsTemplate | None:
    """Return how a provider is called; None where the key is gone that sealed it."""
    address, body = opened(row.address, secret_key), opened(row.body, secret_key)
    header = opened(row.header, secret_key) if row.header is not None else ""
    if address is None or body is None or header is None:
        return None
    return SmsTemplate(address=address, header=header, format=row.format, body=body, accepted=row.accepted)
