"""Deeds that give work to a unit: one project, or all that a unit had. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.congress.place.actions import expect_in_being, succeed
from voting.congress.place.models import Unit
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import WrongMoment
from voting.people.actions_accounts import move_unit
from voting.people.rules import Actor
from voting.screening.handover import unit_replaced
from voting.supervision.commitment.facts import of, one_of, unit_of
from voting.supervision.commitment.models import Commitment, WorkHandover
from voting.supervision.commitment.rules import COMMITMENT
from voting.supervision.finding.models import Finding
from voting.supervision.finding.rules import FindingState
from voting.supervision.follow_up.models import FollowUp
from voting.supervision.opinion.models import Opinion
from voting.supervision.opinion.rules import UNJUDGED


@dataclass(frozen=True, kw_only=True)
class UnitAssigned(Event):
    """A unit answers for a project. was: who did before, None for nobody; findings, letters: how many open ones went along."""

    name: ClassVar[str] = "supervision:unit:assigned"
    commitment: int
    unit: int
    was: int | None
    findings: int
    letters: int


@dataclass(frozen=True, kw_only=True)
class UnitReplaced(Event):
    """A unit is no more, another took everything over. commitments: their ids; the others: how many; texts: of screening."""

    name: ClassVar[str] = "supervision:unit:replaced"
    unit: int
    was: int
    unit_name: str
    was_name: str
    commitments: tuple[int, ...]
    findings: int
    letters: int
    opinions: int
    texts: int
    accounts: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class NewSuccessor:
    """Who takes a unit's work over. with_accounts: its people go along."""

    unit_id: int
    successor_id: int
    reason: str
    with_accounts: bool


def assign(actor: Actor, commitment_id: int, unit_id: int) -> Commitment:
    """Make a unit answer for a commitment; a successor takes over with everything that is open (docs/rules.md)."""
    commitment = one_of(Commitment, actor.jurisdiction_id, commitment_id)
    unit = unit_of(actor.jurisdiction_id, unit_id)
    if not COMMITMENT.steps_from(commitment.state):
        raise WrongMoment("这个项目已经办结，不能改派责任单位。")
    expect_in_being(unit)
    was = commitment.unit_id
    findings, letters = _give(commitment, unit.id, "")
    event = UnitAssigned(commitment=commitment.id, unit=unit.id, was=was, findings=findings, letters=letters)
    record(event, actor, actor.jurisdiction_id)
    return commitment


def _give(commitment: Commitment, unit_id: int, reason: str) -> tuple[int, int]:
    """Let a unit answer for a commitment, its open findings and letters; return how many of these went over."""
    was, commitment.unit_id = commitment.unit_id, unit_id
    open_findings = of(Finding, commitment).where(
        Finding.state != FindingState.CLOSED, Finding.unit_id != unit_id
    )
    unanswered = of(FollowUp, commitment).where(FollowUp.answered_at.is_(None), FollowUp.unit_id != unit_id)
    findings = db.session.scalars(open_findings.order_by(Finding.id)).all()
    letters = db.session.scalars(unanswered.order_by(FollowUp.id)).all()
    for finding in findings:
        finding.unit_id = unit_id
    for letter in letters:
        letter.unit_id = unit_id
    if was is not None and was != unit_id:
        row = WorkHandover(
            jurisdiction_id=commitment.jurisdiction_id,
            commitment_id=commitment.id,
            from_unit_id=was,
            to_unit_id=unit_id,
            findings=len(findings),
            letters=len(letters),
            reason=reason,
            at=now(),
        )
        db.session.add(row)
    db.session.flush()
    return len(findings), len(letters)


def _give_rest(was: Unit, unit: Unit) -> tuple[int, int]:
    """Give what is open and names a unit itself, though another answers for the project; return how many findings and letters."""
    still = (
        select(Finding).where(Finding.state != FindingState.CLOSED, Finding.unit_id == was.id),
        select(FollowUp).where(FollowUp.answered_at.is_(None), FollowUp.unit_id == was.id),
    )
    findings, letters = (list(db.session.scalars(asked)) for asked in still)
    for row in (*findings, *letters):
        row.unit_id = unit.id
    return len(findings), len(letters)


def replace_unit(actor: Actor, new: NewSuccessor) -> UnitReplaced:
    """Give everything that a unit has to another, and say that it is no more: projects and what is open, texts, accounts.

    Errors: NotFound for another place's unit; RuleBroken for itself, or for one that is no more.
    """
    was = unit_of(actor.jurisdiction_id, new.unit_id)
    unit = unit_of(actor.jurisdiction_id, new.successor_id)
    succeed(was, unit, new.reason)
    asked = select(Commitment).where(
        Commitment.jurisdiction_id == actor.jurisdiction_id, Commitment.unit_id == was.id
    )
    rows = db.session.scalars(asked.order_by(Commitment.id).with_for_update()).all()
    given = [_give(row, unit.id, new.reason) for row in rows] + [_give_rest(was, unit)]
    event = UnitReplaced(
        unit=unit.id,
        was=was.id,
        unit_name=unit.name,
        was_name=was.name,
        commitments=tuple(row.id for row in rows),
        findings=sum(findings for findings, _letters in given),
        letters=sum(letters for _findings, letters in given),
        opinions=_opinions_given(was, unit),
        texts=unit_replaced(actor.jurisdiction_id, was.id, unit.id),
        accounts=move_unit(actor.jurisdiction_id, was.id, unit.id) if new.with_accounts else 0,
        reason=new.reason,
    )
    record(event, actor, actor.jurisdiction_id)
    return event


def _opinions_given(was: Unit, unit: Unit) -> int:
    """Let a unit handle what another was to handle and nobody has accepted yet; return how many opinions and promises."""
    asked = select(Opinion).where(
        Opinion.jurisdiction_id == was.jurisdiction_id,
        Opinion.unit_id == was.id,
        Opinion.state.in_(UNJUDGED),
    )
    rows = db.session.scalars(asked.order_by(Opinion.id).with_for_update()).all()
    for row in rows:
        row.unit_id = unit.id
    db.session.flush()
    return len(rows)
