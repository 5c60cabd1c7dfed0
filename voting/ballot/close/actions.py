"""Closing a ballot and signing the list of who drew. From close on nothing enters, and nothing tells an order."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from voting.audit.journal import Event, record
from voting.ballot.ceremony.facts import scrutineer_index
from voting.ballot.close.facts import check_statement, claim_to_sign, protocol_of
from voting.ballot.close.models import RollSignature
from voting.ballot.figures.facts import reading_of
from voting.ballot.order.models import Ballot, lock_ballot
from voting.ballot.order.rules import BALLOT, GONE, BallotState
from voting.ballot.roll import facts as roll_facts
from voting.ballot.sealed import box, keys
from voting.belenios import statements
from voting.belenios.ballot_rules import PROTOCOL
from voting.belenios.canonical import dump
from voting.belenios.statements import RollClaim
from voting.congress.attendance.facts import at_door
from voting.congress.attendance.models import Attendance
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.models import Meeting
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.due import owe
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.people.rules import Actor

OVER = GONE | {BallotState.CLOSED}
SWEEP = "ballot:sweep"
SWEEP_AFTER = timedelta(minutes=1)
"""What is due when a ballot is over; by then whoever ended it has swept, as a rule."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class BallotClosed(Event):
    """on_leave: of the absent, who had asked for leave. digest: of the sorted ballots, as on the hall screen; roll_digest: of the list of who drew."""

    name: ClassVar[str] = "ballot:ballot:closed"
    ballot: str
    due: int
    present: int
    on_leave: int
    issued: int
    cast: int
    digest: str
    roll_digest: str


@dataclass(frozen=True, kw_only=True)
class RollSigned(Event):
    name: ClassVar[str] = "ballot:roll:signed"
    ballot: str
    scrutineer: int
    digest: str


def close(actor: Actor, uuid: str) -> str:
    """Close the ballot for good and return the digest of the box. `sweep` must follow the commit.

    Whoever casts holds the ballot FOR SHARE, so this waits for him; whoever comes later finds it closed.
    Errors: NotFound; WrongMoment unless open.
    """
    ballot = lock_ballot(uuid, actor.jurisdiction_id)
    state = BALLOT.after(ballot.state, "close")
    meeting = meeting_of(ballot.jurisdiction_id, ballot.meeting_id)
    figures = reading_of(meeting, ballot).figures
    digest = box.digest_of(box.ballots(uuid))
    ballot.due, ballot.present, ballot.issued, ballot.cast = (
        figures.due,
        figures.present,
        figures.tokens,
        figures.cast,
    )
    ballot.attended, ballot.on_leave = _attended(meeting), figures.on_leave
    ballot.state, ballot.digest, ballot.issuing_key = state, digest, None
    roll_facts.forget_requests(uuid)
    if protocol_of(ballot) == PROTOCOL:
        roll_facts.fix(ballot)
    box.rewrite_sorted(uuid)
    record(_closed(ballot), actor, ballot.jurisdiction_id)
    owe_sweep(ballot)
    return digest


def _attended(meeting: Meeting) -> int:
    """Return how many were ever checked in at this plenary meeting, whether or not they are still here."""
    asked = select(func.count()).select_from(Attendance).where(at_door(meeting))
    return db.session.scalar(asked) or 0


def _closed(ballot: Ballot) -> BallotClosed:
    return BallotClosed(
        ballot=ballot.uuid,
        due=ballot.due or 0,
        present=ballot.present or 0,
        on_leave=ballot.on_leave or 0,
        issued=ballot.issued or 0,
        cast=ballot.cast or 0,
        digest=ballot.digest or "",
        roll_digest=roll_facts.digest(ballot.uuid),
    )


def owe_sweep(ballot: Ballot) -> None:
    """Note that the pages of a ballot that is over must be rewritten: in a file, which outlives every rollback, and as due.

    Whoever ended it sweeps after his commit; what is due makes up for a sweep that was prevented, without a new start.
    """
    owe(SWEEP, ballot.uuid, now() + SWEEP_AFTER, jurisdiction_id=ballot.jurisdiction_id)
    keys.mark_unswept(ballot.uuid)


