"""Deeds of the roll. Each writes its journal line; none commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from voting.ballot.order.models import Ballot, is_handed_out, share_ballot
from voting.ballot.order.rules import Means
from voting.ballot.roll.facts import entry_of
from voting.ballot.roll.models import RollEntry
from voting.ballot.sealed import keys, tokens
from voting.ballot.signing.facts import expect_receipts
from voting.belenios.errors import Refused
from voting.congress.attendance.facts import is_present
from voting.congress.meeting.facts import meeting_of
from voting.congress.place.rules import Body
from voting.congress.term.facts import numbered_in
from voting.congress.term.models import Deputy
from voting.core.db import db
from voting.core.errors import NotAllowed, NotFound, RuleBroken, WrongMoment
from voting.people.rules import Actor


def draw(actor: Actor, uuid: str, blinded: bytes) -> bytes:
    """Mark the roll and return the signature of the blinded message; the exact same request again: the same answer.

    Errors: NotFound; NotAllowed for who may not vote here; WrongMoment when not checked in, not drawing time, or
    when another token was drawn before; RuleBroken for a message that cannot be signed.
    """
    if actor.deputy_id is None:
        raise NotAllowed("只有人大代表可以领票。")
    if actor.from_home:
        raise NotAllowed("在家登录的不能领票。请在会场的平板上用 6 位个人密码登录领票。")
    ballot = share_ballot(uuid, actor.jurisdiction_id)
    if not is_handed_out(ballot):
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


@dataclass(frozen=True)
class TokenRequest:
    """One ballot of a draw, and the blinded message of the credential that was made for it alone."""

    uuid: str
    blinded: bytes


def draw_all(actor: Actor, wanted: Sequence[TokenRequest]) -> list[bytes]:
    """Draw the tokens of several ballots in one transaction: all or none; the same requests again, the same answers.

    Returns the signatures in the order asked for. Errors: those of `draw`; RuleBroken for nothing, or one ballot twice.
    """
    by_uuid = {one.uuid: one.blinded for one in wanted}
    if not wanted or len(by_uuid) < len(wanted):
        raise RuleBroken("领票请求的格式不正确。")
    signed = {uuid: draw(actor, uuid, by_uuid[uuid]) for uuid in sorted(by_uuid)}  # as `close` locks them
    return [signed[one.uuid] for one in wanted]


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
    """Mark the roll; False when this deputy is marked already, be it by somebody else at the same moment.

    Stated as an INSERT and not as a new object: the database alone says whether there is one, whatever entry of the
    same deputy the session has read before.
    """
    entry = {
        "ballot_uuid": ballot.uuid,
        "deputy_id": deputy_id,
        "jurisdiction_id": ballot.jurisdiction_id,
        "means": means,
        "blinded": blinded,
        "signature": signature,
    }
    try:
        with db.session.begin_nested():
            db.session.execute(insert(RollEntry), [entry])
    except IntegrityError:
        return False
    return True


def deputy_numbered(ballot: Ballot, number: str) -> int:
    """Return the deputy with this badge number in the meeting's term; raise NotFound."""
    meeting = meeting_of(ballot.jurisdiction_id, ballot.meeting_id)
    deputy_id = numbered_in(meeting.term_id, number)
    if deputy_id is None:
        raise NotFound("没有这位代表。")
    return deputy_id
