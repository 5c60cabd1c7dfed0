"""Deeds of inspections. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core.clock import now, today
from voting.core.db import db
from voting.people.rules import Actor
from voting.supervision.commitment.facts import one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import FieldRefused
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
    """A visit. people: how many of the group went, at least 1."""

    commitment_id: int
    on: date
    place: str
    people: int
    text: str
    photos: HandedUploads = NOTHING


def record_inspection(actor: Actor, new: NewInspection) -> Inspection:
    """Record a visit of the supervision group; not before it took place."""
    commitment = one_of(Commitment, actor.jurisdiction_id, new.commitment_id)
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
    )
    db.session.add(inspection)
    show_photos(commitment, names)
    db.session.flush()
    event = InspectionRecorded(inspection=inspection.id, commitment=commitment.id, on=new.on)
    record(event, actor, actor.jurisdiction_id)
    return inspection
