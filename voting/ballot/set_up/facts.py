"""Shared reads of ordering and setting up, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

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
from voting.core.errors import WrongMoment
from voting.core.lifecycle import Missing
from voting.core.text import N_
from voting.screening.handover import decided_years

METHOD_STANDS = LIST_STANDS | {MeetingState.METHOD_ADOPTED}
"""The meeting has adopted its method and is not over: ballots are printed."""


def expect_method(meeting: Meeting) -> None:
    """Raise WrongMoment unless the meeting has adopted its method and goes on."""
    if meeting.state not in METHOD_STANDS:
        raise WrongMoment(NO_METHOD)


def missing_before_order(meeting: Meeting) -> list[Missing]:
    """Return what still stands before the vote on the year's candidates can be ordered."""
    return missing_before_orders([meeting])[meeting.id]


def missing_before_orders(meetings: Sequence[Meeting]) -> dict[int, list[Missing]]:
    """Return meeting id -> what still stands before its vote can be ordered. meetings: of one congress; two queries."""
    ordered = ordered_among([meeting.id for meeting in meetings])
    decided = decided_years(meetings[0].jurisdiction_id) if len(ordered) < len(meetings) else frozenset()
    return {
        meeting.id: [Missing(ORDERED, STAFF)] if meeting.id in ordered else lacking(meeting, decided)
        for meeting in meetings
    }


def lacking(meeting: Meeting, decided: Collection[int]) -> list[Missing]:
    """Return what a meeting lacks that has ordered nothing. decided: the years whose list the presidium has decided."""
    missing = [] if meeting.state in METHOD_STANDS else [Missing(NO_METHOD, STAFF)]
    return missing if meeting.year in decided else [*missing, Missing(NO_CANDIDATES, N_("主席团"))]


def is_ordered(meeting_id: int) -> bool:
    """Tell whether the meeting has a ballot on its own projects that is not void."""
    return meeting_id in ordered_among([meeting_id])


def ordered_among(meeting_ids: Collection[int]) -> frozenset[int]:
    """Return which of these meetings have a ballot on their own projects that is not void; one query.

    A vote that the session before has left to one is another.
    """
    before = aliased(Ballot)
    left = exists().where(before.uuid == Ballot.parent_uuid, before.meeting_id != Ballot.meeting_id)
    asked = select(Ballot.meeting_id).where(
        Ballot.meeting_id.in_(meeting_ids), Ballot.state.not_in(GONE), Ballot.kind != Kind.EVALUATE, ~left
    )
    return frozenset(db.session.scalars(asked))


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
