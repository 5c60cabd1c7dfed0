"""The list of who drew, after close: names, never how or in which order. Its digest is what the scrutineers sign."""

from __future__ import annotations

from dataclasses import dataclass

from voting.ballot import roll
from voting.ballot.models import find_ballot
from voting.ballot.rules import TOKENS, BallotState
from voting.congress.queries import meeting_of
from voting.core.errors import WrongMoment
from voting.people.rules import Place


@dataclass(frozen=True)
class RollPage:
    """tokens: who received a token; paper: who received paper; text: what the digest is of, exactly.

    issued: fixed at close; it must equal the number of tokens. lost: cards written off, which were never handed out.
    """

    place: Place
    meeting: str
    uuid: str
    title: str
    rehearsal: bool
    issued: int
    tokens: tuple[roll.Listed, ...]
    paper: tuple[roll.Listed, ...]
    lost: int
    digest: str
    text: str


def roll_page(place: Place, uuid: str) -> RollPage:
    """Return the list of who drew. Errors: NotFound; WrongMoment before close."""
    ballot = find_ballot(uuid, place.id)
    if ballot.state is not BallotState.CLOSED:
        raise WrongMoment("票箱关闭以后，才公布领票名单。")
    listed = roll.listed(uuid)
    return RollPage(
        place=place,
        meeting=meeting_of(place.id, ballot.meeting_id).title,
        uuid=uuid,
        title=ballot.title,
        rehearsal=ballot.rehearsal,
        issued=ballot.issued or 0,
        tokens=tuple(one for one in listed if one.means in TOKENS),
        paper=tuple(one for one in listed if one.means not in TOKENS),
        lost=ballot.cards_lost,
        digest=roll.digest(uuid),
        text=roll.roll_raw(uuid),
    )
