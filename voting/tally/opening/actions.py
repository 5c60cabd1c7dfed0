"""Deeds of opening: take over the sealed box, take in the scrutineers' shares, take in their signatures.

Each checks what a device sent and refuses it by name. Holds no secret and decrypts no single ballot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.ballot import handover as ballot_handover
from voting.ballot import handover_statements as ballot_statements
from voting.ballot.handover import SealedBox
from voting.belenios import outcome_document, statements, tally, trustees
from voting.belenios.canonical import dump
from voting.belenios.election import Election
from voting.belenios.errors import Refused
from voting.belenios.statements import StatementKind
from voting.core.clock import now
from voting.core.db import db, is_added
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.people.rules import Actor
from voting.tally.outcome.decision import NextStep
from voting.tally.outcome.facts import gather
from voting.tally.outcome.signed import signed_by
from voting.tally.run.models import TallyRun, find_run, lock_run
from voting.tally.run.rules import TALLY, TallyState
from voting.tally.signing.models import OutcomeSignature, Share, opening_shares

LENDING = frozenset(
    {TallyState.SEALED, TallyState.OPENED, TallyState.COUNTED, TallyState.SIGNED, TallyState.CONFIRMED}
)
"""States in which a device's share is taken: to open the box, or to have opened it too."""


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
    if not is_added(run):  # somebody else took it over in this moment
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

    digest: of the sorted ballots as his device computed it. Until the announcement a further one counts as having
    opened: its device may sign the outcome, so that an opener who drops out blocks nothing.
    Errors: NotFound, NotAllowed; WrongMoment before close, before he has signed the list of who drew and his sample has
    passed, once any sample has not, or while a small channel beside others is not accepted or may still come to stand beside
    others: later its subtotal cannot be taken back; RuleBroken, with his name, for another digest or a proof that does not hold.
    """
    index = ballot_handover.scrutineer_index(actor, uuid)
    run = take_over(actor, uuid)
    if run.state not in LENDING or index in {share.index for share in opening_shares(uuid) if run.counts}:
        return run
    _expect_ready(run, index)
    if digest != run.digest:
        raise RuleBroken("%(name)s的设备核对的票箱校验码与公布的不一致，不能开箱。", name=actor.name)
    box = ballot_handover.sealed_box(uuid)
    election = Election.parse(box.election_raw)
    sums = tally.add_up(election, box.ballots)
    keys = trustees.parse(run.trustees_raw).verification_keys
    try:
        tally.check_partial(election, sums, keys[index - 1], partial)
    except Refused as refused:
        raise RuleBroken("%(name)s的开箱份额没有收下，请在原设备上重新提交。", name=actor.name).telling(
            reason=refused.reason
        ) from None
    _keep_share(actor, run, index, partial)
    shares = opening_shares(uuid)
    if run.state is TallyState.SEALED and len(shares) >= run.threshold:
        _open(actor, run, election, sums, shares)
    return run


def _expect_ready(run: TallyRun, index: int) -> None:
    """Raise WrongMoment unless this seat may lend its share now."""
    uuid = run.ballot_uuid
    if index not in ballot_statements.roll_signatures(uuid):
        raise WrongMoment("请先在自己的设备上签署领票名册，再提交开箱份额。")
    sampling = ballot_statements.sampling_of(uuid)
    if sampling.halted:
        raise WrongMoment("抽验回执没有通过，这个票箱不能打开，应当宣布本次票决作废，重新票决。")
    if index not in sampling.passed:
        raise WrongMoment("请先在自己的设备上抽验回执，再提交开箱份额。")
    found = gather(run)
    if run.state is TallyState.SEALED and found.place_comes_first:
        raise WrongMoment(
            "名册上有人领取纸质票，电子票又很少：请大会秘书处先在计票室登记点算纸质票的投票点，再开箱。"
        )
    waits = found.unaccepted if run.state is TallyState.SEALED else ()
    if waits:
        raise WrongMoment(waits[0].sentence, **waits[0].values)


def _keep_share(actor: Actor, run: TallyRun, index: int, partial: str) -> None:
    share = db.session.get(Share, (run.ballot_uuid, index))
    if share is not None:
        share.partial = partial
        return
    late = run.state is not TallyState.SEALED
    db.session.add(
        Share(
            ballot_uuid=run.ballot_uuid,
            index=index,
            jurisdiction_id=run.jurisdiction_id,
            partial=partial,
            late=late,
        )
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


def partials_text(actor: Actor, uuid: str) -> str:
    """Return the partial decryptions that opened the box, exactly t, for devices that count on their own.

    Errors: NotFound; WrongMoment while it is not open.
    """
    run = find_run(uuid, actor.jurisdiction_id)
    if run.counts is None:
        raise WrongMoment("开箱的份额还不够，票箱还没有打开。")
    shares = opening_shares(uuid)
    return dump({"partials": [{"index": share.index, "partial": share.partial} for share in shares]})


def state(actor: Actor, uuid: str, text: str, signature: object) -> TallyRun | None:
    """Take in what a scrutineer's device says of a closed ballot: roll, sample or outcome.

    text: the exact statement. Returns the count where it speaks of one. Errors: Malformed; those of each deed.
    """
    said = statements.parse(text)
    if said.uuid != uuid:
        raise RuleBroken("这份签名属于另一次票决。")
    if said.kind is StatementKind.OUTCOME:
        return sign_outcome(actor, uuid, said.rest, signature)
    ballot_statements.take_in(actor, uuid, text, signature)
    return None


def sign_outcome(actor: Actor, uuid: str, text: str, signature: object) -> TallyRun:
    """Take in a scrutineer's signature over the outcome as his device computed it; with the t-th one the count is signed.

    signature: {"challenge", "response"} over `outcome|UUID|TEXT`. Errors: NotFound, NotAllowed; WrongMoment, also for a
    seat that has opened nothing; RuleBroken, with his name, for another text than was computed here, and when the
    signature does not hold.
    """
    index = ballot_handover.scrutineer_index(actor, uuid)
    run = lock_run(uuid, actor.jurisdiction_id)
    if db.session.get(Share, (uuid, index)) is None:
        raise WrongMoment("没有用自己的钥匙开过箱的设备，不能签署结果。")
    computed = _signable(run)
    if run.state not in {TallyState.COUNTED, TallyState.SIGNED}:
        raise WrongMoment("现在不能签署计票结果。")
    if text != computed:
        raise RuleBroken(
            "%(name)s的设备算出的结果与计票室现在的不同，签名没有收下。请核对单据和现在的结果，再签。",
            name=actor.name,
        ).telling(fields=" ".join(outcome_document.differing(text, computed)))
    try:
        message = statements.outcome_message(uuid, text)
        statements.check_message(trustees.parse(run.trustees_raw), index, message, signature)
    except Refused as refused:
        raise RuleBroken(
            "%(name)s的签名没有收下，请在自己的设备上重新核对结果再签。", name=actor.name
        ).telling(reason=refused.reason) from None
    _keep_signature(actor, run, index, signature)
    if run.state is TallyState.COUNTED and len(signed_by(run)) >= run.threshold:
        run.state = TALLY.after(run.state, "sign")
    return run


def _keep_signature(actor: Actor, run: TallyRun, index: int, signature: object) -> None:
    uuid = run.ballot_uuid
    row = db.session.get(OutcomeSignature, (uuid, index))
    if row is not None:
        row.signature = dump(signature)
        return
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
