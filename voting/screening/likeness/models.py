"""Tables of look-alikes: a congress's own words and places, and the index of all suggestions' characters and pairs.

The index is the database's own kind: an FTS5 table on SQLite, a tsvector with GIN on PostgreSQL; so it is no mapped table.
"""

from __future__ import annotations

from sqlalchemy import DDL, ForeignKey, Text, column, event, table
from sqlalchemy import Integer as SqlInteger
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table


class OwnWords(Table):
    """What a congress adds to the program's words. places: village names; synonyms: groups of words; a line each."""

    __tablename__ = "screening_own_words"

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    places: Mapped[str] = mapped_column(Text, default="")
    synonyms: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


INDEX = table(
    "screening_index",
    column("jurisdiction_id", SqlInteger),
    column("suggestion_id", SqlInteger),
    column("tokens"),
)
"""The index as PostgreSQL has it; on SQLite `rowid` is the suggestion and `tokens` one text."""

MADE = (
    (
        "sqlite",
        (
            "CREATE VIRTUAL TABLE IF NOT EXISTS screening_index "
            "USING fts5(tokens, content='', detail=none, tokenize='ascii')"
        ),
    ),
    (
        "postgresql",
        (
            "CREATE TABLE IF NOT EXISTS screening_index (jurisdiction_id INTEGER NOT NULL, suggestion_id INTEGER NOT NULL, "
            "tokens TSVECTOR NOT NULL, CONSTRAINT pk_screening_index PRIMARY KEY (jurisdiction_id, suggestion_id), "
            "CONSTRAINT fk_screening_index_suggestion_id FOREIGN KEY (suggestion_id) "
            "REFERENCES screening_suggestion (id) ON DELETE CASCADE)"
        ),
    ),
    (
        "postgresql",
        (
            "CREATE INDEX IF NOT EXISTS ix_screening_index_tokens ON screening_index "
            "USING gin (tokens) WITH (fastupdate = off)"
        ),
    ),
)
"""What makes the index. No list of pending entries on PostgreSQL: a search would read all of it each time."""

for _dialect, _statement in MADE:
    event.listen(Table.metadata, "after_create", DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]
