"""Shared reads of what lead units are asked for. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from voting.core.db import db
from voting.core.errors import NotAllowed, NotFound, RuleBroken
from voting.people.rules import COLLECTING, Actor
from voting.screening.commission.models import DossierCommission
from voting.screening.commission.rules import COMMISSION, OPEN
from voting.screening.dossier.models import Project


def find_commission(jurisdiction_id: int, project_id: int) -> DossierCommission | None:
    """Return what a unit was asked for of a project, or None."""
    row = db.session.get(DossierCommission, project_id)
    return row if row is not None and row.jurisdiction_id == jurisdiction_id else None


def commission_of(jurisdiction_id: int, project_id: int) -> DossierCommission:
    """Return what a unit was asked for of a project; raise NotFound for anybody else's."""
    row = find_commission(jurisdiction_id, project_id)
    if row is None:
        raise NotFound("没有请单位填写这个项目的文本。")
    return row


def only_unit_of(actor: Actor, jurisdiction_id: int, project_id: int) -> int | None:
    """Return the unit on whose behalf the person writes a dossier; None for the office, which writes for any.

    Errors: NotAllowed for a unit that was not asked, WrongMoment for one that has handed the text in.
    """
    if actor.jurisdiction_id == jurisdiction_id and COLLECTING & actor.roles:
        return None
    row = find_commission(jurisdiction_id, project_id)
    if row is None or row.unit_id != actor.unit_id:
        raise NotAllowed("没有请您单位填写这个项目的文本。")
    COMMISSION.after(row.state, "hand_in_text")
    return row.unit_id


def writes_now(actor: Actor, jurisdiction_id: int, project_id: int) -> bool:
    """Tell whether the person's unit was asked for this dossier and has not handed it in."""
    row = find_commission(jurisdiction_id, project_id)
    return row is not None and row.unit_id == actor.unit_id and COMMISSION.may(row.state, "hand_in_text")


def expect_taken(jurisdiction_id: int, projects: Sequence[Project]) -> None:
    """Raise RuleBroken while a unit's text of one of these projects has not been taken or withdrawn; one query."""
    asked = select(DossierCommission.project_id).where(
        DossierCommission.jurisdiction_id == jurisdiction_id,
        DossierCommission.project_id.in_([project.id for project in projects]),
        DossierCommission.state.in_(OPEN),
    )
    open_ = set(db.session.scalars(asked))
    for project in projects:
        if project.id in open_:
            raise RuleBroken(
                "项目“%(title)s”已请单位填写文本，还没有收下。请先收下或者撤回。", title=project.title
            )
