"""Shared reads of what scrutineers sign after close, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from voting.ballot.order.models import Ballot
from voting.ballot.order.rules import BallotState
from voting.ballot.roll import facts as roll_facts
from voting.belenios import ballot_rules, roll, statements, trustees
from voting.belenios.ballot_rules import PROTOCOL
from voting.belenios.errors import Refused
from voting.belenios.statements import RollClaim
from voting.core.errors import RuleBroken, WrongMoment


def protocol_of(ballot: Ballot) -> int:
    """Return under which protocol a ballot was set up; 1 before set-up."""
    return ballot_rules.parse(ballot.rules_raw).protocol if ballot.rules_raw else 1


def claim_to_sign(ballot: Ballot) -> RollClaim:
    """Return digest and number of names of the roll as it was fixed at close.

    Errors: WrongMoment before close, and for a box of protocol 1, in which nothing can be sampled.
    """
    if ballot.state is not BallotState.CLOSED or ballot.trustees_raw is None:
        raise WrongMoment("票箱还没有关闭。")
    if protocol_of(ballot) != PROTOCOL:
        raise WrongMoment(
            "这个票箱是用旧版程序准备的，不能抽验回执，新版的设备不打开它。请用原来的版本开箱，或者宣布本次票决作废。"
        )
    fixed = roll.parse(roll_facts.roll_raw(ballot.uuid))
    return RollClaim(fixed.digest, fixed.names)


def check_statement(ballot: Ballot, index: int, text: str, signature: object) -> None:
    """Check a scrutineer's signature over a statement. Errors: RuleBroken when it does not hold."""
    try:
        statements.check_message(trustees.parse(ballot.trustees_raw or ""), index, text, signature)
    except Refused as refused:
        raise RuleBroken("签名没有收下，请重新打开本页，核对以后再签。").telling(
            reason=refused.reason
        ) from None
