"""Shared reads of ordering and setting up, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from sqlalchemy import or_, select

from voting.ballot.ceremony.facts import LIST_STANDS
from voting.ballot.ceremony.models import ceremony_done
from voting.ballot.order.models import Ballot, drawn_together, find_ballot, lines_of
from voting.ballot.order.rules import GONE, BallotState
from voting.ballot.sealed import box, order_at_rest
from voting.ballot.set_up.rules import NO_CANDIDATES, NO_METHOD, ORDERED, STAFF, SetUpReadiness
from voting.ballot.signing.facts import signs_receipts, signs_tokens
from voting.congress.attendance.facts import due, present
from voting.congress.ballot_rules.choices import Kind
from voting.congress.ballot_rules.rules import from_document
from voting.congress.meeting.facts import meeting_of, sits
from voting.congress.meeting.models import Meeting
from voting.congress.meeting.rules import MeetingState
from voting.core.db import db
from voting.core.errors import DomainError, WrongMoment
from voting.core.lifecycle import Missing
from voting.core.text import N_
from voting.screening.handover import shortlist

METHOD_STANDS = LIST_STANDS | {MeetingState.METHOD_ADOPTED}
"""The meeting has adopted its method and is not over: ballots are printed."""


def expect_method(meeting: Meeting) -> None:
    """Raise WrongMoment unless the meeting has adopted its method and goes on."""
    if meeting.state not in METHOD_STANDS:
        raise WrongMoment(NO_METHOD)


def missing_before_order(meeting: Meeting) -> list[Missing]:
    """Return what still stands before the vote on the year's candidates can be ordered."""
    if is_ordered(meeting.id):
        return [Missing(ORDERED, STAFF)]
    missing = []
    if meeting.state not in METHOD_STANDS:
        missing.append(Missing(NO_METHOD, STAFF))
    try:
        shortlist(meeting.jurisdiction_id, meeting.year)
    except DomainError:
        missing.append(Missing(NO_CANDIDATES, N_("主席团")))
    return missing


def is_ordered(meeting_id: int) -> bool:
    """Tell whether the meeting has a ballot on its own projects that is not void.

    A vote that the session before has left to this one is another.
    """
    before = select(Ballot.uuid).where(Ballot.meeting_id != meeting_id)
    asked = select(Ballot.uuid).where(
        Ballot.meeting_id == meeting_id,
        Ballot.state.not_in(GONE),
        Ballot.kind != Kind.EVALUATE,
        or_(Ballot.parent_uuid.is_(None), Ballot.parent_uuid.not_in(before)),
    )
    return db.session.scalars(asked).first() is not None


def drawn_with(uuid: str, jurisdiction_id: int, state: BallotState) -> tuple[str, ...]:
    """Return which ballots of a draw are in this state, sorted, as every deed on several locks them.

    The ballot itself where none is: why the deed is not open, the deed says. Errors: NotFound.
    """
    rows = drawn_together(find_ballot(uuid, jurisdiction_id))
    return tuple(sorted(one.uuid for one in rows if one.state is state)) or (uuid,)


def readiness(ballot: Ballot) -> SetUpReadiness:
    """Return what stands and what does not before this ballot is set up or opened."""
    meeting = meeting_of(ballot.jurisdiction_id, ballot.meeting_id)
    rules = from_document(ballot.rules)
    return SetUpReadiness(
        questions=len(lines_of(ballot.uuid)),
        seats=ballot.seats,
        kind=ballot.kind,
        keys_made=ceremony_done(ballot.meeting_id, rehearsal=ballot.rehearsal) is not None,
        set_up=ballot.election_raw is not None,
        cast=box.count(ballot.uuid),
        quorum_confirmed=sits(meeting),
        present=present(meeting.id),
        quorum=rules.quorum_of(due(meeting)),
        rehearsal=ballot.rehearsal,
        keys_here=signs_tokens(ballot) and signs_receipts(ballot),
        order_kept=not ballot.rehearsal and order_at_rest.forbids_a_vote(),
    )
