"""What the pages of token cards show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass

from voting.ballot.figures.facts import reading_of
from voting.ballot.order.models import Ballot, withdrawn_before
from voting.ballot.order.rules import DRAWING, BallotState, Means
from voting.ballot.roll import facts as roll_facts
from voting.ballot.roll.queries import Receiver, receivers_of, titles_of, with_set_up
from voting.congress.attendance.facts import present
from voting.congress.meeting.facts import meeting_of
from voting.core.errors import WrongMoment
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
class CardsPage:
    """The desk where cards are made, handed out and accounted for.

    room: how many more may be made; drawing: cards may be made and handed out now; q: what was looked for, or what
    was typed and meant nobody; wrong: why not. titles: of what is given out at once, one card each. worthless: how many cards were made for set-ups that were taken back.
    """

    place: Place
    meeting: str
    uuid: str
    title: str
    titles: tuple[str, ...]
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
    handed_out = roll_facts.issued_by_means(ballot.uuid)[Means.CARD]
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
        titles=titles_of(ballot),
        rehearsal=ballot.rehearsal,
        drawing=ballot.state in DRAWING,
        closed=ballot.state is BallotState.CLOSED,
        present=reading_of(meeting, ballot).figures.present,
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


def _room(ballot: Ballot) -> int:
    """Return how many more cards may be made: at most one per deputy present is about at any time."""
    figures = figures_of(ballot)
    about = figures.made - figures.voided - figures.lost
    return min(MOST_CARDS, max(0, present(ballot.meeting_id) - about))
