"""Deeds of the key ceremony. Each writes its journal line; none commits."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from json import loads
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.ballot.ceremony.facts import Seat, certs_of, deals_of, expect_appointed, is_used, seat_of
from voting.ballot.ceremony.models import Ceremony, Trustee, find_ceremony, trustees_of
from voting.ballot.ceremony.rules import CEREMONY, IN_USE, CeremonyState
from voting.belenios import shape, trustees
from voting.belenios.canonical import dump, unb64url
from voting.belenios.errors import Refused
from voting.congress.meeting.facts import meeting_for
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.core.reason import stated
from voting.people.rules import Actor

LONGEST_SEALED_SHARE = 400


@dataclass(frozen=True, kw_only=True)
class CeremonyBegun(Event):
    name: ClassVar[str] = "ballot:ceremony:begun"
    ceremony: int
    scrutineers: tuple[str, ...]
    threshold: int
    rehearsal: bool


@dataclass(frozen=True, kw_only=True)
class RoundDone(Event):
    name: ClassVar[str] = "ballot:ceremony:round_done"
    ceremony: int
    scrutineer: int
    round: int


@dataclass(frozen=True, kw_only=True)
class KeyConfirmed(Event):
    name: ClassVar[str] = "ballot:ceremony:confirmed"
    ceremony: int
    scrutineer: int
    fingerprint: str
    compared_with: int


@dataclass(frozen=True, kw_only=True)
class CeremonyFailed(Event):
    name: ClassVar[str] = "ballot:ceremony:failed"
    ceremony: int
    reason: str


def begin(
    actor: Actor, meeting_id: int, seats: Sequence[Seat], threshold: int, *, rehearsal: bool = False
) -> int:
    """Begin a ceremony for these scrutineers and return its id.

    Errors: NotFound; WrongMoment until the meeting has adopted its list; RuleBroken unless 1 to 20 different
    scrutineers on that list, each with an account, and t more than half.
    """
    meeting = meeting_for(actor, meeting_id)
    if not trustees.is_threshold(len(seats), threshold):
        raise RuleBroken("开箱所需的监票人数应当超过持钥监票人数的一半，且不多于该数。")
    if len({seat.account_id for seat in seats}) != len(seats):
        raise RuleBroken("每位监票人只能持有一把钥匙。")
    expect_appointed(seats, meeting)
    ceremony = Ceremony(
        jurisdiction_id=meeting.jurisdiction_id,
        meeting_id=meeting.id,
        size=len(seats),
        threshold=threshold,
        rehearsal=rehearsal or meeting.rehearsal,
    )
    db.session.add(ceremony)
    db.session.flush()
    db.session.add_all(
        Trustee(
            ceremony_id=ceremony.id,
            index=index,
            jurisdiction_id=meeting.jurisdiction_id,
            account_id=seat.account_id,
            name=seat.name,
        )
        for index, seat in enumerate(seats, 1)
    )
    names = tuple(seat.name for seat in seats)
    begun = CeremonyBegun(
        ceremony=ceremony.id, scrutineers=names, threshold=threshold, rehearsal=ceremony.rehearsal
    )
    record(begun, actor, meeting.jurisdiction_id)
    return ceremony.id


def _in_round(actor: Actor, ceremony_id: int, state: CeremonyState) -> tuple[Ceremony, Trustee]:
    ceremony = find_ceremony(ceremony_id, actor.jurisdiction_id, lock=True)
    seat = seat_of(actor, ceremony)
    if ceremony.state is not state:
        raise WrongMoment("现在不是这一轮，请刷新页面。")
    return ceremony, seat


def certify(actor: Actor, ceremony_id: int, cert: object) -> None:
    """Take a scrutineer's certificate of round 1. Errors: NotFound, NotAllowed, WrongMoment, RuleBroken."""
    ceremony, seat = _in_round(actor, ceremony_id, CeremonyState.CERTIFYING)
    with _named():
        trustees.check_cert(cert, ceremony.size, ceremony.threshold, seat.index)
        others = [loads(one.cert) for one in trustees_of(ceremony.id) if one.cert and one.index != seat.index]
        if dump(cert) in {dump(other) for other in others}:
            raise RuleBroken("两位监票人的钥匙相同。")
    seat.cert = dump(cert)
    _after_round(actor, ceremony, seat, 1)


def deal(actor: Actor, ceremony_id: int, dealt: object) -> None:
    """Take a scrutineer's deal of round 2: {"coefexps", "signature", "sealed_shares"}."""
    ceremony, seat = _in_round(actor, ceremony_id, CeremonyState.DEALING)
    with _named():
        coefexps, signature, shares = shape.fields(dealt, "coefexps", "signature", "sealed_shares")
        public = {"coefexps": coefexps, "signature": signature}
        sealed = shape.texts(shape.items(shares, ceremony.size))
        for one in sealed:
            if not 0 < len(one) <= LONGEST_SEALED_SHARE or not unb64url(one):
                raise RuleBroken("密封份额的格式不正确。")
        trustees.check_deal(certs_of(ceremony.id), public, seat.index, ceremony.threshold)
    seat.deal, seat.sealed_shares = dump(public), dump(sealed)
    _after_round(actor, ceremony, seat, 2)


