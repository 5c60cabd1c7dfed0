"""Deeds of residents' remarks. Each writes its journal line, never the text; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db
from voting.people.rules import Actor
from voting.supervision.commitment.facts import one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.finding.actions import NewFinding, mend_by, raise_finding
from voting.supervision.remark.facts import remark_of
from voting.supervision.remark.models import Remark
from voting.supervision.remark.rules import REMARK, expect_no_contact


@dataclass(frozen=True, kw_only=True)
class RemarkPassedOn(Event):
    name: ClassVar[str] = "supervision:remark:passed_on"
    remark: int
    commitment: int


@dataclass(frozen=True, kw_only=True)
class RemarkMoved(Event):
    """A remark became a finding, or was closed."""

    name: ClassVar[str] = "supervision:remark:moved"
    remark: int
    commitment: int
    step: str


def pass_on(actor: Actor, commitment_id: int, text: str) -> Remark:
    """Pass on what a resident said at a liaison station; FieldRefused for a text with a telephone number or the like."""
    commitment = one_of(Commitment, actor.jurisdiction_id, commitment_id)
    expect_no_contact(text)
    row = Remark(
        jurisdiction_id=commitment.jurisdiction_id,
        commitment_id=commitment.id,
        station=actor.station,
        text=text,
        passed_on_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    record(RemarkPassedOn(remark=row.id, commitment=commitment.id), actor, row.jurisdiction_id)
    return row


def raise_remark(actor: Actor, remark_id: int, title: str, text: str) -> Remark:
    """Make a finding of a remark, with the usual limit. title, text: the words that become public; the remark keeps its own.

    Errors: NotFound for a project that the person does not supervise; FieldRefused for words with a telephone number or the like;
    WrongMoment once it was dealt with, or without a unit.
    """
    row = remark_of(actor, remark_id)
    expect_no_contact(title, "title")
    expect_no_contact(text)
    row.state = REMARK.after(row.state, "raise")
    new = NewFinding(
        commitment_id=row.commitment_id,
        title=title,
        text=text,
        due_on=mend_by(one_of(Commitment, row.jurisdiction_id, row.commitment_id)),
    )
    row.finding_id = raise_finding(actor, new).id
    event = RemarkMoved(remark=row.id, commitment=row.commitment_id, step="raise")
    record(event, actor, row.jurisdiction_id)
    return row


def close_remark(actor: Actor, remark_id: int, reason: str) -> Remark:
    """Close a remark with a reason, which its station reads. Errors: those of `raise_remark`."""
    row = remark_of(actor, remark_id)
    row.state = REMARK.after(row.state, "close")
    row.reason = reason
    event = RemarkMoved(remark=row.id, commitment=row.commitment_id, step="close")
    record(event, actor, row.jurisdiction_id)
    return row