def sweep(uuid: str) -> None:
    """After the closing commit: delete the file key, rewrite the pages, and only then take the mark away.

    Pages that cannot be rewritten now (a full disk, a long reader) stay marked, and `ensure_swept` tries again.
    Of a withdrawn set-up nobody drew: its key goes, and no page tells an order. Errors: WrongMoment unless it is over.
    """
    state = _state_of(uuid)
    if state not in OVER:
        raise WrongMoment("票箱还没有关闭。")
    keys.delete_file_key(uuid)
    if state is BallotState.WITHDRAWN:
        keys.mark_swept(uuid)
        return
    try:
        box.sweep_pages("roll_entry", "ballot")
    except box.PagesLeft as left:
        log.warning("the pages of ballot %s are not rewritten yet: %s", uuid, left)
        return
    keys.mark_swept(uuid)


def ensure_swept(uuid: str) -> None:
    """Sweep a closed ballot whose sweep did not happen or failed; nothing happens to any other."""
    if uuid in keys.unswept() and _state_of(uuid) in OVER:
        sweep(uuid)


def sweep_by_now(uuid: str) -> None:
    """Sweep a ballot that is over, unless that is done. Errors: WrongMoment while its pages cannot be rewritten."""
    ensure_swept(uuid)
    if uuid in keys.unswept():
        raise WrongMoment(
            "票箱已经关闭，但数据库的页面还没有重写：请检查磁盘空间，并结束长时间占用数据库的程序。"
        )


def sweep_what_was_left() -> None:
    """Make up, when the program starts, for every sweep that a crash or a full disk prevented."""
    for uuid in keys.unswept():
        try:
            ensure_swept(uuid)
        except (NotFound, SQLAlchemyError) as error:  # another database, or one that is not migrated yet
            log.warning("ballot %s is not swept: %s", uuid, error)


def _state_of(uuid: str) -> BallotState:
    """Return the state of any ballot, of a tombstone too. Errors: NotFound."""
    state = db.session.scalar(select(Ballot.state).where(Ballot.uuid == uuid))
    if state is None:
        raise NotFound("没有这次票决。")
    return state


def close_for_good(actor: Actor, uuid: str) -> str:
    """Close and sweep, with a transaction of its own; returns the digest of the box."""
    with transaction():
        digest = close(actor, uuid)
    sweep(uuid)
    return digest


def sign_roll(actor: Actor, uuid: str, claim: RollClaim, signature: object) -> None:
    """Take a scrutineer's signature over the list of who drew.

    claim: digest and number of names as his device found them; signature: {"challenge", "response"} over
    `roll|UUID|DIGEST|N` by his signing key. The same seat may sign again. Errors: NotFound, NotAllowed; WrongMoment
    before close; RuleBroken for another digest (an older roll's) or number, and when the signature does not hold.
    """
    index = scrutineer_index(actor, uuid)
    ballot = lock_ballot(uuid, actor.jurisdiction_id)
    fixed = claim_to_sign(ballot)
    if claim != fixed:
        raise RuleBroken("%(name)s的设备核对的领票名册（摘要或者人数）与封存的不一致。", name=actor.name)
    check_statement(ballot, index, statements.roll_message(uuid, claim), signature)
    digest = claim.digest
    row = db.session.get(RollSignature, (uuid, index))
    if row is not None:
        row.digest, row.signature = digest, dump(signature)
        return
    db.session.add(
        RollSignature(
            ballot_uuid=uuid,
            index=index,
            jurisdiction_id=ballot.jurisdiction_id,
            digest=digest,
            signature=dump(signature),
        )
    )
    record(RollSigned(ballot=uuid, scrutineer=index, digest=digest), actor, ballot.jurisdiction_id)
