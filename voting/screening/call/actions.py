"""Deeds of the call. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.core.clock import today
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken
from voting.people.rules import Actor
from voting.screening.call.models import Call
from voting.screening.call.rules import CALL, CallState
from voting.screening.words import INVITED, Channel


@dataclass(frozen=True, kw_only=True)
class CallRevised(Event):
    name: ClassVar[str] = "screening:call:revised"
    year: int
    opens_on: date
    closes_on: date


@dataclass(frozen=True, kw_only=True)
class CallOpened(Event):
    name: ClassVar[str] = "screening:call:opened"
    year: int


@dataclass(frozen=True, kw_only=True)
class CallExtended(Event):
    name: ClassVar[str] = "screening:call:extended"
    year: int
    closes_on: date


@dataclass(frozen=True, kw_only=True)
class CallClosed(Event):
    name: ClassVar[str] = "screening:call:closed"
    year: int


@dataclass(frozen=True, kw_only=True)
class NewCall:
    """A call as drafted. notice: its text; contact: where else suggestions may be sent; the rest as models.Call has it."""

    jurisdiction_id: int
    year: int
    notice: str
    opens_on: date
    closes_on: date
    contact: str
    channels: tuple[Channel, ...]
    scope: str = ""
    criteria: str = ""
    issuer: str = ""


def call_of(jurisdiction_id: int, year: int) -> Call:
    """Return the call of a year; raise NotFound when there is none."""
    call = db.session.scalar(select(Call).where(Call.jurisdiction_id == jurisdiction_id, Call.year == year))
    if call is None:
        raise NotFound("%(year)s 年还没有征集公告。", year=year)
    return call


def revise_call(actor: Actor, new: NewCall) -> Call:
    """Draft a year's call, or change the draft."""
    if new.closes_on < new.opens_on:
        raise RuleBroken("截止日期不能早于开始日期。")
    if not set(new.channels) & INVITED:
        raise RuleBroken("至少要有一种征集渠道。")
    call = db.session.scalar(
        select(Call).where(Call.jurisdiction_id == new.jurisdiction_id, Call.year == new.year)
    )
    values = {**asdict(new), "channels": [channel.value for channel in new.channels]}
    if call is None:
        call = Call(**values)
        db.session.add(call)
    else:
        call.state = CALL.after(call.state, "revise_call")
        for key, value in values.items():
            setattr(call, key, value)
    record(
        CallRevised(year=new.year, opens_on=new.opens_on, closes_on=new.closes_on), actor, new.jurisdiction_id
    )
    return call


def open_call(actor: Actor, *, jurisdiction_id: int, year: int) -> Call:
    """Open a year's call; only one call of a place is open at a time."""
    call = call_of(jurisdiction_id, year)
    call.state = CALL.after(call.state, "open_call")
    if call.closes_on < today():
        raise RuleBroken("截止日期已经过去，请先修改征集公告。")
    other = db.session.scalar(
        select(Call.year).where(
            Call.jurisdiction_id == jurisdiction_id, Call.state == CallState.OPENED, Call.id != call.id
        )
    )
    if other is not None:
        raise RuleBroken("%(year)s 年的征集还没有结束，请先结束它。", year=other)
    record(CallOpened(year=year), actor, jurisdiction_id)
    return call


def extend_call(actor: Actor, *, jurisdiction_id: int, year: int, closes_on: date) -> Call:
    """Move the end of a call to a later day; a closed call opens again."""
    call = call_of(jurisdiction_id, year)
    call.state = CALL.after(call.state, "extend_call")
    if closes_on <= call.closes_on or closes_on < today():
        raise RuleBroken("新的截止日期要晚于原来的截止日期和今天。")
    call.closes_on = closes_on
    record(CallExtended(year=year, closes_on=closes_on), actor, jurisdiction_id)
    return call


def close_call(actor: Actor, *, jurisdiction_id: int, year: int) -> Call:
    """Close a call: nothing more comes in by itself; staff may still enter what came on paper."""
    call = call_of(jurisdiction_id, year)
    call.state = CALL.after(call.state, "close_call")
    record(CallClosed(year=year), actor, jurisdiction_id)
    return call
