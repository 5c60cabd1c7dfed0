"""What the pages of token cards show: how many there are and where, and who may receive one. Never which card."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from voting.ballot import roll
from voting.ballot.models import Ballot, find_ballot, withdrawn_before
from voting.ballot.roll import RollEntry
from voting.ballot.rules import DRAWING, BallotState, Means
from voting.congress.badge import meant_here
from voting.congress.models import Meeting
from voting.congress.queries import meeting_of, present
from voting.congress.queries_meeting import DoorLine, at_the_door, bears
from voting.core.db import db
from voting.core.errors import RuleBroken, WrongMoment
from voting.people.rules import Place

MOST_CARDS = 500
"""The largest batch that is printed and signed at once."""


@dataclass(frozen=True)
class CardFigures:
    """制作 = 发出 + 作废 + 无法收回 + 剩余."""

    made: int
    handed_out: int
    voided: int
    lost: int

    @property
    def left(self) -> int:
        return self.made - self.handed_out - self.voided - self.lost


@dataclass(frozen=True)
class Receiver:
    """A deputy who was looked for. has_token: he has drawn on a tablet or received a card or paper."""

    deputy: DoorLine
    has_token: bool


@dataclass(frozen=True)
class CardsPage:
    """The desk where cards are made, handed out and accounted for.

    room: how many more may be made; drawing: cards may be made and handed out now; q: what was looked for, or what
    was typed and meant nobody; wrong: why not. worthless: how many cards were made for set-ups that were taken back.
    """

    place: Place
    meeting: str
    uuid: str
    title: str
    rehearsal: bool
    drawing: bool
    closed: bool
    present: int
    worthless: int
    figures: CardFigures
    room: int
    receivers: tuple[Receiver, ...]
    q: str
    wrong: str


@dataclass(frozen=True)
class SheetPage:
    """The page whose browser makes and prints cards. fingerprint: to compare with the hall screen."""

    place: Place
    meeting: str
    uuid: str
    title: str
    rehearsal: bool
    fingerprint: str
    room: int


def figures_of(ballot: Ballot) -> CardFigures:
    """Return how many cards of a ballot there are and where."""
    handed_out = roll.issued_by_means(ballot.uuid)[Means.CARD]
    return CardFigures(ballot.cards_made, handed_out, ballot.cards_voided, ballot.cards_lost)


def cards_page(place: Place, uuid: str, q: str = "", wrong: str = "") -> CardsPage:
    """Return the desk of a ballot's cards. Errors: NotFound; WrongMoment before set-up and when void."""
    ballot = with_set_up(place, uuid)
    meeting = meeting_of(place.id, ballot.meeting_id)
    return CardsPage(
        place=place,
        meeting=meeting.title,
        uuid=ballot.uuid,
        title=ballot.title,
        rehearsal=ballot.rehearsal,
        drawing=ballot.state in DRAWING,
        closed=ballot.state is BallotState.CLOSED,
        present=present(meeting.id),
        worthless=sum(one.cards_made for one in withdrawn_before(uuid)),
        figures=figures_of(ballot),
        room=_room(ballot),
        receivers=receivers_of(uuid, meeting, q) if q and not wrong else (),
        q=q,
        wrong=wrong,
    )


def sheet_page(place: Place, uuid: str) -> SheetPage:
    """Return the page that prints cards. Errors: NotFound; WrongMoment unless tokens are being drawn."""
    ballot = with_set_up(place, uuid)
    if ballot.state not in DRAWING:
        raise WrongMoment("现在不能制作票卡。")
    meeting = meeting_of(place.id, ballot.meeting_id)
    title, fingerprint = ballot.title, ballot.fingerprint or ""
    return SheetPage(place, meeting.title, uuid, title, ballot.rehearsal, fingerprint, _room(ballot))


def receiver_number(place: Place, uuid: str, text: str) -> str | None:
    """Return the number of the one deputy whom a scanned or typed text means; None for a name, to be chosen.

    text: a badge's QR, a number, a name or the initials of one. Errors: NotFound; WrongMoment; RuleBroken for
    another place's badge, and where nobody is meant.
    """
    ballot = with_set_up(place, uuid)
    text = meant_here(text, place.code)
    found = at_the_door(meeting_of(place.id, ballot.meeting_id), text)
    if not found:
        raise RuleBroken("没有找到“%(text)s”，请核对证号或姓名。", text=text)
    return next((one.number for one in found if bears(one, text)), None)


def with_set_up(place: Place, uuid: str) -> Ballot:
    """Return a ballot that is set up. Errors: NotFound; WrongMoment before and when void."""
    ballot = find_ballot(uuid, place.id)
    if ballot.state in {BallotState.DRAFT, BallotState.VOID}:
        raise WrongMoment("票箱准备好以后，才能发票。")
    return ballot


def _room(ballot: Ballot) -> int:
    """Return how many more cards may be made: at most one per deputy present is about at any time."""
    figures = figures_of(ballot)
    about = figures.made - figures.voided - figures.lost
    return min(MOST_CARDS, max(0, present(ballot.meeting_id) - about))


def receivers_of(uuid: str, meeting: Meeting, q: str) -> tuple[Receiver, ...]:
    """Return whom a name may mean, and whether they have a token or paper already."""
    found = at_the_door(meeting, q)
    asked = select(RollEntry.deputy_id).where(
        RollEntry.ballot_uuid == uuid, RollEntry.deputy_id.in_([one.id for one in found])
    )
    holders = set(db.session.scalars(asked))
    return tuple(Receiver(one, one.id in holders) for one in found)
