"""Shared reads of the pictures that wait: a person finds his own, and nobody another's."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Actor
from voting.uploads.models import PendingUpload
from voting.uploads.rules import ID


def own(actor: Actor, form: str) -> list[ColumnElement[bool]]:
    """Return what picks out a person's pictures for one form."""
    return [
        PendingUpload.jurisdiction_id == actor.jurisdiction_id,
        PendingUpload.account_id == actor.account_id,
        PendingUpload.form == form,
    ]


def one_of(actor: Actor, upload_id: str) -> PendingUpload:
    """Return one's own picture, waiting or taken; raise NotFound for any other."""
    row = None
    if ID.fullmatch(upload_id):
        row = db.session.get(PendingUpload, (actor.jurisdiction_id, upload_id))
    if row is None or row.account_id != actor.account_id:
        raise NotFound("没有这张照片。")
    return row
