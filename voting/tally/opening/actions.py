"""Deeds of opening: take over the sealed box, take in the scrutineers' shares, take in their signatures.

Each checks what a device sent and refuses it by name. Holds no secret and decrypts no single ballot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy.exc import IntegrityError

from voting.audit.journal import Event, record
from voting.ballot import handover as ballot_handover
from voting.ballot.handover import SealedBox
from voting.belenios import statements, tally, trustees
from voting.belenios.canonical import dump
from voting.belenios.election import Election
from voting.belenios.errors import Refused
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.people.rules import Actor
from voting.tally.opening.models import OutcomeSignature, Share, shares_of, signatures_of
from voting.tally.outcome.decision import NextStep
from voting.tally.outcome.facts import gather
from voting.tally.run.models import TallyRun, find_run, lock_run
from voting.tally.run.rules import TALLY, TallyState


@dataclass(frozen=True, kw_only=True)
class BoxTakenOver(Event):
    name: ClassVar[str] = "tally:box:taken_over"
    ballot: str
    cast: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class ShareTakenIn(Event):
    name: ClassVar[str] = "tally:share:taken_in"
    ballot: str
    scrutineer: int


@dataclass(frozen=True, kw_only=True)
class BoxOpened(Event):
    name: ClassVar[str] = "tally:box:opened"
    ballot: str
    scrutineers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class OutcomeSigned(Event):
    name: ClassVar[str] = "tally:outcome:signed"
    ballot: str
    scrutineer: int


def take_over(actor: Actor, uuid: str) -> TallyRun:
    """Take the closed ballot over into counting; the same again changes nothing.

    Errors: NotFound for another congress's ballot; WrongMoment before close.
    """
    try:
        return lock_run(uuid, actor.jurisdiction_id)
    except NotFound:
        box = ballot_handover.sealed_box(uuid)
    if box.jurisdiction_id != actor.jurisdiction_id:
        raise NotFound("没有这次计票。")
    run = _run_of(box)
    try:
        with db.session.begin_nested():
            db.session.add(run)
    except IntegrityError:  # somebody else took it over in this moment
        return lock_run(uuid, actor.jurisdiction_id)
    record(BoxTakenOver(ballot=uuid, cast=box.cast, digest=box.digest), actor, box.jurisdiction_id)
    return run


def _run_of(box: SealedBox) -> TallyRun:
    lines = [
        {
            "ordinal": line.ordinal,
            "project_id": line.project_id,
            "title": line.title,
            "text_sha256": line.text_sha256,
        }
        for line in box.lines
    ]
    return TallyRun(
        ballot_uuid=box.uuid,
        jurisdiction_id=box.jurisdiction_id,
        meeting_id=box.meeting_id,
        year=box.year,
        taken_over_at=now(),
        title=box.title,
        kind=box.kind,
        parent_uuid=box.parent_uuid,
        due=box.due,
        present=box.present,
        issued=box.issued,
        cast=box.cast,
        digest=box.digest,
        rules=dict(box.rules.as_document()),
        lines=lines,
        trustees_raw=box.trustees_raw,
        threshold=trustees.parse(box.trustees_raw).threshold,
        holders=list(ballot_handover.key_holders(box.uuid)),
        rehearsal=box.rehearsal,
    )


def hand_in_share(actor: Actor, uuid: str, digest: str, partial: str) -> TallyRun:
    """Take in a scrutineer's partial decryption; with the t-th one the box is open.

    digest: of the sorted ballots as his device computed it. A share for an open box changes nothing.
    Errors: NotFound, NotAllowed; WrongMoment before close, before he has signed the list of who drew, or while
    a small channel beside others is not accepted: later its subtotal cannot be taken back; RuleBroken,
    with his name, for another digest or a proof that does not hold.
    """
    index = ballot_handover.scrutineer_index(actor, uuid)
    run = take_over(actor, uuid)
    if run.state is not TallyState.SEALED:
        return run
    if index not in ballot_handover.roll_signatures(uuid):
        raise WrongMoment("请先在自己的设备上签署领票名册摘要，再提交开箱份额。")
    if digest != run.digest:
        raise RuleBroken("%(name)s的设备核对的票箱校验码与公布的不一致，不能开箱。", name=actor.name)
    found = gather(run)
    if found.unaccepted:
        raise WrongMoment(
            "纸质票（或电子票）不足 %(limit)s 张，开箱后小计可能显示个人的选择，须先有两人同意。",
            limit=found.rules.small_channel_limit,
        )
    box = ballot_handover.sealed_box(uuid)
    election = Election.parse(box.election_raw)
    sums = tally.add_up(election, box.ballots)
    keys = trustees.parse(run.trustees_raw).verification_keys
    try:
        tally.check_partial(election, sums, keys[index - 1], partial)
    except Refused as refused:
        raise RuleBroken(
            "%(name)s的开箱份额不成立（%(reason)s），请在原设备上重新提交。",
            name=actor.name,
            reason=refused.reason,
        ) from None
    _keep_share(actor, run, index, partial)
    shares = shares_of(uuid)
    if len(shares) >= run.threshold:
        _open(actor, run, election, sums, shares[: run.threshold])
    return run


def _keep_share(actor: Actor, run: TallyRun, index: int, partial: str) -> None:
    share = db.session.get(Share, (run.ballot_uuid, index))
    if share is not None:
        share.partial = partial
        return
    db.session.add(
        Share(ballot_uuid=run.ballot_uuid, index=index, jurisdiction_id=run.jurisdiction_id, partial=partial)
    )
    db.session.flush()
    record(ShareTakenIn(ballot=run.ballot_uuid, scrutineer=index), actor, run.jurisdiction_id)


def _open(actor: Actor, run: TallyRun, election: Election, sums: tally.Sums, shares: Sequence[Share]) -> None:
    keys = trustees.parse(run.trustees_raw).verification_keys
    factors = {
        share.index: tally.check_partial(election, sums, keys[share.index - 1], share.partial)
        for share in shares
    }
    run.counts = tally.combine(sums, factors, run.cast)
    run.state = TALLY.after(run.state, "open")
    opened = BoxOpened(ballot=run.ballot_uuid, scrutineers=tuple(sorted(factors)))
    record(opened, actor, run.jurisdiction_id)


def outcome_text(actor: Actor, uuid: str) -> str:
    """Return the exact text that the scrutineers sign.

    Errors: WrongMoment before the count is complete or while the presidium has a tie to part.
    """
    return _signable(find_run(uuid, actor.jurisdiction_id))


def _signable(run: TallyRun) -> str:
    if run.outcome is None:
        raise WrongMoment("计票还没有完成，不能签署。")
    decision = gather(run).decision()
    if decision is not None and decision.next.step is NextStep.PRESIDIUM:
        raise WrongMoment("得票相等的项目还没有由主席团决定，不能签署。")
    return run.outcome


def sign_outcome(actor: Actor, uuid: str, signature: object) -> TallyRun:
    """Take in a scrutineer's signature over the outcome; with the t-th one the count is signed.

    signature: {"challenge", "response"} over `outcome|UUID|TEXT`. Errors: NotFound, NotAllowed, WrongMoment;
    RuleBroken, with his name, when it does not hold.
    """
    index = ballot_handover.scrutineer_index(actor, uuid)
    run = lock_run(uuid, actor.jurisdiction_id)
    text = _signable(run)
    if run.state not in {TallyState.COUNTED, TallyState.SIGNED}:
        raise WrongMoment("现在不能签署计票结果。")
    message = statements.outcome_message(uuid, text)
    try:
        statements.check_message(trustees.parse(run.trustees_raw), index, message, signature)
    except Refused as refused:
        raise RuleBroken(
            "%(name)s的签名不成立（%(reason)s）。", name=actor.name, reason=refused.reason
        ) from None
    row = db.session.get(OutcomeSignature, (uuid, index))
    if row is not None:
        row.signature = dump(signature)
        return run
    db.session.add(
        OutcomeSignature(
            ballot_uuid=uuid,
            index=index,
            jurisdiction_id=run.jurisdiction_id,
            signature=dump(signature),
        )
    )
    db.session.flush()
    record(OutcomeSigned(ballot=uuid, scrutineer=index), actor, run.jurisdiction_id)
    if run.state is TallyState.COUNTED and len(signatures_of(uuid)) >= run.threshold:
        run.state = TALLY.after(run.state, "sign")
    return run
