"""What the pages of the key ceremony show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass
from json import loads
from typing import Any

from sqlalchemy import select

from voting.ballot.ceremony.facts import certs_of, deals_of, is_used, seat_of
from voting.ballot.ceremony.models import Ceremony, Trustee, find_ceremony, trustees_of
from voting.ballot.ceremony.rules import IN_USE, ROUND_OF, CeremonyState
from voting.belenios.group import NAME
from voting.congress.leave_of_absence.facts import officers_away
from voting.congress.meeting.facts import meeting_of
from voting.congress.term.facts import logins_of
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
    """A ceremony on the room's page. why_kept: why it cannot be given up (a message id), else empty."""

    id: int
    state: CeremonyState
    size: int
    threshold: int
    rehearsal: bool
    fingerprint: str | None
    seats: tuple[SeatLine, ...]
    why_kept: str


@dataclass(frozen=True)
class CeremonyPage:
    """The page on a scrutineer's own device. index: his seat, None for who only watches.

    logins: seat -> what its scrutineer types to sign in, told to who watches alone; away: seat -> why he is not in the
    hall (a message id).
    """

    place: Place
    meeting: str
    ceremony: CeremonyLine
    index: int | None
    name: str
    logins: dict[int, str]
    away: dict[int, str]

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
        IN_USE if is_used(ceremony.id) else "",
    )


def ceremony_page(place: Place, actor: Actor, ceremony_id: int) -> CeremonyPage:
    """Return the page of a ceremony; raise NotFound for another congress's."""
    ceremony = find_ceremony(ceremony_id, place.id)
    asked = select(Trustee.index).where(
        Trustee.ceremony_id == ceremony.id, Trustee.account_id == actor.account_id
    )
    meeting, index = meeting_of(place.id, ceremony.meeting_id), db.session.scalar(asked)
    seats = {seat.account_id: seat.index for seat in trustees_of(ceremony.id)}
    logins = logins_of(seats) if index is None else {}
    return CeremonyPage(
        place=place,
        meeting=meeting.title,
        ceremony=ceremony_line(ceremony),
        index=index,
        name=actor.name,
        logins={seats[account_id]: login for account_id, login in logins.items()},
        away={seats[one.account_id]: one.why for one in officers_away(meeting) if one.account_id in seats},
    )


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
