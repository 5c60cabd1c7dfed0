"""Deeds of what lead units are asked for. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.congress.place.actions import expect_in_being
from voting.congress.place.models import Unit
from voting.core.clock import now, today
from voting.core.db import db
from voting.core.errors import NotAllowed, NotFound, RuleBroken
from voting.people.rules import Actor
from voting.screening.commission.facts import commission_of, find_commission
from voting.screening.commission.models import DossierCommission
from voting.screening.commission.rules import COMMISSION
from voting.screening.dossier.actions import revise
from voting.screening.dossier.facts import dossier_of, project_of, stop_if_missing
from voting.screening.dossier.models import Project
from voting.screening.dossier.rules import missing_before_appraise
from voting.screening.dossier.states import PROJECT


@dataclass(frozen=True, kw_only=True)
class DossierAsked(Event):
    name: ClassVar[str] = "screening:dossier:asked"
    of_project: int
    unit: int
    due_on: str


@dataclass(frozen=True, kw_only=True)
class DossierHandedIn(Event):
    name: ClassVar[str] = "screening:dossier:handed_in"
    of_project: int
    unit: int


@dataclass(frozen=True, kw_only=True)
class DossierAnswered(Event):
    """step: return_text, accept_text or withdraw."""

    name: ClassVar[str] = "screening:dossier:answered"
    of_project: int
    unit: int
    step: str


@dataclass(frozen=True, kw_only=True)
class NewCommission:
    """Whom the office asks, until when. note: what to mind, may be empty."""

    unit_id: int
    due_on: date
    note: str = ""


def ask(actor: Actor, *, jurisdiction_id: int, project_id: int, new: NewCommission) -> DossierCommission:
    """Ask a unit for a project's dossier; again, where the one asked before has been taken or withdrawn."""
    project = project_of(jurisdiction_id, project_id)
    PROJECT.after(project.state, "revise")
    unit = db.session.get(Unit, new.unit_id)
    if unit is None or unit.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这个单位。")
    expect_in_being(unit)
    if new.due_on < today():
        raise RuleBroken("交回的期限不能早于今天。")
    row = find_commission(jurisdiction_id, project_id)
    if row is None:
        row = DossierCommission(
            project_id=project.id,
            jurisdiction_id=jurisdiction_id,
            unit_id=unit.id,
            due_on=new.due_on,
            asked_at=now(),
        )
        db.session.add(row)
    else:
        row.state = COMMISSION.after(row.state, "ask")
    row.unit_id, row.due_on, row.note, row.asked_at = unit.id, new.due_on, new.note, now()
    name_lead(actor, project, unit.id)
    asked = DossierAsked(of_project=project.id, unit=unit.id, due_on=new.due_on.isoformat())
    record(asked, actor, jurisdiction_id)
    return row


def name_lead(actor: Actor, project: Project, unit_id: int) -> None:
    """Write the unit into the dossier as its lead unit, as a version of its own; nothing where it stands there."""
    if project.lead_unit_id != unit_id:
        dossier = replace(dossier_of(project), lead_unit_id=unit_id)
        revise(actor, jurisdiction_id=project.jurisdiction_id, project_id=project.id, dossier=dossier)


def hand_in(actor: Actor, *, jurisdiction_id: int, project_id: int) -> DossierCommission:
    """Hand the dossier in, as the unit that was asked; raise RuleBroken while something is missing in it."""
    row = commission_of(jurisdiction_id, project_id)
    if actor.unit_id != row.unit_id:
        raise NotAllowed("没有请您单位填写这个项目的文本。")
    row.state = COMMISSION.after(row.state, "hand_in_text")
    project = project_of(jurisdiction_id, project_id)
    PROJECT.after(project.state, "revise")
    stop_if_missing(missing_before_appraise(dossier_of(project), project.year))
    row.handed_in_at = now()
    record(DossierHandedIn(of_project=project.id, unit=row.unit_id), actor, jurisdiction_id)
    return row


def answer(
    actor: Actor, *, jurisdiction_id: int, project_id: int, name: str, note: str = ""
) -> DossierCommission:
    """Take a dossier that was handed in, return it with what is to be mended, or ask no more for it."""
    if name not in {"return_text", "accept_text", "withdraw"}:
        raise NotFound("没有这一步。")
    row = commission_of(jurisdiction_id, project_id)
    row.state = COMMISSION.after(row.state, name)
    if name == "return_text":
        if not note:
            raise RuleBroken("请写明要修改什么，单位会看到。")
        PROJECT.after(project_of(jurisdiction_id, project_id).state, "revise")
        row.note, row.handed_in_at = note, None
    answered = DossierAnswered(of_project=row.project_id, unit=row.unit_id, step=name)
    record(answered, actor, jurisdiction_id)
    return row
