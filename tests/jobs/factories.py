"""Jobs that tests do: each writes a journal line, so that a test can count what was really done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.audit.models import Entry
from voting.core.clock import moment
from voting.core.db import db, transaction
from voting.core.due import Owed, cancel, owe
from voting.core.due_models import Due
from voting.core.errors import RuleBroken
from voting.jobs import Job
from voting.people.rules import Place

KIND = "test:remind"
START = datetime.fromisoformat("2026-01-05T00:00:00+00:00")


@dataclass(frozen=True, kw_only=True)
class Reminded(Event):
    name: ClassVar[str] = "test:reminded"
    key: str
    due_at: str


def remind(owed: Owed) -> None:
    assert owed.jurisdiction_id is not None
    record(Reminded(key=owed.key, due_at=owed.due_at.isoformat()), None, owed.jurisdiction_id)


def refuse(owed: Owed) -> None:
    remind(owed)
    raise RuleBroken("没有收件人。")


REMIND: Mapping[str, Job] = {KIND: Job(deed=remind)}


def owed_in(at: Place, key: str, when: datetime, kind: str = KIND) -> None:
    with transaction():
        owe(kind, key, when, jurisdiction_id=at.id)


def cancelled(key: str, kind: str = KIND) -> None:
    with transaction():
        cancel(kind, key)


def reminded() -> list[str]:
    """The keys of what was done, in the order in which it was."""
    db.session.rollback()
    lines = db.session.scalars(select(Entry.facts).where(Entry.event == Reminded.name).order_by(Entry.number))
    return [str(facts["key"]) for facts in lines]


def row(key: str, kind: str = KIND) -> Due:
    db.session.rollback()
    return db.session.scalars(select(Due).where(Due.kind == kind, Due.key == key)).one()


def days(count: int) -> timedelta:
    return timedelta(days=count)


def counting(job: Job, done: list[str], fails: Callable[[Owed], bool] = lambda _owed: False) -> Job:
    """The same job, whose work before the deed notes what it was asked."""

    def before(owed: Owed) -> None:
        done.append(owed.key)
        if fails(owed):
            raise OSError("a word of a letter that nobody may read")

    return replace(job, before=before)


__all__ = [
    "KIND", "REMIND", "START", "cancelled", "counting", "days", "moment", "owed_in", "refuse", "remind", "reminded", "row",
]  # fmt: skip
