"""What the pages of the roll show: one function a page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select

from voting.ballot.order.models import Ballot, drawn_together, find_ballot
from voting.ballot.order.rules import TOKENS, BallotState
from voting.ballot.roll import facts
from voting.ballot.roll.models import RollEntry
from voting.congress.attendance.queries import DoorLine, at_the_door, bearers, meant_at_the_door
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.models import Meeting
from voting.congress.term.models import Deputy
from voting.core.db import db
from voting.core.errors import WrongMoment
from voting.people.rules import Place


@dataclass(frozen=True)
class RollPage:
    """tokens: who received a token; paper: who received paper; text: what the digest is of, exactly.

    issued, present: fixed at close; the first must equal the number of tokens. lost: cards written off, which were never handed out.
    box: digest of the sealed ballots, in eights; cast: how many there are. These are printed and signed (封箱单).
    """

    place: Place
    meeting: str
    uuid: str
    title: str
    rehearsal: bool
    issued: int
    tokens: tuple[facts.Listed, ...]
    paper: tuple[facts.Listed, ...]
    lost: int
    box: tuple[str, ...]
    cast: int
    present: int
    digest: str
    text: str


def roll_page(place: Place, uuid: str, *, from_home: bool = False) -> RollPage:
    """Return the list of who drew. Errors: NotFound; WrongMoment before close, from home until the meeting's whole vote has ended.

    from_home: asked by a deputy outside of the hall, where nobody is to follow who has voted while others still do.
    """
    ballot = find_ballot(uuid, place.id)
    if ballot.state is not BallotState.CLOSED:
        raise WrongMoment("票箱关闭以后，才公布领票名单。")
    if from_home and facts.is_voting(ballot):
        raise WrongMoment("这次会议的投票还没有全部结束。结束以后，在家也可以看领票名单。")
    listed = facts.listed(uuid)
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
        box=tuple(re.findall(".{8}", ballot.digest or "")),
        cast=ballot.cast or 0,
        present=ballot.present or 0,
        digest=facts.digest(uuid),
        text=facts.roll_raw(uuid),
    )


@dataclass(frozen=True)
class Receiver:
    """A deputy who was looked for. has_token: he has drawn on a tablet or received a card or paper."""

    deputy: DoorLine
    has_token: bool


def receiver_number(place: Place, uuid: str, text: str) -> str | None:
    """Return the number of the one deputy whom a scanned or typed text means; None for a name, to be chosen.

    text: a badge's QR, a number, a name or the initials of one. Errors: NotFound; WrongMoment; RuleBroken for
    another place's badge, and where nobody is meant.
    """
    ballot = with_set_up(place, uuid)
    text, found = meant_at_the_door(meeting_of(place.id, ballot.meeting_id), text, place.code)
    numbered = bearers(found, text)
    return numbered[0].number if len(numbered) == 1 else None


def name_of(deputy_id: int) -> str:
    """Return the name of a deputy who was given something at the desk."""
    return db.session.get_one(Deputy, deputy_id).name


def titles_of(ballot: Ballot) -> tuple[str, ...]:
    """Return the titles of what a deputy is given at the desk: this ballot and what is drawn with it, in order."""
    return tuple(one.title for one in drawn_together(ballot))


def titles_numbered(uuid: str) -> tuple[str, ...]:
    """Return the same of the ballot with this UUID. Errors: NotFound."""
    return titles_of(find_ballot(uuid))


def with_set_up(place: Place, uuid: str) -> Ballot:
    """Return a ballot that is set up. Errors: NotFound; WrongMoment before and when void."""
    ballot = find_ballot(uuid, place.id)
    if ballot.state in {BallotState.DRAFT, BallotState.VOID}:
        raise WrongMoment("票箱准备好以后，才能发票。")
    return ballot


def receivers_of(uuid: str, meeting: Meeting, q: str) -> tuple[Receiver, ...]:
    """Return whom a name may mean, and whether they have a token or paper already."""
    found = at_the_door(meeting, q)
    asked = select(RollEntry.deputy_id).where(
        RollEntry.ballot_uuid == uuid, RollEntry.deputy_id.in_([one.id for one in found])
    )
    holders = set(db.session.scalars(asked))
    return tuple(Receiver(one, one.id in holders) for one in found)
