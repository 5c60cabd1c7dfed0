"""Taking in what a scrutineer's device found when it sampled the roll (docs/protocol.md, "The sample")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.ballot.ceremony.facts import scrutineer_index
from voting.ballot.close.facts import check_statement, claim_to_sign
from voting.ballot.close.models import RollSignature
from voting.ballot.order.models import lock_ballot
from voting.ballot.sample.models import SampleSignature
from voting.belenios import statements
from voting.belenios.canonical import dump
from voting.belenios.errors import DoesNotHold
from voting.belenios.statements import SampleClaim
from voting.core.db import db
from voting.core.errors import RuleBroken, WrongMoment
from voting.people.rules import Actor


@dataclass(frozen=True, kw_only=True)
class SampleSigned(Event):
    """there, missed, uncast: how many of those who were asked; never who."""

    name: ClassVar[str] = "ballot:sample:signed"
    ballot: str
    scrutineer: int
    there: int
    missed: int
    uncast: int
    verdict: str


def sign_sample(actor: Actor, uuid: str, text: str, signature: object) -> None:
    """Take a scrutineer's signature over his device's sample; the same again changes nothing but the signature.

    text: the whole statement. Errors: Malformed; NotFound, NotAllowed; WrongMoment before close, before he signed the
    roll, and for a second sample; RuleBroken for another box or roll, numbers that give another verdict, and a signature
    that does not hold.
    """
    index = scrutineer_index(actor, uuid)
    ballot = lock_ballot(uuid, actor.jurisdiction_id)
    fixed = claim_to_sign(ballot)
    rolled = db.session.get(RollSignature, (uuid, index))
    if rolled is None or rolled.digest != fixed.digest:
        raise WrongMoment("请先在自己的设备上签署领票名册，再抽验回执。")
    try:
        said = statements.parse_sample(statements.parse(text).rest, ballot.cast or 0)
    except DoesNotHold as refused:
        raise RuleBroken("抽验回执的结论与数字不符，没有收下。请报告总监票人。").telling(
            reason=refused.reason
        ) from None
    if said.box != ballot.digest or said.roll != fixed:
        raise RuleBroken("%(name)s的设备抽验的票箱或者名册与封存的不一致。", name=actor.name)
    check_statement(ballot, index, text, signature)
    row = db.session.get(SampleSignature, (uuid, index))
    if row is not None and row.text != text:
        raise WrongMoment("这台设备已经抽验过，结果不能更改。")
    if row is not None:
        row.signature = dump(signature)
        return
    _keep(actor, uuid, index, said, text, signature)


def _keep(  # noqa: PLR0917
    actor: Actor, uuid: str, index: int, said: SampleClaim, text: str, signature: object
) -> None:
    counted = said.counted
    ballot = lock_ballot(uuid, actor.jurisdiction_id)
    db.session.add(
        SampleSignature(
            ballot_uuid=uuid,
            index=index,
            jurisdiction_id=ballot.jurisdiction_id,
            verdict=counted.verdict,
            text=text,
            signature=dump(signature),
        )
    )
    done = SampleSigned(
        ballot=uuid,
        scrutineer=index,
        there=counted.there,
        missed=counted.missed,
        uncast=counted.uncast,
        verdict=counted.verdict,
    )
    record(done, actor, ballot.jurisdiction_id)
