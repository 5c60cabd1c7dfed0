"""what waits for a second person stands in one table: steps of the console, steps of a count, PIN resets

The numbers in the addresses of requests stay. Requests of a count that were settled before were not kept and do not
come back.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STATES = ("asked", "confirmed", "refused", "withdrawn", "lapsed")
BEFORE = ("asked", "confirmed", "withdrawn")
WAITS = "state = 'asked'"
CONSOLE, PINS, COUNT = "hall:step", "congress:pin_reset", "tally:"


def upgrade() -> None:
    _create()
    bind = op.get_bind()
    old = _tables("step_request", "pin_reset", "tally_step_request")
    rows = [_of_console(row) for row in bind.execute(sa.select(old["step_request"])).mappings()]
    by_time = sa.select(old["pin_reset"]).order_by(old["pin_reset"].c.id)
    rows += _one_waits([_of_pin(row) for row in bind.execute(by_time).mappings()])
    counts = sa.select(old["tally_step_request"]).order_by(old["tally_step_request"].c.asked_at)
    rows += _numbered([_of_count(row) for row in bind.execute(counts).mappings()])
    if rows:
        bind.execute(sa.insert(_tables("confirmation")["confirmation"]), rows)
    for name in old:
        op.drop_table(name)


def _create() -> None:
    op.create_table(
        "confirmation",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="confirmationstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_confirmation_asked_by")),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name=op.f("fk_confirmation_jurisdiction_id")
        ),
        sa.ForeignKeyConstraint(["settled_by"], ["account.id"], name=op.f("fk_confirmation_settled_by")),
        sa.PrimaryKeyConstraint("jurisdiction_id", "kind", "number", name=op.f("pk_confirmation")),
    )
    keys = ["jurisdiction_id", "kind", "subject"]
    op.create_index(op.f("ix_confirmation_jurisdiction_id_kind_subject"), "confirmation", keys)
    waits = sa.text(WAITS)
    op.create_index(
        "ix_confirmation_waiting", "confirmation", keys, unique=True, sqlite_where=waits, postgresql_where=waits
    )


def _tables(*names: str) -> dict[str, sa.Table]:
    """Return tables as the database has them, without what they point to."""
    bind = op.get_bind()
    return {name: sa.Table(name, sa.MetaData(), autoload_with=bind, resolve_fks=False) for name in names}


def _settled(row: sa.RowMapping) -> dict[str, object]:
    names = ("jurisdiction_id", "asked_by", "asked_at", "state", "settled_by", "settled_at")
    return {"number": row["id"], "until": None, **{name: row[name] for name in names}}


def _of_console(row: sa.RowMapping) -> dict[str, object]:
    payload = {"step": row["step"], "ballot": row["ballot_uuid"], "note": row["note"]}
    return {**_settled(row), "kind": CONSOLE, "subject": str(row["meeting_id"]), "payload": payload}


def _of_pin(row: sa.RowMapping) -> dict[str, object]:
    return {**_settled(row), "kind": PINS, "subject": str(row["deputy_id"]), "payload": {}}


def _of_count(row: sa.RowMapping) -> dict[str, object]:
    return {
        "jurisdiction_id": row["jurisdiction_id"],
        "kind": COUNT + row["step"],
        "subject": row["ballot_uuid"],
        "payload": row["values"],
        "asked_by": row["asked_by"],
        "asked_at": row["asked_at"],
        "until": None,
        "state": "asked",
        "settled_by": None,
        "settled_at": None,
    }


def _one_waits(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Let the second of two resets lapse that two persons asked for at the same moment: nothing kept them apart."""
    seen = set()
    for row in rows:
        if row["state"] == "asked" and row["subject"] in seen:
            row["state"] = "lapsed"
        elif row["state"] == "asked":
            seen.add(row["subject"])
    return rows


def _numbered(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    last: dict[tuple[object, object], int] = {}
    for row in rows:
        of = row["jurisdiction_id"], row["kind"]
        last[of] = row["number"] = last.get(of, 0) + 1
    return rows


def downgrade() -> None:
    _create_before()
    bind = op.get_bind()
    table = _tables("confirmation")["confirmation"]
    new = _tables("step_request", "pin_reset", "tally_step_request", "account")
    people = bind.execute(sa.select(new["account"].c.id, new["account"].c.name))
    names = {account_id: name for account_id, name in people}
    for row in bind.execute(sa.select(table).order_by(table.c.asked_at, table.c.number)).mappings():
        if row["kind"].startswith(COUNT):
            if row["state"] == "asked":
                bind.execute(sa.insert(new["tally_step_request"]).values(_count_before(row, names)))
        elif row["kind"] == CONSOLE:
            bind.execute(sa.insert(new["step_request"]).values(_console_before(row)))
        else:
            bind.execute(sa.insert(new["pin_reset"]).values({**_settled_before(row), "deputy_id": int(row["subject"])}))
    op.drop_table("confirmation")


def _settled_before(row: sa.RowMapping) -> dict[str, object]:
    state = row["state"] if row["state"] in BEFORE else "withdrawn"
    names = ("jurisdiction_id", "asked_by", "asked_at", "settled_by", "settled_at")
    return {"state": state, "version": 1, **{name: row[name] for name in names}}


def _console_before(row: sa.RowMapping) -> dict[str, object]:
    payload = row["payload"]
    return {
        **_settled_before(row),
        "meeting_id": int(row["subject"]),
        "step": payload["step"],
        "ballot_uuid": payload["ballot"],
        "note": payload["note"],
    }


def _count_before(row: sa.RowMapping, names: dict[int, str]) -> dict[str, object]:
    return {
        "ballot_uuid": row["subject"],
        "step": row["kind"].removeprefix(COUNT),
        "jurisdiction_id": row["jurisdiction_id"],
        "asked_by": row["asked_by"],
        "asked_by_name": names[row["asked_by"]][:60],
        "asked_at": row["asked_at"],
        "values": row["payload"],
    }


def _create_before() -> None:
    _create_settled("step_request", "requeststate", "meeting", "meeting_id", [
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("ballot_uuid", sa.String(length=64), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
    ])
    waits = sa.text(WAITS)
    op.create_index(
        "ix_step_request_open", "step_request", ["meeting_id"], unique=True, sqlite_where=waits, postgresql_where=waits
    )
    _create_settled("pin_reset", "resetstate", "deputy", "deputy_id", [])
    name = "tally_step_request"
    op.create_table(
        name,
        sa.Column("ballot_uuid", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_by_name", sa.String(length=60), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f(f"fk_{name}_asked_by")),
        sa.ForeignKeyConstraint(["ballot_uuid"], ["tally_run.ballot_uuid"], name=op.f(f"fk_{name}_ballot_uuid")),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdiction.id"], name=op.f(f"fk_{name}_jurisdiction_id")),
        sa.PrimaryKeyConstraint("ballot_uuid", "step", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_jurisdiction_id"), name, ["jurisdiction_id"])


def _create_settled(name: str, states: str, of: str, subject: str, columns: list[sa.Column]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column(subject, sa.Integer(), nullable=False),
        *columns,
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*BEFORE, name=states, native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f(f"fk_{name}_asked_by")),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdiction.id"], name=op.f(f"fk_{name}_jurisdiction_id")),
        sa.ForeignKeyConstraint([subject], [f"{of}.id"], name=op.f(f"fk_{name}_{subject}")),
        sa.ForeignKeyConstraint(["settled_by"], ["account.id"], name=op.f(f"fk_{name}_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_jurisdiction_id"), name, ["jurisdiction_id"])
