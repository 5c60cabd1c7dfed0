"""What stands and what does not before a ballot's next step, gathered for the rules. Decides nothing."""

from __future__ import annotations

from voting.ballot.models import Ballot, ceremony_done, lines_of
from voting.ballot.rules import Readiness
from voting.congress.queries import due, meeting_of, present
from voting.congress.rules import MeetingState
from voting.congress.rules_ballot import from_document


def readiness(ballot: Ballot) -> Readiness:
    """Return what stands and what does not before this ballot is set up or opened."""
    meeting = meeting_of(ballot.jurisdiction_id, ballot.meeting_id)
    rules = from_document(ballot.rules)
    return Readiness(
        questions=len(lines_of(ballot.uuid)),
        seats=ballot.seats,
        kind=ballot.kind,
        keys_made=ceremony_done(ballot.meeting_id, rehearsal=ballot.rehearsal) is not None,
        set_up=ballot.election_raw is not None,
        quorum_confirmed=meeting.state is MeetingState.QUORUM_CONFIRMED,
        present=present(meeting.id),
        quorum=rules.quorum_of(due(meeting)),
        rehearsal=ballot.rehearsal,
    )
