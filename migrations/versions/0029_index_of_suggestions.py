"""the index of suggestions by characters and pairs; a congress's own words; who joined another's suggestion

Revision ID: 0029
Revises: 0028
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

SQLITE = (
    (
        "CREATE VIRTUAL TABLE IF NOT EXISTS screening_index "
        "USING fts5(tokens, content='', detail=none, tokenize='ascii')"
    ),
)
POSTGRESQL = (
    (
        "CREATE TABLE IF NOT EXISTS screening_index (jurisdiction_id INTEGER NOT NULL, suggestion_id INTEGER NOT NULL, "
        "tokens TSVECTOR NOT NULL, CONSTRAINT pk_screening_index PRIMARY KEY (jurisdiction_id, suggestion_id), "
        "CONSTRAINT fk_screening_index_suggestion_id FOREIGN KEY (suggestion_id) "
        "REFERENCES screening_suggestion (id) ON DELETE CASCADE)"
    ),
    (
        "CREATE INDEX IF NOT EXISTS ix_screening_index_tokens ON screening_index "
        "USING gin (tokens) WITH (fastupdate = off)"
    ),
)
AT_ONCE = 1000


def upgrade() -> None:
    op.create_table(
        "screening_own_words",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.Column("synonyms", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_screening_own_words_jurisdiction_id"
        ),
        sa.PrimaryKeyConstraint("jurisdiction_id", name="pk_screening_own_words"),
    )
    with op.batch_alter_table("screening_suggestion") as batch:
        batch.add_column(sa.Column("joins_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("shown_at", sa.DateTime(), nullable=True))
        batch.create_foreign_key(
            "fk_screening_suggestion_joins_id", "screening_suggestion", ["joins_id"], ["id"]
        )
        batch.create_index("ix_screening_suggestion_joins_id", ["joins_id"])
        batch.create_index(
            "ix_screening_suggestion_jurisdiction_id_year_id", ["jurisdiction_id", "year", "id"]
        )
    connection = op.get_bind()
    on_sqlite = connection.dialect.name == "sqlite"
    for statement in SQLITE if on_sqlite else POSTGRESQL:
        op.execute(statement)
    fill(connection, on_sqlite=on_sqlite)


def fill(connection: sa.Connection, *, on_sqlite: bool) -> None:
    """Put what is there into the index."""
    if on_sqlite:
        write = sa.text("INSERT INTO screening_index (rowid, tokens) VALUES (:id, :tokens)")
    else:
        write = sa.text(
            "INSERT INTO screening_index (jurisdiction_id, suggestion_id, tokens) "
            "VALUES (:place, :id, array_to_tsvector(:tokens))"
        ).bindparams(sa.bindparam("tokens", type_=sa.ARRAY(sa.Text())))
    last = 0
    while True:
        rows = connection.execute(
            sa.text(
                "SELECT id, jurisdiction_id, title, place, content, number FROM screening_suggestion "
                "WHERE id > :last ORDER BY id LIMIT :most"
            ),
            {"last": last, "most": AT_ONCE},
        ).all()
        if not rows:
            return
        last = rows[-1].id
        values = []
        for row in rows:
            found = tokens(row.jurisdiction_id, f"{row.title}\n{row.place}\n{row.content}\n{row.number}")
            one = {"id": row.id, "tokens": " ".join(found) if on_sqlite else found}
            values.append(one if on_sqlite else one | {"place": row.jurisdiction_id})
        connection.execute(write, values)


def tokens(place: int, text: str) -> list[str]:
    """Return the characters and the pairs of neighbours among letters and digits, each behind the congress's id."""
    plain = unicodedata.normalize("NFKC", text).lower()
    runs = "".join(sign if sign.isalnum() else " " for sign in plain).split()
    found = {gram for run in runs for gram in (*run, *(run[n : n + 2] for n in range(len(run) - 1)))}
    return sorted(f"{place}·{gram}" for gram in found)


def downgrade() -> None:
    op.execute("DROP TABLE screening_index")
    with op.batch_alter_table("screening_suggestion") as batch:
        batch.drop_index("ix_screening_suggestion_jurisdiction_id_year_id")
        batch.drop_index("ix_screening_suggestion_joins_id")
        batch.drop_constraint("fk_screening_suggestion_joins_id", type_="foreignkey")
        batch.drop_column("shown_at")
        batch.drop_column("joins_id")
    op.drop_table("screening_own_words")
