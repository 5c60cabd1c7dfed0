"""Deeds of token cards. Each writes its journal line; none commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.ballot.order.models import Ballot, drawn_together, find_ballot, is_handed_out, lock_ballot
from voting.ballot.order.rules import DRAWING, BallotState, Means
from voting.ballot.roll.actions import _sign, deputy_numbered, expect_voter, mark_roll
from voting.ballot.roll.models import RollEntry
from voting.ballot.sealed import box
from voting.belenios import blindrsa
from voting.belenios.ballot import parse_credential
from voting.belenios.errors import Refused
from voting.congress.attendance.facts import present
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.core.reason import stated
from voting.people.rules import Actor

LOOKUP_LENGTH = 22


@dataclass(frozen=True, kw_only=True)
class CardsMade(Event):
    name: ClassVar[str] = "ballot:cards:made"
    ballot: str
    cards: int


@dataclass(frozen=True, kw_only=True)
class CardHandedOut(Event):
    name: ClassVar[str] = "ballot:card:handed_out"
    ballot: str
    deputy: int


@dataclass(frozen=True, kw_only=True)
class CardsVoided(Event):
    name: ClassVar[str] = "ballot:cards:voided"
    ballot: str
    cards: int


@dataclass(frozen=True, kw_only=True)
class CardsLost(Event):
    name: ClassVar[str] = "ballot:cards:lost"
    ballot: str
    cards: int
    reason: str


@dataclass(frozen=True)
class CardRequest:
    """One card of a batch: the name under which a tablet fetches its signature, and the blinded message."""

    lookup: str
    blinded: bytes


def make_cards(actor: Actor, uuid: str, batch: Sequence[CardRequest]) -> int:
    """Sign a batch of cards blind and keep each signature under its lookup name; returns how many now exist.

    At most one card per deputy present. Errors: NotFound, WrongMoment, RuleBroken.
    """
    ballot = lock_ballot(uuid, actor.jurisdiction_id)
    if ballot.state not in DRAWING:
        raise WrongMoment("现在不能制作票卡。")
    live = ballot.cards_made - ballot.cards_voided - ballot.cards_lost + len(batch)
    if not batch or live > present(ballot.meeting_id):
        raise RuleBroken("票卡数不能多于实到代表人数。")
    for card in batch:
        if len(card.lookup) != LOOKUP_LENGTH or not card.lookup.replace("-", "").replace("_", "").isalnum():
            raise RuleBroken("票卡的编号格式不正确。")
        if db.session.get(box.CardSignature, (uuid, card.lookup)) is not None:
            raise RuleBroken("票卡不能重复制作。")
        signature = _sign(ballot, card.blinded)
        db.session.add(box.CardSignature(ballot_uuid=uuid, lookup=card.lookup, signature=signature))
        db.session.flush()
    ballot.cards_made += len(batch)
    record(CardsMade(ballot=uuid, cards=len(batch)), actor, ballot.jurisdiction_id)
    return ballot.cards_made


def hand_out_card(actor: Actor, uuid: str, number: str) -> list[str]:
    """Mark that a deputy drew a card by hand, of this ballot and of each that is drawn with it; which cards, nobody knows.

    number: as printed on the badge. Returns the UUIDs, in the order of casting. Errors: NotFound, NotAllowed, WrongMoment.
    """
    uuids = [one.uuid for one in drawn_together(find_ballot(uuid, actor.jurisdiction_id))]
    for one in sorted(uuids):
        _hand_out(actor, one, number)
    return uuids


def _hand_out(actor: Actor, uuid: str, number: str) -> None:
    ballot = lock_ballot(uuid, actor.jurisdiction_id)
    if not is_handed_out(ballot):
        raise WrongMoment("现在不能发票卡。")
    deputy_id = deputy_numbered(ballot, number)
    expect_voter(ballot, deputy_id)
    if _cards_handed(uuid) >= ballot.cards_made - ballot.cards_voided - ballot.cards_lost:
        raise WrongMoment("没有可发的票卡了。")
    if not mark_roll(ballot, deputy_id, Means.CARD):
        raise WrongMoment("这位代表已经领过票，每人只能领一次。")
    record(CardHandedOut(ballot=uuid, deputy=deputy_id), actor, ballot.jurisdiction_id)


def _cards_handed(uuid: str) -> int:
    asked = select(RollEntry.deputy_id).where(RollEntry.ballot_uuid == uuid, RollEntry.means == Means.CARD)
    return len(db.session.scalars(asked).all())


def void_card(actor: Actor, uuid: str, lookup: str, credential: str, inverse: int) -> None:
    """Void an unused card that was scanned: its signature goes and its credential opens no box.

    inverse: of the card's blinding. With it the signature kept under this lookup becomes the token of this very
    credential, or the two belong to different cards: who does not hold the card's seed can void nothing.
    Errors: NotFound for an unknown card; RuleBroken when lookup and credential are not one card's; WrongMoment when
    it was cast, or when every card left was handed out.
    """
    ballot = lock_ballot(uuid, actor.jurisdiction_id)
    card = db.session.get(box.CardSignature, (uuid, lookup))
    if card is None:
        raise NotFound("没有这张票卡，或者已经作废。")
    try:
        parse_credential(credential)
        issuer = blindrsa.load_issuer(ballot.issuer_raw or "")
        blindrsa.finalize(issuer, blindrsa.token_message(uuid, credential), card.signature, inverse)
    except Refused:
        raise RuleBroken("票卡的内容不正确：编号与票卡不是同一张。") from None
    if db.session.get(box.SealedBallot, (uuid, credential)) is not None:
        raise WrongMoment("这张票卡已经投过票，不能作废。")
    _spare(ballot, 1)
    db.session.delete(card)
    db.session.add(box.VoidCredential(ballot_uuid=uuid, credential=credential))
    ballot.cards_voided += 1
    record(CardsVoided(ballot=uuid, cards=1), actor, ballot.jurisdiction_id)


def write_off_cards(actor: Actor, uuid: str, *, reason: str) -> None:
    """Account, after close, for all cards that were neither handed out nor voided; they stay unreturned.

    Whoever found one before the close could have cast it, so two persons stand for it (at the console).
    Errors: RuleBroken without a reason; WrongMoment before close, or when every card is accounted for.
    """
    ballot = lock_ballot(uuid, actor.jurisdiction_id)
    why = stated(reason)
    if ballot.state is not BallotState.CLOSED:
        raise WrongMoment("停止投票以后才能登记无法收回的票卡。")
    cards = cards_left(ballot)
    if cards < 1:
        raise WrongMoment("所有票卡都有着落，不用登记。")
    ballot.cards_lost += cards
    record(CardsLost(ballot=uuid, cards=cards, reason=why), actor, ballot.jurisdiction_id)


def cards_left(ballot: Ballot) -> int:
    """Return how many cards were neither handed out, nor voided, nor written off."""
    return ballot.cards_made - ballot.cards_voided - ballot.cards_lost - _cards_handed(ballot.uuid)


def _spare(ballot: Ballot, cards: int) -> None:
    if cards > cards_left(ballot):
        raise WrongMoment("剩余票卡数与登记不符：已发出的票卡不能作废。")
