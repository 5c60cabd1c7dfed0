"""Handing out tokens: a deputy draws one on his tablet, or receives a printed card. Never learns which token.

One per deputy and ballot: the roll's primary key decides, in the transaction that marks it (protocol, step 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from voting.audit.journal import Event, record
from voting.ballot import box, keys, tokens
from voting.ballot.models import Ballot, lock_ballot, share_ballot
from voting.ballot.readiness import expect_receipts
from voting.ballot.roll import RollEntry, entry_of
from voting.ballot.rules import DRAWING, BallotState, Means
from voting.belenios import blindrsa
from voting.belenios.ballot import parse_credential
from voting.belenios.errors import Refused
from voting.congress.models import Deputy
from voting.congress.queries import is_present, meeting_of, present
from voting.congress.rules import Body
from voting.core.db import db
from voting.core.errors import NotAllowed, NotFound, RuleBroken, WrongMoment
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


def draw(actor: Actor, uuid: str, blinded: bytes) -> bytes:
    """Mark the roll and return the signature of the blinded message; the exact same request again: the same answer.

    Errors: NotFound; NotAllowed for who may not vote here; WrongMoment when not checked in, not drawing time, or
    when another token was drawn before; RuleBroken for a message that cannot be signed.
    """
    if actor.deputy_id is None:
        raise NotAllowed("只有人大代表可以领票。")
    ballot = share_ballot(uuid, actor.jurisdiction_id)
    if ballot.state not in DRAWING:
        raise WrongMoment("现在不能领票。")
    before = entry_of(uuid, actor.deputy_id)
    if before is None:
        expect_voter(ballot, actor.deputy_id)
        signature = _sign(ballot, blinded)
        if mark_roll(ballot, actor.deputy_id, Means.TABLET, blinded, signature):
            return signature
        before = entry_of(uuid, actor.deputy_id)
    if before is None or before.signature is None or before.blinded != blinded:
        raise WrongMoment("您已经领过票，每人只能领一次。")
    return before.signature


def expect_voter(ballot: Ballot, deputy_id: int) -> None:
    """Raise unless this deputy belongs to the body that votes and is checked in."""
    meeting = meeting_of(ballot.jurisdiction_id, ballot.meeting_id)
    deputy = db.session.get(Deputy, deputy_id)
    if deputy is None or deputy.jurisdiction_id != ballot.jurisdiction_id:
        raise NotFound("没有这位代表。")
    member = {
        Body.CONGRESS: True,
        Body.STANDING_COMMITTEE: deputy.standing_committee,
        Body.PRESIDIUM: deputy.presidium,
    }
    if deputy.term_id != meeting.term_id or not deputy.in_office or not member[meeting.body]:
        raise NotAllowed("您不是这次会议的组成人员，不能领票。")
    if not is_present(meeting.id, deputy_id):
        raise WrongMoment("请先签到，再领票。")


def _sign(ballot: Ballot, blinded: bytes) -> bytes:
    if ballot.issuing_key is None:
        raise WrongMoment("现在不能领票。")
    expect_receipts(ballot)
    try:
        return tokens.open_keys.sign(ballot.uuid, ballot.issuing_key, keys.file_key(ballot.uuid), blinded)
    except Refused:
        raise RuleBroken("领票请求的格式不正确。") from None
    except tokens.KeyGone:
        raise WrongMoment(
            "服务器的 DATA/keys 里没有这次票决的领票密钥。请报告工作人员：从运行票决的机器取回 DATA/keys，或者宣布这次票决作废，重新票决。"
        ) from None


def mark_roll(
    ballot: Ballot, deputy_id: int, means: Means, blinded: bytes | None = None, signature: bytes | None = None
) -> bool:
    """Mark the roll; False when somebody else marked the same deputy at the same moment."""
    entry = RollEntry(
        ballot_uuid=ballot.uuid,
        deputy_id=deputy_id,
        jurisdiction_id=ballot.jurisdiction_id,
        means=means,
        blinded=blinded,
        signature=signature,
    )
    try:
        with db.session.begin_nested():
            db.session.add(entry)
            db.session.flush()
    except IntegrityError:
        return False
    return True


def deputy_numbered(ballot: Ballot, number: str) -> int:
    """Return the deputy with this badge number in the meeting's term; raise NotFound."""
    meeting = meeting_of(ballot.jurisdiction_id, ballot.meeting_id)
    asked = select(Deputy.id).where(Deputy.jurisdiction_id == ballot.jurisdiction_id, Deputy.number == number)
    deputy_id = db.session.scalar(asked.where(Deputy.term_id == meeting.term_id))
    if deputy_id is None:
        raise NotFound("没有这位代表。")
    return deputy_id


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


def hand_out_card(actor: Actor, uuid: str, number: str) -> None:
    """Mark that a deputy drew a card by hand; which card, nobody knows.

    number: as printed on the badge. Errors: NotFound, NotAllowed, WrongMoment.
    """
    ballot = lock_ballot(uuid, actor.jurisdiction_id)
    if ballot.state not in DRAWING:
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
