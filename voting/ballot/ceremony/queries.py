"""What the pages of the key ceremony show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass
from json import loads
from typing import Any

from sqlalchemy import select

from voting.ballot.ceremony.facts import certs_of, deals_of, seat_of
from voting.ballot.ceremony.models import Ceremony, Trustee, find_ceremony, trustees_of
from voting.ballot.ceremony.rules import ROUND_OF, CeremonyState
from voting.belenios.group import NAME
from voting.congress.meeting.facts import meeting_of
from voting.core.db import db
from voting.people.rules import Actor, Place


@dataclass(frozen=True)
class SeatLine:
    """A scrutineer's seat on the room's page. sent: how many rounds he has done."""

    index: int
    name: str
    sent: int
    confirmed: bool


@dataclass(frozen=True)
class CeremonyLine:
    """A ceremony on the room's page."""

    id: int
    state: CeremonyState
    size: int
    threshold: int
    rehearsal: bool
    fingerprint: str | None
    seats: tuple[SeatLine, ...]


@dataclass(frozen=True)
class CeremonyPage:
    """The page on a scrutineer's own device. index: his seat, None for who only watches."""

    place: Place
    meeting: str
    ceremony: CeremonyLine
    index: int | None
    name: str

    @property
    def others(self) -> tuple[SeatLine, ...]:
        """Return the seats of the others, with whose devices his own is compared."""
        return tuple(seat for seat in self.ceremony.seats if seat.index != self.index)


def ceremony_line(ceremony: Ceremony) -> CeremonyLine:
    """Return a ceremony as pages show it."""
    seats = tuple(
        SeatLine(
            seat.index,
            seat.name,
            sum(part is not None for part in (seat.cert, seat.deal, seat.verification_key)),
            seat.confirmed,
        )
        for seat in trustees_of(ceremony.id)
    )
    return CeremonyLine(
        ceremony.id,
        ceremony.state,
        ceremony.size,
        ceremony.threshold,
        ceremony.rehearsal,
        ceremony.fingerprint,
        seats,
    )


def ceremony_page(place: Place, actor: Actor, ceremony_id: int) -> CeremonyPage:
    """Return the page of a ceremony; raise NotFound for another congress's."""
    ceremony = find_ceremony(ceremony_id, place.id)
    asked = select(Trustee.index).where(
        Trustee.ceremony_id == ceremony.id, Trustee.account_id == actor.account_id
    )
    meeting = meeting_of(place.id, ceremony.meeting_id)
    return CeremonyPage(place, meeting.title, ceremony_line(ceremony), db.session.scalar(asked), actor.name)


def ceremony_state(actor: Actor, ceremony_id: int) -> dict[str, Any]:
    """Return the ceremony as a scrutineer's device asks for it. Errors: NotFound, NotAllowed."""
    ceremony = find_ceremony(ceremony_id, actor.jurisdiction_id)
    mine = seat_of(actor, ceremony)
    seats = trustees_of(ceremony.id)
    return {
        "ceremony": str(ceremony.id),
        "group": NAME,
        "size": ceremony.size,
        "threshold": ceremony.threshold,
        "index": mine.index,
        "names": [seat.name for seat in seats],
        "rehearsal": ceremony.rehearsal,
        "round": ROUND_OF[ceremony.state],
        "certs": certs_of(ceremony.id),
        "deals": deals_of(ceremony.id),
        "sealed_shares": [
            loads(seat.sealed_shares)[mine.index - 1] if seat.sealed_shares else None for seat in seats
        ],
        "verification_keys": [
            loads(seat.verification_key) if seat.verification_key else None for seat in seats
        ],
        "trustees": ceremony.trustees_raw,
        "fingerprint": ceremony.fingerprint,
        "confirmed": [seat.confirmed for seat in seats],
        "counts": ceremony.state is CeremonyState.DONE,
    }
