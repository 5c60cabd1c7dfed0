"""The ballot box: sealed ballots under their credentials. No person, no time, no order, no serial number.

Primary keys are random by nature (g^x, hashes), tables have no rowid, and closing rewrites them in sorted order.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import (
    ForeignKey,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from voting.belenios import tally
from voting.core.db import Table, db

TRACKER = String(43)
CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)"


class PagesLeft(Exception):
    """The pages could not be rewritten; try again later."""


class SealedBallot(Table):
    """One sealed ballot. The key (ballot, credential) is the guard against a second vote, never the token.

    token: the signature of the credential, for the register. tracker: unpadded Base64 SHA-256 of raw.
    """

    __tablename__ = "sealed_ballot"
    __table_args__ = (UniqueConstraint("ballot_uuid", "tracker"), {"sqlite_with_rowid": False})

    ballot_uuid: Mapped[str] = mapped_column(ForeignKey("ballot.uuid"), primary_key=True)
    credential: Mapped[str] = mapped_column(String(617), primary_key=True)
    tracker: Mapped[str] = mapped_column(TRACKER)
    token: Mapped[bytes] = mapped_column(LargeBinary)
    raw: Mapped[str] = mapped_column(Text)


class Challenged(Table):
    """A sealed ballot that was opened as a test: it can never be cast."""

    __tablename__ = "challenged_ballot"
    __table_args__ = ({"sqlite_with_rowid": False},)

    ballot_uuid: Mapped[str] = mapped_column(ForeignKey("ballot.uuid"), primary_key=True)
    tracker: Mapped[str] = mapped_column(TRACKER, primary_key=True)


class CardSignature(Table):
    """The blind signature of a printed card under its seed-derived name; says nothing about who drew the card."""

    __tablename__ = "card_signature"
    __table_args__ = ({"sqlite_with_rowid": False},)

    ballot_uuid: Mapped[str] = mapped_column(ForeignKey("ballot.uuid"), primary_key=True)
    lookup: Mapped[str] = mapped_column(String(22), primary_key=True)
    signature: Mapped[bytes] = mapped_column(LargeBinary)


class VoidCredential(Table):
    """The credential of an unused card that was scanned and voided: it opens no box."""

    __tablename__ = "void_credential"
    __table_args__ = ({"sqlite_with_rowid": False},)

    ballot_uuid: Mapped[str] = mapped_column(ForeignKey("ballot.uuid"), primary_key=True)
    credential: Mapped[str] = mapped_column(String(617), primary_key=True)


class Stored(StrEnum):
    """What became of a ballot at the box."""

    NEW = "new"
    SAME = "same"
    SPENT = "spent"
    CHALLENGED = "challenged"
    VOIDED = "voided"


@dataclass(frozen=True)
class SealedPaper:
    """A checked ballot on its way into the box."""

    credential: str
    tracker: str
    token: bytes
    raw: str


# Statements of the rush, built once: building one anew costs more than running it.
_SPENT = select(SealedBallot.raw, SealedBallot.token).where(
    SealedBallot.ballot_uuid == bindparam("uuid"), SealedBallot.credential == bindparam("credential")
)
_BARRED = select(
    exists().where(Challenged.ballot_uuid == bindparam("uuid"), Challenged.tracker == bindparam("tracker")),
    exists().where(
        VoidCredential.ballot_uuid == bindparam("uuid"), VoidCredential.credential == bindparam("credential")
    ),
)
_PUT = {
    dialect.dialect.name: dialect.insert(SealedBallot.__table__)
    .on_conflict_do_nothing()
    .execution_options(preserve_rowcount=True)
    for dialect in (postgresql, sqlite)
}


def spent(uuid: str, paper: SealedPaper) -> Stored | None:
    """Tell whether the credential has a ballot in the box: this very one, another one, or None."""
    known = {"uuid": uuid, "credential": paper.credential}
    held = db.session.connection().execute(_SPENT, known).one_or_none()
    if held is None:
        return None
    return Stored.SAME if (held.raw, held.token) == (paper.raw, paper.token) else Stored.SPENT


def tracker_of(uuid: str, credential: str) -> str:
    """Return the tracker of the ballot that this spent credential cast."""
    return db.session.get_one(SealedBallot, (uuid, credential)).tracker


def barred(uuid: str, paper: SealedPaper) -> Stored | None:
    """Tell whether the ballot was opened as a test or belongs to a voided card, else None."""
    known = {"uuid": uuid, "tracker": paper.tracker, "credential": paper.credential}
    challenged, voided = db.session.connection().execute(_BARRED, known).one()
    if challenged:
        return Stored.CHALLENGED
    return Stored.VOIDED if voided else None


def store(uuid: str, paper: SealedPaper) -> Stored:
    """Put a checked ballot into the box inside the caller's transaction, unless its credential is spent.

    The primary key decides: of two at the same moment one is stored, and the other is told what lies there.
    """
    refused = barred(uuid, paper)
    if refused is not None:
        return refused
    row = {
        "ballot_uuid": uuid,
        "credential": paper.credential,
        "tracker": paper.tracker,
        "token": paper.token,
        "raw": paper.raw,
    }
    done = db.session.connection().execute(_PUT[db.engine.dialect.name], row)
    if done.rowcount == 1:
        return Stored.NEW
    return spent(uuid, paper) or Stored.SPENT


def is_stored(uuid: str, tracker: str) -> bool:
    """Tell whether a ballot with this tracker lies in the box."""
    asked = select(SealedBallot.tracker).where(
        SealedBallot.ballot_uuid == uuid, SealedBallot.tracker == tracker
    )
    return db.session.scalar(asked) is not None


def trackers_from(uuid: str, beginning: str) -> list[str]:
    """Return the trackers in the box that begin so: a deputy notes down no more from the tablet."""
    begins = func.substr(SealedBallot.tracker, 1, len(beginning)) == beginning
    asked = select(SealedBallot.tracker).where(SealedBallot.ballot_uuid == uuid, begins)
    return list(db.session.scalars(asked))


def was_challenged(uuid: str, tracker: str) -> bool:
    """Tell whether the ballot with this tracker was opened as a test."""
    return db.session.get(Challenged, (uuid, tracker)) is not None


def mark_challenged(uuid: str, tracker: str) -> None:
    """Make the ballot with this tracker one that can never be cast."""
    if not was_challenged(uuid, tracker):
        db.session.add(Challenged(ballot_uuid=uuid, tracker=tracker))
        db.session.flush()


def forget_cards(uuid: str) -> None:
    """Delete the signatures of all cards of a ballot: none of them becomes a token any more."""
    mine = CardSignature.ballot_uuid == uuid
    db.session.execute(delete(CardSignature).where(mine).execution_options(synchronize_session="fetch"))


def count(uuid: str) -> int:
    """Return 收回: how many ballots lie in the box."""
    return (
        db.session.scalar(
            select(func.count()).select_from(SealedBallot).where(SealedBallot.ballot_uuid == uuid)
        )
        or 0
    )


def ballots(uuid: str) -> tuple[str, ...]:
    """Return all sealed ballots, sorted as texts, which is an order of chance."""
    return tuple(sorted(db.session.scalars(select(SealedBallot.raw).where(SealedBallot.ballot_uuid == uuid))))


def register(uuid: str) -> tuple[tuple[str, bytes], ...]:
    """Return credential and token signature of every ballot, sorted by credential."""
    asked = select(SealedBallot.credential, SealedBallot.token).where(SealedBallot.ballot_uuid == uuid)
    return tuple(sorted((row.credential, row.token) for row in db.session.execute(asked)))


def digest_of(sealed: tuple[str, ...]) -> str:
    """Return the digest of a closed box as scrutineers' devices compute it: over the sorted ballots, a line each."""
    return tally.digest(sealed)


