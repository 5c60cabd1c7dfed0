"""What the page of text messages shows: never an address, never a key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from voting.core.db import db
from voting.notices.channel.sms_template import FORMATS
from voting.notices.sms.facts import opened_template, provider_for
from voting.notices.sms.models import SmsProvider
from voting.people.rules import Place


@dataclass(frozen=True)
class ProviderLine:
    """The provider that a place named. format: message id; lost: it was sealed with a key that is gone.

    failed: tries since it last took a message; rests_until: nothing is sent sooner, None for at once.
    """

    signature: str
    format: str
    host: str
    lost: bool
    failed: int
    rests_until: datetime | None


@dataclass(frozen=True)
class SmsPage:
    """own: what the place named itself, None for nothing; above: text messages go by a place above then."""

    place: Place
    own: ProviderLine | None
    above: bool


def sms_page(place: Place, secret_key: str) -> SmsPage:
    """Return how a place sends text messages."""
    row = db.session.get(SmsProvider, place.id)
    if row is None:
        return SmsPage(place, None, provider_for(place) is not None)
    template = opened_template(row, secret_key)
    host = urlsplit(template.address).hostname or "" if template else ""
    own = ProviderLine(
        row.signature, FORMATS[row.format], host, template is None, row.failed, row.rests_until
    )
    return SmsPage(place, own, above=False)
