"""What the pages of the call show: one function a page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from voting.core.clock import today
from voting.core.db import db
from voting.people.rules import Place
from voting.screening.call.models import Call
from voting.screening.call.rules import CALL, CallState
from voting.screening.words import INVITED, Channel, wording


@dataclass(frozen=True)
class CallView:
    """A call as shown. taking: it takes suggestions today; channels: message ids; days_left: of those."""

    year: int
    notice: str
    opens_on: date
    closes_on: date
    contact: str
    scope: str
    criteria: str
    issuer: str
    channels: tuple[str, ...]
    state: str
    word: str
    taking: bool
    days_left: int

    @property
    def is_draft(self) -> bool:
        """Tell whether the notice is not published yet."""
        return self.state == CallState.DRAFTED


def call_view(row: Call) -> CallView:
    """Return a call as shown today."""
    day = today()
    taking = row.state is CallState.OPENED and row.opens_on <= day <= row.closes_on
    channels = tuple(wording(Channel(value)) for value in row.channels if value in INVITED)
    return CallView(
        row.year,
        row.notice,
        row.opens_on,
        row.closes_on,
        row.contact,
        row.scope,
        row.criteria,
        row.issuer,
        channels,
        row.state.value,
        CALL.words[row.state],
        taking,
        (row.closes_on - day).days,
    )


def newest_call(place: Place, year: int | None = None, *, drafts: bool = False) -> Call | None:
    """Return the call of a year, or the newest; drafts only for those who work on them."""
    asked = select(Call).where(Call.jurisdiction_id == place.id).order_by(Call.year.desc()).limit(1)
    if year is not None:
        asked = asked.where(Call.year == year)
    if not drafts:
        asked = asked.where(Call.state != CallState.DRAFTED)
    return db.session.scalar(asked)


@dataclass(frozen=True)
class PublicCall:
    """A year's call of a place, from its opening on. taking: it takes suggestions today."""

    jurisdiction_id: int
    year: int
    state: CallState
    opens_on: date
    closes_on: date
    taking: bool


def public_calls(jurisdiction_ids: Collection[int]) -> list[PublicCall]:
    """Return the calls of these places that everybody may know of, newest first; one query."""
    asked = select(Call).where(Call.jurisdiction_id.in_(jurisdiction_ids), Call.state != CallState.DRAFTED)
    return [
        PublicCall(
            row.jurisdiction_id, row.year, row.state, row.opens_on, row.closes_on, call_view(row).taking
        )
        for row in db.session.scalars(asked.order_by(Call.year.desc()))
    ]
