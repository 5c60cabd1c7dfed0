"""A roster handed in: kept and shown, or given up. What it changes is `difference`; taking it is `import_apply`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.congress.roster.facts import standing_of
from voting.congress.roster.models import RosterUpload
from voting.congress.term.facts import term_of
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotFound, WrongMoment
from voting.people.rules import Actor


@dataclass(frozen=True, kw_only=True)
class RosterUploaded(Event):
    name: ClassVar[str] = "congress:roster:uploaded"
    term: int
    file_name: str
    stored: str


@dataclass(frozen=True, kw_only=True)
class RosterDiscarded(Event):
    name: ClassVar[str] = "congress:roster:discarded"
    term: int
    stored: str


@dataclass(frozen=True, kw_only=True)
class NewUpload:
    """stored: the name the file store gave the file."""

    term_id: int
    stored: str
    file_name: str
    new_delegations: bool


def keep_upload(actor: Actor, new: NewUpload) -> RosterUpload:
    """Note that a roster was handed in; nothing of it is in force."""
    term = term_of(actor.jurisdiction_id, new.term_id)
    assert actor.account_id is not None
    row = RosterUpload(
        jurisdiction_id=actor.jurisdiction_id,
        term_id=term.id,
        account_id=actor.account_id,
        stored=new.stored,
        file_name=new.file_name[:200],
        new_delegations=new.new_delegations,
        uploaded_at=now(),
        basis=standing_of(term).fingerprint,
    )
    db.session.add(row)
    db.session.flush()
    uploaded = RosterUploaded(term=term.id, file_name=row.file_name, stored=row.stored)
    record(uploaded, actor, actor.jurisdiction_id)
    return row


def upload_of(jurisdiction_id: int, upload_id: int, *, lock: bool = False) -> RosterUpload:
    """Return an upload of this jurisdiction; NotFound for anybody else's, WrongMoment for a settled one.

    lock: hold its row, so that of two clicks the second finds it settled.
    """
    row = db.session.get(RosterUpload, upload_id, with_for_update=lock or None, populate_existing=True)
    if row is None or row.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这份名册。")
    if row.settled:
        raise WrongMoment("这份名册已经导入或者放弃，请重新上传。")
    return row


def discard_upload(actor: Actor, *, upload_id: int) -> RosterUpload:
    """Give an upload up."""
    row = upload_of(actor.jurisdiction_id, upload_id, lock=True)
    row.settled = True
    record(RosterDiscarded(term=row.term_id, stored=row.stored), actor, actor.jurisdiction_id)
    return row
