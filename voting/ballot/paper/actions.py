"""Handing out paper ballots on the same roll as tokens: who has one can have no other. Never what is on a paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.ballot.order.models import drawn_together, find_ballot, is_handed_out, lock_ballot
from voting.ballot.order.rules import DRAWING, Means
from voting.ballot.roll.actions import expect_voter, mark_roll
from voting.ballot.roll.facts import entry_of
from voting.congress.ballot_rules.rules import from_document
from voting.core.db import db
from voting.core.errors import RuleBroken, WrongMoment
from voting.core.reason import stated
from voting.people.rules import Actor


@dataclass(frozen=True, kw_only=True)
class PaperHandedOut(Event):
    name: ClassVar[str] = "ballot:paper:handed_out"
    ballot: str
    deputy: int


@dataclass(frozen=True, kw_only=True)
class PaperTakenBack(Event):
    name: ClassVar[str] = "ballot:paper:taken_back"
    ballot: str
    deputy: int
    reason: str


def hand_out_paper(actor: Actor, uuid: str, deputy_id: int) -> list[str]:
    """Mark that a deputy received paper instead of a token, of this ballot and of each that is drawn with it.

    Returns the UUIDs, in the order of casting. Errors: NotFound, NotAllowed for who may not vote here; RuleBroken where the rules allow no paper; WrongMoment
    outside drawing time, for who is not checked in, and for who has a token or paper already.
    """
    uuids = [one.uuid for one in drawn_together(find_ballot(uuid, actor.jurisdiction_id))]
    for one in sorted(uuids):
        _hand_out(actor, one, deputy_id)
    return uuids


def _hand_out(actor: Actor, uuid: str, deputy_id: int) -> None:
    ballot = lock_ballot(uuid, actor.jurisdiction_id)
    if not from_document(ballot.rules).paper_allowed:
        raise RuleBroken("本次票决的规则不使用纸质票。")
    if not is_handed_out(ballot):
        raise WrongMoment("现在不能发纸质票。")
    expect_voter(ballot, deputy_id)
    if not mark_roll(ballot, deputy_id, Means.PAPER):
        raise WrongMoment("这位代表已经领过票，每人只能领一次。")
    record(PaperHandedOut(ballot=uuid, deputy=deputy_id), actor, ballot.jurisdiction_id)


def take_back_paper(actor: Actor, uuid: str, deputy_id: int, *, reason: str) -> None:
    """Strike out that a deputy received paper, all that were drawn together, handed back unused: he may draw again.

    Who cast it all the same is found: more paper comes back than the roll knows, and the vote is void.
    Errors: NotFound; RuleBroken without a reason; WrongMoment outside drawing time, and for who holds no paper.
    """
    for one in sorted(one.uuid for one in drawn_together(find_ballot(uuid, actor.jurisdiction_id))):
        _take_back(actor, one, deputy_id, reason=reason)


def _take_back(actor: Actor, uuid: str, deputy_id: int, *, reason: str) -> None:
    ballot = lock_ballot(uuid, actor.jurisdiction_id)
    if ballot.state not in DRAWING:
        raise WrongMoment("领票名册已经封存，不能再收回纸质票。")
    entry = entry_of(uuid, deputy_id)
    if entry is None or entry.means is not Means.PAPER:
        raise WrongMoment("这位代表没有领纸质票。")
    taken_back = PaperTakenBack(ballot=uuid, deputy=deputy_id, reason=stated(reason))
    db.session.delete(entry)
    db.session.flush()
    record(taken_back, actor, ballot.jurisdiction_id)
