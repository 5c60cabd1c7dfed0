"""Reads of pictures on their way: those of a form, and one to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from voting.core.db import db
from voting.core.storage import storage
from voting.people.rules import Actor
from voting.uploads.facts import one_of, own
from voting.uploads.models import PendingUpload


@dataclass(frozen=True)
class Waiting:
    """A picture that a form shows. title: the file's name."""

    id: str
    title: str


def waiting(actor: Actor, form: str) -> list[Waiting]:
    """Return the pictures that wait for a form, as when somebody comes back to it."""
    statement = select(PendingUpload.id, PendingUpload.title).where(
        *own(actor, form), PendingUpload.kept_as.is_(None)
    )
    rows = db.session.execute(statement.order_by(PendingUpload.received_at, PendingUpload.id))
    return [Waiting(*row) for row in rows]


def of_form(actor: Actor, form: str, ids: Sequence[str]) -> list[Waiting]:
    """Return those of the named pictures that are this person's and this form's, in the order named."""
    rows = db.session.execute(select(PendingUpload.id, PendingUpload.title).where(*own(actor, form)))
    titles = {upload_id: title for upload_id, title in rows}  # noqa: C416  rows are no tuples for the checker
    return [Waiting(one, titles[one]) for one in ids if one in titles]


def picture(actor: Actor, upload_id: str) -> bytes:
    """Return one's own picture, waiting or taken; raise NotFound for any other."""
    row = one_of(actor, upload_id)
    if row.content is not None:
        return row.content
    assert row.kept_as is not None
    return storage().path_of(row.kept_as).read_bytes()
