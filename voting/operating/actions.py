"""Deeds of operating: try again what was given up. Writes its journal line; never commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core import due_tries
from voting.core.db import db
from voting.core.due_models import Due
from voting.core.errors import NotFound
from voting.operating.facts import places_in
from voting.people.rules import Actor, Place


@dataclass(frozen=True, kw_only=True)
class JobRetried(Event):
    """Something that the program had given up is due again. job: its kind; key: of what."""

    name: ClassVar[str] = "operating:job:retried"
    job: str
    key: str


def try_again(actor: Actor, place: Place, due_id: int) -> Due:
    """Try again what was given up; it is due at once. Errors: NotFound for another place's; WrongMoment unless it failed."""
    row, ids = db.session.get(Due, due_id), places_in(place)
    if row is None or (ids is not None and row.jurisdiction_id not in ids):
        raise NotFound("没有这件到期的事。")
    due_tries.retry(row.kind, row.key)
    record(JobRetried(job=row.kind, key=row.key), actor, place.id)
    return row
