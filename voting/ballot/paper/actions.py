"""Handing out paper ballots on the same roll as tokens: who has one can have no other. Never what is on a paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.ballot.order.models import lock_ballot
from voting.ballot.order.rules import DRAWING, Means
from voting.ballot.roll.actions import expect_voter, mark_roll
from voting.congress.ballot_rules.rules import from_document
from voting.core.errors import RuleBroken, WrongMoment
from voting.people.rules import Actor


@dataclass(frozen=True, kw_only=True)
class PaperHandedOut(Event):
    name: ClassVar[str] = "ballot:paper:handed_out"
    ballot: str
    deputy: int


def hand_out_paper(actor: Actor, uuid: str, deputy_id: int) -> None:
    """Mark that a deputy received a paper ballot instead of a token.

    Errors: NotFound, NotAllowed for who may not vote here; RuleBroken where the rules allow no paper; WrongMoment
    outside drawing time, for who is not checked in, and for who has a token or paper already.
    """
    ballot = lock_ballot(uuid, actor.jurisdiction_id)
    if not from_document(ballot.rules).paper_allowed:
        raise RuleBroken("本次票决的规则不使用纸质票。")
    if ballot.state not in DRAWING:
        raise WrongMoment("现在不能发纸质票。")
    expect_voter(ballot, deputy_id)
    if not mark_roll(ballot, deputy_id, Means.PAPER):
        raise WrongMoment("这位代表已经领过票，每人只能领一次。")
    record(PaperHandedOut(ballot=uuid, deputy=deputy_id), actor, ballot.jurisdiction_id)
