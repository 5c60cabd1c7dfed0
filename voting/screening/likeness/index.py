"""The index of all suggestions' characters and pairs: kept by the database, shared by all processes.

Every token begins with the congress's id: none sees another's, and none pays for another's. A suggestion is written into
the index by the same flush that stores it, whoever stores it, and so by the same commit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    Text,
    bindparam,
    event,
    inspect,
    literal_column,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapper

from voting.core.db import db
from voting.screening.likeness.grams import grams
from voting.screening.likeness.models import INDEX
from voting.screening.suggestion.models import Suggestion

INDEXED = ("title", "place", "content", "number")
SQLITE_WRITE = text("INSERT INTO screening_index (rowid, tokens) VALUES (:id, :tokens)")
POSTGRESQL_WRITE = text(
    "INSERT INTO screening_index (jurisdiction_id, suggestion_id, tokens) "
    "VALUES (:place, :id, array_to_tsvector(:tokens))"
).bindparams(bindparam("tokens", type_=ARRAY(Text)))
SQLITE_FORGET = text(
    "INSERT INTO screening_index (screening_index, rowid, tokens) VALUES ('delete', :id, :tokens)"
)

Words = Collection[Collection[str]]
"""Alternatives, of each the grams that a text must hold: any of (all of)."""


def tokens(jurisdiction_id: int, texts: Iterable[str]) -> list[str]:
    """Return a suggestion's tokens, in order. texts: of INDEXED."""
    return sorted(token(jurisdiction_id, gram) for gram in grams("\n".join(texts)))


def token(jurisdiction_id: int, gram: str) -> str:
    """Return a gram as the index knows it; U+00B7 stands in no gram and parts no token."""
    return f"{jurisdiction_id}·{gram}"


def on_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


Entry = tuple[int, int, Iterable[str]]
"""Congress, suggestion, its texts of INDEXED."""


def write(connection: Connection, entries: Iterable[Entry]) -> None:
    """Put suggestions into the index, on the connection that stores them."""
    found = [(place, key, tokens(place, texts)) for place, key, texts in entries]
    if connection.dialect.name == "sqlite":
        connection.execute(
            SQLITE_WRITE, [{"id": key, "tokens": " ".join(said)} for _place, key, said in found]
        )
    else:
        values = [{"place": place, "id": key, "tokens": said} for place, key, said in found]
        connection.execute(POSTGRESQL_WRITE, values)


def forget(connection: Connection, jurisdiction_id: int, suggestion_id: int, texts: Iterable[str]) -> None:
    """Take a suggestion out of the index. texts: as they were written, which FTS5 has not kept."""
    if connection.dialect.name == "sqlite":
        found = " ".join(tokens(jurisdiction_id, texts))
        connection.execute(SQLITE_FORGET, {"id": suggestion_id, "tokens": found})
    else:
        connection.execute(INDEX.delete().where(INDEX.c.suggestion_id == suggestion_id))


@event.listens_for(Suggestion, "after_insert")
def _written(_mapper: Mapper[Any], connection: Connection, row: Suggestion) -> None:
    write(connection, [(row.jurisdiction_id, row.id, [getattr(row, name) for name in INDEXED])])


@event.listens_for(Suggestion, "before_delete")
def _deleted(_mapper: Mapper[Any], connection: Connection, row: Suggestion) -> None:
    forget(connection, row.jurisdiction_id, row.id, (getattr(row, name) for name in INDEXED))


@event.listens_for(Suggestion, "after_update")
def _rewritten(_mapper: Mapper[Any], connection: Connection, row: Suggestion) -> None:
    """Follow a text that was changed or taken away: the index tells no more than what still stands."""
    state = inspect(row)
    changed = {name: state.attrs[name].history for name in INDEXED}
    if not any(history.has_changes() for history in changed.values()):
        return
    before = [
        history.deleted[0] if history.deleted else getattr(row, name) for name, history in changed.items()
    ]
    forget(connection, row.jurisdiction_id, row.id, before)
    _written(_mapper, connection, row)


def holding(jurisdiction_id: int, every: Sequence[Words]) -> Select[int]:
    """Return the statement for the ids of this congress's suggestions that hold one alternative of each of `every`.

    every: none of it and none of its alternatives empty.
    """
    if on_sqlite():
        match = matching(jurisdiction_id, every, " AND ", " OR ", '"')
        found = text("screening_index MATCH :match").bindparams(bindparam("match", match, unique=True))
        key = literal_column("rowid", Suggestion.id.type)
        return select(key).select_from(text("screening_index")).where(found)
    match = matching(jurisdiction_id, every, " & ", " | ", "'")
    found = text("screening_index.tokens @@ CAST(:match AS tsquery)").bindparams(
        bindparam("match", match, unique=True)
    )
    return select(INDEX.c.suggestion_id).where(INDEX.c.jurisdiction_id == jurisdiction_id, found)


def matching(jurisdiction_id: int, every: Sequence[Words], also: str, either: str, quote: str) -> str:
    """Return what the database looks for, in its own signs."""

    def all_of(found: Collection[str]) -> str:
        return (
            "(" + also.join(f"{quote}{token(jurisdiction_id, gram)}{quote}" for gram in sorted(found)) + ")"
        )

    return also.join("(" + either.join(all_of(found) for found in words) + ")" for words in every)


def newest(jurisdiction_id: int, every: Sequence[Words], most: int) -> list[int]:
    """Return the newest of the suggestions that `holding` finds, by id, at most so many."""
    asked = holding(jurisdiction_id, every)
    if on_sqlite():
        return list(db.session.scalars(asked.order_by(text("rowid DESC")).limit(most)))
    # Apart from the search: in the order of ids PostgreSQL would read through all suggestions for what is rare.
    found = asked.cte("found").prefix_with("MATERIALIZED", dialect="postgresql")
    key = found.c.suggestion_id
    return list(db.session.scalars(select(key).order_by(key.desc()).limit(most)))
