"""Deeds of inspections. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core.clock import now, today
from voting.core.db import db
from voting.people.rules import Actor
from voting.supervision.commitment.rules import FieldRefused
from voting.supervision.group.facts import entrusted
from voting.supervision.inspection.models import Inspection
from voting.supervision.photo.actions import show_photos
from voting.uploads.actions import take
from voting.uploads.rules import NOTHING, HandedUploads


@dataclass(frozen=True, kw_only=True)
class InspectionRecorded(Event):
    name: ClassVar[str] = "supervision:inspection:recorded"
    inspection: int
    commitment: int
    on: date


@dataclass(frozen=True, kw_only=True)
class NewInspection:
    """A visit. people: how many of the group went, at least 1; praise, problem: as `Inspection` has them."""

    commitment_id: int
    on: date
    place: str
    people: int
    text: str
    photos: HandedUploads = NOTHING
    began_at: time | None = None
    praise: str = ""
    problem: str = ""


def record_inspection(actor: Actor, new: NewInspection) -> Inspection:
    """Record a visit of the supervision group, or of a deputy of the project's own; not before it took place."""
    commitment = entrusted(actor, new.commitment_id)
    if new.on > today():
        raise FieldRefused("on", "视察日期不能在今天以后。")
    names = take(actor, new.photos)
    inspection = Inspection(
        jurisdiction_id=commitment.jurisdiction_id,
        commitment_id=commitment.id,
        on=new.on,
        place=new.place,
        people=new.people,
        text=new.text,
        recorded_at=now(),
        photos=list(names),
        began_at=new.began_at,
        praise=new.praise,
        problem=new.problem,
    )
    db.session.add(inspection)
    show_photos(commitment, names)
    db.session.flush()
    event = InspectionRecorded(inspection=inspection.id, commitment=commitment.id, on=new.on)
    record(event, actor, actor.jurisdiction_id)
    return inspection