def finish(actor: Actor, ceremony_id: int, verification_key: object) -> None:
    """Take a scrutineer's verification key of round 3; with the last one the trustee record is assembled."""
    ceremony, seat = _in_round(actor, ceremony_id, CeremonyState.FINISHING)
    certs, deals = certs_of(ceremony.id), deals_of(ceremony.id)
    with _named():
        checked = trustees.check_certs(certs, ceremony.threshold)
        coefficients = [
            trustees.check_deal(certs, one, i, ceremony.threshold) for i, one in enumerate(deals, 1)
        ]
        trustees.check_verification_key(checked[seat.index - 1], coefficients, verification_key, seat.index)
    seat.verification_key = dump(verification_key)
    _after_round(actor, ceremony, seat, 3)


def _after_round(actor: Actor, ceremony: Ceremony, seat: Trustee, number: int) -> None:
    """Record a scrutineer's part and go on when it was the last one of the round."""
    db.session.flush()
    seats = trustees_of(ceremony.id)
    sent = {1: "cert", 2: "deal", 3: "verification_key"}[number]
    record(
        RoundDone(ceremony=ceremony.id, scrutineer=seat.index, round=number), actor, ceremony.jurisdiction_id
    )
    if any(getattr(one, sent) is None for one in seats):
        return
    step = {1: "certified", 2: "dealt", 3: "finished"}[number]
    if number == 1:
        with _named():
            trustees.check_certs(certs_of(ceremony.id), ceremony.threshold)
    if number == 3:  # noqa: PLR2004  the third of three rounds
        keys = [loads(one.verification_key or "null") for one in seats]
        raw = trustees.assemble(certs_of(ceremony.id), deals_of(ceremony.id), keys, ceremony.threshold)
        ceremony.trustees_raw, ceremony.fingerprint = raw, trustees.fingerprint(raw)
    ceremony.state = CEREMONY.after(ceremony.state, step)


def confirm(actor: Actor, ceremony_id: int, fingerprint: str, compared_with: int) -> None:
    """Take a scrutineer's word that another's device shows the same; the key counts when all have confirmed.

    compared_with: the seat whose digits were read aloud or scanned; 0 where one person alone holds the key. Errors:
    NotFound; NotAllowed; WrongMoment; RuleBroken where nobody else's device was compared, or for another fingerprint:
    then somebody shows somebody a false record.
    """
    ceremony = find_ceremony(ceremony_id, actor.jurisdiction_id, lock=True)
    seat = seat_of(actor, ceremony)
    if ceremony.state is CeremonyState.DONE and seat.confirmed and fingerprint == ceremony.fingerprint:
        return
    if ceremony.state is not CeremonyState.COMPARING:
        raise WrongMoment("现在不是核对的时候，请刷新页面。")
    if fingerprint != ceremony.fingerprint:
        raise RuleBroken("核对码不一致：请停止使用这把钥匙，并报告总监票人。")
    others = set(range(1, ceremony.size + 1)) - {seat.index}
    if compared_with not in (others or {0}):
        raise RuleBroken("请与另一位监票人的设备核对，只看自己的屏幕不算核对。")
    if seat.confirmed:
        return
    seat.confirmed = True
    confirmed = KeyConfirmed(
        ceremony=ceremony.id, scrutineer=seat.index, fingerprint=fingerprint, compared_with=compared_with
    )
    record(confirmed, actor, ceremony.jurisdiction_id)
    db.session.flush()
    if all(one.confirmed for one in trustees_of(ceremony.id)):
        ceremony.state = CEREMONY.after(ceremony.state, "confirmed")


def fail(actor: Actor, ceremony_id: int, *, reason: str) -> None:
    """Give a ceremony up; allowed until a ballot has been set up under its key.

    Errors: NotFound; WrongMoment when a ballot uses the key; RuleBroken without a reason.
    """
    ceremony = find_ceremony(ceremony_id, actor.jurisdiction_id, lock=True)
    state = CEREMONY.after(ceremony.state, "fail")
    why = stated(reason)
    if is_used(ceremony.id):
        raise WrongMoment(IN_USE)
    ceremony.state = state
    record(CeremonyFailed(ceremony=ceremony.id, reason=why), actor, ceremony.jurisdiction_id)


def replace_scrutineer(actor: Actor, ceremony_id: int, index: int, seat: Seat, *, reason: str) -> int:
    """Give a ceremony up and begin a new one in which another sits at place `index`; returns the new id.

    Only before the first ballot under its key. Errors: those of `fail` and `begin`; NotFound for no such place.
    """
    ceremony = find_ceremony(ceremony_id, actor.jurisdiction_id, lock=True)
    seats = [Seat(one.account_id, one.name) for one in trustees_of(ceremony.id)]
    if not 1 <= index <= len(seats):
        raise NotFound("没有这位监票人。")
    if ceremony.state is not CeremonyState.FAILED:
        fail(actor, ceremony_id, reason=reason)
    seats[index - 1] = seat
    return begin(actor, ceremony.meeting_id, seats, ceremony.threshold, rehearsal=ceremony.rehearsal)


@contextmanager
def _named() -> Generator[None]:
    """Turn a refusal of the cryptography into a broken rule that says what does not hold."""
    try:
        yield
    except Refused as refused:
        raise RuleBroken(
            "收到的密钥材料不成立，没有收下。请重新打开本页再试；再次出现，请报告总监票人。"
        ).telling(reason=refused.reason) from None
