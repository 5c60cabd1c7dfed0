"""Deeds of a mismatch: say that it differs, take it back. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.ballot.ceremony.facts import seat_of
from voting.ballot.ceremony.models import Ceremony, Trustee, find_ceremony
from voting.ballot.ceremony.rules import CeremonyState
from voting.ballot.mismatch.models import Mismatch
from voting.ballot.mismatch.rules import OF_A_BALLOT, Compared
from voting.ballot.order.models import find_ballot
from voting.ballot.order.rules import BallotState
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotFound, WrongMoment
from voting.people.rules import Actor


@dataclass(frozen=True, kw_only=True)
class MismatchSaid(Event):
    name: ClassVar[str] = "ballot:mismatch:said"
    ceremony: int
    scrutineer: int
    compared: str
    ballot: str


@dataclass(frozen=True, kw_only=True)
class MismatchTakenBack(Event):
    name: ClassVar[str] = "ballot:mismatch:taken_back"
    ceremony: int
    scrutineer: int
    compared: str
    ballot: str


def say(actor: Actor, ceremony_id: int, compared: Compared, uuid: str | None = None) -> None:
    """Take a scrutineer's word that what he compares is not the same; the same again changes nothing.

    uuid: of the box, where its roll, itself or its outcome is meant. Errors: NotFound; NotAllowed without a seat;
    WrongMoment when there is nothing to compare now.
    """
    ceremony, seat = _seated(actor, ceremony_id)
    _expect_comparable(actor, ceremony, compared, uuid)
    if _standing(seat, compared, uuid) is not None:
        return
    db.session.add(
        Mismatch(
            jurisdiction_id=ceremony.jurisdiction_id,
            meeting_id=ceremony.meeting_id,
            ceremony_id=ceremony.id,
            index=seat.index,
            ballot_uuid=uuid,
            compared=compared,
            said_at=now(),
        )
    )
    said = MismatchSaid(
        ceremony=ceremony.id, scrutineer=seat.index, compared=compared.value, ballot=uuid or ""
    )
    record(said, actor, ceremony.jurisdiction_id)


def take_back(actor: Actor, ceremony_id: int, compared: Compared, uuid: str | None = None) -> None:
    """Let a scrutineer who looked again take his own word back. Errors: NotFound, also where he said no such thing."""
    ceremony, seat = _seated(actor, ceremony_id)
    row = _standing(seat, compared, uuid)
    if row is None:
        raise NotFound("您没有报告过不一致。")
    row.taken_back_at = now()
    back = MismatchTakenBack(
        ceremony=ceremony.id, scrutineer=seat.index, compared=compared.value, ballot=uuid or ""
    )
    record(back, actor, ceremony.jurisdiction_id)


def _seated(actor: Actor, ceremony_id: int) -> tuple[Ceremony, Trustee]:
    ceremony = find_ceremony(ceremony_id, actor.jurisdiction_id, lock=True)
    return ceremony, seat_of(actor, ceremony)


def _expect_comparable(actor: Actor, ceremony: Ceremony, compared: Compared, uuid: str | None) -> None:
    if (compared in OF_A_BALLOT) is not (uuid is not None):
        raise NotFound("没有这项核对。")
    if uuid is None:
        if ceremony.state not in {CeremonyState.COMPARING, CeremonyState.DONE}:
            raise WrongMoment("现在不是核对的时候，请刷新页面。")
        return
    ballot = find_ballot(uuid, actor.jurisdiction_id)
    if ballot.ceremony_id != ceremony.id:
        raise NotFound("没有这次票决。")
    if ballot.state is not BallotState.CLOSED:
        raise WrongMoment("票箱还没有关闭。")


def _standing(seat: Trustee, compared: Compared, uuid: str | None) -> Mismatch | None:
    asked = select(Mismatch).where(
        Mismatch.ceremony_id == seat.ceremony_id,
        Mismatch.index == seat.index,
        Mismatch.compared == compared,
        Mismatch.ballot_uuid.is_(None) if uuid is None else Mismatch.ballot_uuid == uuid,
        Mismatch.taken_back_at.is_(None),
    )
    return db.session.scalar(asked)
