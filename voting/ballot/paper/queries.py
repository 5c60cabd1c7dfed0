"""What the page of paper ballots shows: how many are out, and who may receive one. Never what is on a paper."""

from __future__ import annotations

from dataclasses import dataclass

from voting.ballot.figures.facts import reading_of
from voting.ballot.figures.rules import BallotFigures
from voting.ballot.order.models import find_ballot
from voting.ballot.order.rules import DRAWING, Means
from voting.ballot.roll import facts as roll_facts
from voting.ballot.roll.actions import deputy_numbered
from voting.ballot.roll.queries import Receiver, receivers_of, titles_of, with_set_up
from voting.congress.ballot_rules.rules import from_document
from voting.congress.meeting.facts import meeting_of
from voting.people.rules import Place


@dataclass(frozen=True)
class PaperPage:
    """The desk where paper is handed out. allowed: the rules use paper; drawing: it may be handed out now.

    holders: who has one, by number. titles: of what is given out at once, this ballot's among them.

    q: what was looked for, or what was typed and meant nobody; wrong: why not.
    """

    place: Place
    meeting: str
    uuid: str
    title: str
    titles: tuple[str, ...]
    rehearsal: bool
    allowed: bool
    drawing: bool
    figures: BallotFigures
    holders: tuple[roll_facts.Listed, ...]
    receivers: tuple[Receiver, ...]
    q: str
    wrong: str


def paper_page(place: Place, uuid: str, q: str = "", wrong: str = "") -> PaperPage:
    """Return the desk of a ballot's paper. Errors: NotFound; WrongMoment before set-up and when void."""
    ballot = with_set_up(place, uuid)
    meeting = meeting_of(place.id, ballot.meeting_id)
    return PaperPage(
        place=place,
        meeting=meeting.title,
        uuid=ballot.uuid,
        title=ballot.title,
        titles=titles_of(ballot),
        rehearsal=ballot.rehearsal,
        allowed=from_document(ballot.rules).paper_allowed,
        drawing=ballot.state in DRAWING,
        figures=reading_of(meeting, ballot).figures,
        holders=tuple(one for one in roll_facts.listed(uuid) if one.means is Means.PAPER),
        receivers=receivers_of(uuid, meeting, q) if q and not wrong else (),
        q=q,
        wrong=wrong,
    )


def receiver_id(place: Place, uuid: str, number: str) -> int:
    """Return the deputy with this badge number. Errors: NotFound."""
    return deputy_numbered(find_ballot(uuid, place.id), number)
