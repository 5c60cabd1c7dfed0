"""suggestions between levels with sender, reason and way back; typed letters; work orders; photographs; imports

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

TABLE = "screening_suggestion"
STEP = "screening_suggestion_step"
CHANNEL, TURN = f"ck_{TABLE}_channel", f"ck_{STEP}_suggestionturn"
CHANNELS = ("online", "station", "letter", "telephone", "hotline", "visit", "transfer")
SOURCES = ("resident", "deputy", "station", "unit", "township", "organisation", "routed")
TURNS = ("merged", "detached", "routed", "answered", "reconsidered", "carried")
NEW_TURNS = (
    "merged",
    "detached",
    "routed",
    "received",
    "returned",
    "came_back",
    "answered",
    "reconsidered",
    "carried",
)
ACROSS = {"place_id": "jurisdiction", "other_id": TABLE, "account_id": "account"}


def one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as table:
        table.drop_constraint(op.f(CHANNEL), type_="check")
        table.add_column(sa.Column("received_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("order_number", sa.String(length=60), nullable=True))
        table.create_unique_constraint(
            f"uq_{TABLE}_jurisdiction_id_order_number", ["jurisdiction_id", "order_number"]
        )
    with op.batch_alter_table(TABLE) as table:
        table.create_check_constraint(op.f(CHANNEL), one_of("channel", (*CHANNELS, "motion")))
    op.create_index(f"ix_{TABLE}_routed_as_id", TABLE, ["routed_as_id"])
    with op.batch_alter_table(STEP) as table:
        table.drop_constraint(op.f(TURN), type_="check")
        for name, target in ACROSS.items():
            table.add_column(sa.Column(name, sa.Integer(), nullable=True))
            table.create_foreign_key(f"fk_{STEP}_{name}", target, [name], ["id"])
        table.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=sa.text("''")))
    with op.batch_alter_table(STEP) as table:
        table.alter_column("reason", server_default=None)
        table.create_check_constraint(op.f(TURN), one_of("step", NEW_TURNS))
    carry_over()
    op.create_table(
        f"{TABLE}_photo",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name=f"fk_{TABLE}_photo_jurisdiction_id"
        ),
        sa.ForeignKeyConstraint(["suggestion_id"], [f"{TABLE}.id"], name=f"fk_{TABLE}_photo_suggestion_id"),
        sa.PrimaryKeyConstraint("jurisdiction_id", "suggestion_id", "name", name=f"pk_{TABLE}_photo"),
    )
    op.create_table(
        "screening_import",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", choice("source", SOURCES), nullable=False),
        sa.Column("channel", choice("channel", (*CHANNELS, "motion")), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("given_back", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_screening_import_jurisdiction_id"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_screening_import_account_id"),
        sa.PrimaryKeyConstraint("jurisdiction_id", "id", name="pk_screening_import"),
    )


def carry_over() -> None:
    """Give what was routed before the two days that it has since: with the reason, which stood in the answer; nobody knows who."""
    to = f"(SELECT s.{{}} FROM {TABLE} s WHERE s.id = {STEP}.suggestion_id)"
    op.execute(
        f"UPDATE {STEP} SET place_id = {to.format('routed_to_id')}, other_id = {to.format('routed_as_id')},"
        f" reason = {to.format('answer')} WHERE step = 'routed'"
    )
    op.execute(
        f"INSERT INTO {STEP} (jurisdiction_id, suggestion_id, at, step, place_id, other_id, reason)"
        f" SELECT there.jurisdiction_id, there.id, there.submitted_at, 'received', here.jurisdiction_id, here.id, here.answer"
        f" FROM {TABLE} here JOIN {TABLE} there ON there.id = here.routed_as_id ORDER BY there.id"
    )


def downgrade() -> None:
    op.drop_table("screening_import")
    op.drop_index(f"ix_{TABLE}_routed_as_id", TABLE)
    op.drop_table(f"{TABLE}_photo")
    op.execute(f"DELETE FROM {STEP} WHERE step IN ('received', 'returned', 'came_back')")
    with op.batch_alter_table(STEP) as table:
        table.drop_constraint(op.f(TURN), type_="check")
        for name in ACROSS:
            table.drop_constraint(f"fk_{STEP}_{name}", type_="foreignkey")
    with op.batch_alter_table(STEP) as table:
        table.create_check_constraint(op.f(TURN), one_of("step", TURNS))
        for name in (*ACROSS, "reason"):
            table.drop_column(name)
    op.execute(f"UPDATE {TABLE} SET channel = 'transfer' WHERE channel = 'motion'")
    with op.batch_alter_table(TABLE) as table:
        table.drop_constraint(op.f(CHANNEL), type_="check")
        table.drop_constraint(f"uq_{TABLE}_jurisdiction_id_order_number", type_="unique")
    with op.batch_alter_table(TABLE) as table:
        table.create_check_constraint(op.f(CHANNEL), one_of("channel", CHANNELS))
        table.drop_column("order_number")
        table.drop_column("received_on")
