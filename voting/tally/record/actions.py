"""The public record is built once, and everybody gets the same bytes. Its hash stands in the journal."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

from sqlalchemy.exc import SQLAlchemyError

from voting.audit.journal import Event, record
from voting.belenios import bundle
from voting.core.db import db, hold_nothing, transaction
from voting.core.errors import DomainError, WrongMoment
from voting.core.made_once import made_once
from voting.core.storage import storage
from voting.people.rules import Actor
from voting.tally.record.facts import made, signed_count
from voting.tally.record.models import KeptBundle
from voting.tally.run.models import find_run, lock_run

SUFFIX = ".zip"
log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class BundleKept(Event):
    """sha256: of the zip that everybody downloads."""

    name: ClassVar[str] = "tally:bundle:kept"
    ballot: str
    sha256: str


def kept_bundle(actor: Actor | None, uuid: str) -> Path:
    """Return where the bundle of an announced count lies; built by the first who asks, and anew where it was lost.

    With a transaction of its own. Errors: NotFound; WrongMoment before the announcement, and where what is built anew
    is not what the journal knows; Busy while another is built for too long.
    """
    found = _standing(uuid)
    if found is None:
        with made_once().turn():
            found = _standing(uuid) or _built(actor, uuid)
    return found


def keep_announced(actor: Actor, uuid: str) -> None:
    """Build the bundle right after the announcement. A failure fails no deed: the first who asks builds it then."""
    try:
        kept_bundle(actor, uuid)
    except (DomainError, SQLAlchemyError, OSError) as error:
        log.warning("the bundle of ballot %s is not built yet: %s", uuid, type(error).__name__)


def _standing(uuid: str) -> Path | None:
    """Return where the bundle lies, whole; None where there is none or it was lost. Errors as `kept_bundle`."""
    run = find_run(uuid, None)
    if not run.is_announced:
        raise WrongMoment("计票结果还没有公告。")
    row = db.session.get(KeptBundle, (run.jurisdiction_id, uuid))
    name = row.sha256 + SUFFIX if row is not None else ""
    return storage().path_of(name) if name and storage().holds(name) else None


def _built(actor: Actor | None, uuid: str) -> Path:
    count = signed_count(find_run(uuid, None))
    hold_nothing()
    raw = bundle.build(made(count))
    with transaction():
        _write_down(actor, uuid, sha256(raw).hexdigest())
    return storage().path_of(storage().keep(raw, SUFFIX))


def _write_down(actor: Actor | None, uuid: str, digest: str) -> None:
    """Note the hash for good, once; refuse another than the one that was noted."""
    run = lock_run(uuid, None)
    row = db.session.get(KeptBundle, (run.jurisdiction_id, uuid))
    if row is None:
        db.session.add(KeptBundle(jurisdiction_id=run.jurisdiction_id, ballot_uuid=uuid, sha256=digest))
        record(BundleKept(ballot=uuid, sha256=digest), actor, run.jurisdiction_id)
    elif row.sha256 != digest:
        log.error(
            "the bundle of ballot %s is now %s and was %s: the database changed", uuid, digest, row.sha256
        )
        raise WrongMoment(
            "服务器现在做出的核验包与记入日志的不一致，不能提供。请报告工作人员：从备份核对数据库。日志中的摘要：%(digest)s",
            digest=row.sha256,
        )
