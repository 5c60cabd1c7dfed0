"""What stands and what does not before a ballot's next step: gathered for the rules, and the meeting's own part."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import select

from voting.ballot import box, keys
from voting.ballot.models import Ballot, ceremony_done, lines_of
from voting.ballot.rules import BallotState, Readiness
from voting.belenios import ballot_rules
from voting.congress.models import Meeting
from voting.congress.queries import due, meeting_of, present
from voting.congress.rules import MeetingState
from voting.congress.rules_ballot import from_document
from voting.core.db import db
from voting.core.errors import WrongMoment

LIST_STANDS = frozenset({MeetingState.SCRUTINEERS_ADOPTED, MeetingState.QUORUM_CONFIRMED})
"""The meeting has adopted its scrutineers and is not over: keys are made and boxes sealed."""
METHOD_STANDS = LIST_STANDS | {MeetingState.METHOD_ADOPTED}
"""The meeting has adopted its method and is not over: ballots are printed."""


def expect_list(meeting: Meeting) -> None:
    """Raise WrongMoment unless the meeting's list of scrutineers and tellers is adopted and it goes on."""
    if meeting.state not in LIST_STANDS:
        raise WrongMoment("监票人、计票人名单还没有由大会通过，或者会议已经闭会。")


def expect_method(meeting: Meeting) -> None:
    """Raise WrongMoment unless the meeting has adopted its method and goes on."""
    if meeting.state not in METHOD_STANDS:
        raise WrongMoment("票决办法还没有由大会通过，或者会议已经闭会。")


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
        cast=box.count(ballot.uuid),
        quorum_confirmed=meeting.state is MeetingState.QUORUM_CONFIRMED,
        present=present(meeting.id),
        quorum=rules.quorum_of(due(meeting)),
        rehearsal=ballot.rehearsal,
        keys_here=signs_tokens(ballot) and signs_receipts(ballot),
    )


def signs_tokens(ballot: Ballot) -> bool:
    """Tell whether this server can open the ballot's issuing key; true of one that has none."""
    return ballot.issuing_key is None or keys.has_file_key(ballot.uuid)


def signs_receipts(ballot: Ballot) -> bool:
    """Tell whether this server has the key under whose public half the ballot's receipts hold; true before set-up."""
    if ballot.rules_raw is None:
        return True
    try:
        keys.receipt_key_of(ballot.meeting_id, _published(ballot.rules_raw), rehearsal=ballot.rehearsal)
    except keys.ReceiptKeyGone:
        return False
    return True


@lru_cache(maxsize=16)
def _published(rules_raw: str) -> str:
    """Return the public half of the receipt key; parsing a whole set-up at every draw would cost more than the draw."""
    return ballot_rules.parse(rules_raw).receipt_key


def expect_receipts(ballot: Ballot) -> None:
    """Raise WrongMoment where nobody who votes in this ballot would get a receipt that holds."""
    if not signs_receipts(ballot):
        raise WrongMoment(
            "服务器的 DATA/keys 里没有本次票决的回执密钥，投票得不到有效回执，不能领票。请从备份恢复 DATA/keys，"
            "或者宣布本次票决作废，重新票决。"
        )


def live_ballots(meeting_id: int | None = None) -> list[Ballot]:
    """Return the ballots that are set up and not closed, of one meeting or of all."""
    asked = select(Ballot).where(Ballot.state.in_((BallotState.READY, BallotState.OPEN)))
    if meeting_id is not None:
        asked = asked.where(Ballot.meeting_id == meeting_id)
    return list(db.session.scalars(asked.order_by(Ballot.uuid)))


def ballots_without_keys() -> list[str]:
    """Return the UUIDs of the live ballots for which this server cannot sign."""
    return [row.uuid for row in live_ballots() if not (signs_tokens(row) and signs_receipts(row))]
