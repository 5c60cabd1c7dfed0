"""What the secretariat and the chair do with a ballot: set it up, open it, void it. Never sees a vote.

Drawing stands in `roll`, closing in `close`, the ceremony in `ceremony`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from voting.audit.journal import Event, record
from voting.ballot import handover_new_uuid
from voting.ballot.ceremony.facts import expect_list
from voting.ballot.ceremony.models import Ceremony, ceremony_done
from voting.ballot.figures.facts import figures_of
from voting.ballot.order.models import Ballot, lines_of, lock_ballot
from voting.ballot.order.rules import BALLOT, BallotState
from voting.ballot.roll import facts as roll_facts
from voting.ballot.sealed import box, keys, tokens
from voting.ballot.set_up import documents
from voting.ballot.set_up.facts import drawn_with, readiness
from voting.ballot.set_up.rules import missing_before_open, missing_before_set_up
from voting.ballot.signing.facts import expect_receipts, live_ballots
from voting.belenios import blindrsa, receipt, trustees
from voting.belenios.election import Election, set_up_fingerprint
from voting.congress.attendance.facts import due
from voting.congress.meeting.facts import meeting_of
from voting.congress.place.queries import place_by_id
from voting.core.errors import WrongMoment
from voting.core.lifecycle import Missing
from voting.core.reason import stated
from voting.people.rules import Actor


@dataclass(frozen=True, kw_only=True)
class BallotSetUp(Event):
    name: ClassVar[str] = "ballot:ballot:set_up"
    ballot: str
    ceremony: int
    election_sha256: str
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class SetUpWithdrawn(Event):
    name: ClassVar[str] = "ballot:ballot:set_up_withdrawn"
    """next: UUID of the draft in its place; cards: token cards that were made for it, now worthless."""

    ballot: str
    next: str
    cards: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class BallotOpened(Event):
    name: ClassVar[str] = "ballot:ballot:opened"
    ballot: str
    due: int
    present: int


@dataclass(frozen=True, kw_only=True)
class BallotVoided(Event):
    name: ClassVar[str] = "ballot:ballot:voided"
    ballot: str
    reason: str


def _refuse(missing: list[Missing]) -> None:
    if missing:
        raise WrongMoment(missing[0].what)


def set_up_all(actor: Actor, uuid: str, take: Callable[[], RSAPrivateKey]) -> None:
    """Set up a ballot with all that are drawn with it. take: hands out issuing keys, made before. Errors: of `set_up`."""
    for one in drawn_with(uuid, actor.jurisdiction_id, BallotState.DRAFT):
        set_up(actor, one, take())


def withdraw_all(actor: Actor, uuid: str, *, reason: str) -> dict[str, str]:
    """Take back the set-ups of all that are drawn together; returns successors by UUID. Errors: of `withdraw_set_up`."""
    return {
        one: withdraw_set_up(actor, one, reason=reason)
        for one in drawn_with(uuid, actor.jurisdiction_id, BallotState.READY)
    }


def set_up(actor: Actor, uuid: str, issuing: RSAPrivateKey) -> None:
    """Build the election and its rules under the scrutineers' key and wrap the issuing key: tokens can be drawn.

    issuing: made before the transaction (tokens.ahead), since making one takes seconds in which nobody could write.
    Errors: NotFound; WrongMoment while something is missing or when it is set up already; RuleBroken.
    """
    ballot = lock_ballot(uuid, actor.jurisdiction_id)
    state = BALLOT.after(ballot.state, "set_up")
    expect_list(meeting_of(ballot.jurisdiction_id, ballot.meeting_id))
    _refuse(missing_before_set_up(readiness(ballot)))
    ceremony = ceremony_done(ballot.meeting_id, rehearsal=ballot.rehearsal)
    assert ceremony is not None
    _write_documents(ballot, ceremony, tokens.issuer_raw(issuing))
    ballot.issuing_key = tokens.wrap(issuing, keys.make_file_key(uuid), uuid)
    ballot.state, ballot.ceremony_id = state, ceremony.id
    election = Election.parse(ballot.election_raw or "")
    public = blindrsa.public_key(issuing)
    ballot.fingerprint = set_up_fingerprint(election, public.n, public.e)
    done = BallotSetUp(
        ballot=uuid, ceremony=ceremony.id, election_sha256=election.hash, fingerprint=ballot.fingerprint
    )
    record(done, actor, ballot.jurisdiction_id)


def _write_documents(ballot: Ballot, ceremony: Ceremony, issuer_raw: str) -> None:
    for other in live_ballots(
        ballot.meeting_id
    ):  # theirs is the key that would be made anew where it is missing
        if other.rehearsal is ballot.rehearsal:
            expect_receipts(other)
    lines = lines_of(ballot.uuid)
    receipts = keys.receipt_key(ballot.meeting_id, rehearsal=ballot.rehearsal)
    assert ceremony.trustees_raw is not None
    ballot.trustees_raw, ballot.issuer_raw = ceremony.trustees_raw, issuer_raw
    public = documents.Keys(
        trustees=ceremony.trustees_raw,
        joint=trustees.joint_key(ceremony.trustees_raw),
        issuer=issuer_raw,
        receipts=receipt.public_key(receipts),
    )
    place = place_by_id(ballot.jurisdiction_id).name
    meeting = meeting_of(ballot.jurisdiction_id, ballot.meeting_id)
    ballot.due = due(meeting)
    ballot.rules_raw, ballot.election_raw = documents.write(
        ballot, lines, place=place, meeting=meeting.title, due=ballot.due, keys=public
    )


def withdraw_set_up(actor: Actor, uuid: str, *, reason: str) -> str:
    """Take a mistaken set-up back while nobody has drawn; returns the UUID under which the order goes on as a draft.

    A set-up is its UUID: keys and documents of this one go and it stays as a tombstone, so that whatever still carries
    its UUID is told so and marks nothing. Lines and links move. `close.actions.sweep` of the old one must follow.
    Errors: NotFound; WrongMoment once a token is out, the ballot is open, or a round behind it is set up; RuleBroken
    without a reason.
    """
    ballot = lock_ballot(uuid, actor.jurisdiction_id)
    state, why = BALLOT.after(ballot.state, "withdraw_set_up"), stated(reason)
    if any(roll_facts.issued_by_means(uuid).values()):
        raise WrongMoment("已经有人领票，不能撤回；可以宣布这次票决作废，重新票决。")
    successor = handover_new_uuid.draft_after(ballot)
    ballot.state, ballot.successor_uuid = state, successor.uuid
    ballot.ceremony_id = ballot.issuing_key = None
    ballot.rules_raw = ballot.election_raw = ballot.trustees_raw = ballot.issuer_raw = None
    ballot.due = None
    box.forget_cards(uuid)
    handover_new_uuid.move(actor, ballot, successor.uuid)
    withdrawn = SetUpWithdrawn(ballot=uuid, next=successor.uuid, cards=ballot.cards_made, reason=why)
    record(withdrawn, actor, ballot.jurisdiction_id)
    keys.mark_unswept(uuid)
    return successor.uuid


def open_voting(actor: Actor, uuid: str) -> None:
    """Open voting. Errors: NotFound; WrongMoment while something is missing."""
    ballot = lock_ballot(uuid, actor.jurisdiction_id)
    state = BALLOT.after(ballot.state, "open")
    _refuse(missing_before_open(readiness(ballot)))
    ballot.state = state
    ballot.plenary = meeting_of(ballot.jurisdiction_id, ballot.meeting_id).plenary
    figures = figures_of(ballot)
    opened = BallotOpened(ballot=uuid, due=figures.due, present=figures.present)
    record(opened, actor, ballot.jurisdiction_id)


def void(actor: Actor, uuid: str, *, reason: str) -> None:
    """Void a whole ballot: nothing of it is counted; a new ballot or paper follows. `close.actions.sweep` must follow.

    Errors: NotFound; WrongMoment when it is void already; RuleBroken without a reason.
    """
    ballot = lock_ballot(uuid, actor.jurisdiction_id)
    state, why = BALLOT.after(ballot.state, "void"), stated(reason)
    ballot.state, ballot.void_reason, ballot.issuing_key = state, why, None
    roll_facts.forget_requests(uuid)
    record(BallotVoided(ballot=uuid, reason=why), actor, ballot.jurisdiction_id)
    keys.mark_unswept(uuid)
