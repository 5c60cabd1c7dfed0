"""Shared reads of signing, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import select

from voting.ballot.order.models import Ballot
from voting.ballot.order.rules import BallotState
from voting.ballot.sealed import keys
from voting.belenios import ballot_rules
from voting.core.db import db
from voting.core.errors import WrongMoment


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