def rewrite_sorted(uuid: str) -> None:
    """Write the box anew in sorted order, inside the closing transaction: one xmin, one order for all rows."""
    for table, key in ((SealedBallot, "credential"), (Challenged, "tracker")):
        columns = list(table.__table__.columns)
        mine = table.ballot_uuid == uuid
        rows = [dict(row) for row in db.session.execute(select(*columns).where(mine)).mappings()]
        db.session.execute(delete(table).where(mine).execution_options(synchronize_session=False))
        if rows:
            db.session.execute(insert(table), sorted(rows, key=lambda row: str(row[key])))


def rewriting(tables: tuple[str, ...]) -> list[str]:
    """Return the statements that rewrite everything from which an order could be read, and let the old files go.

    On PostgreSQL that includes what was written ahead: a new file is begun, and the checkpoint deletes those before it.
    """
    if db.engine.dialect.name == "sqlite":
        return ["VACUUM", CHECKPOINT]
    mine = (SealedBallot.__tablename__, Challenged.__tablename__, *tables)
    return [*(f"VACUUM FULL {name}" for name in mine), "SELECT pg_switch_wal()", "CHECKPOINT"]


def sweep_pages(*tables: str) -> None:
    """Rewrite the file or the tables, so that no free page and no dead row tells an order. Outside transactions.

    tables: names of further tables whose dead rows must go. Errors: PagesLeft.
    """
    db.session.rollback()
    connection = db.engine.raw_connection()
    failures = (db.engine.dialect.loaded_dbapi.Error, OSError)
    try:
        if db.engine.dialect.name != "sqlite":  # ours of SQLite begin nothing by themselves
            connection.dbapi_connection.autocommit = True  # type: ignore[union-attr]
        cursor = connection.cursor()
        for statement in rewriting(tables):
            cursor.execute(statement)
            if statement == CHECKPOINT and cursor.fetchall()[0][0]:
                raise PagesLeft("somebody still reads the write-ahead log")
        cursor.close()
    except failures as error:
        raise PagesLeft(str(error)) from error
    finally:
        connection.invalidate()
