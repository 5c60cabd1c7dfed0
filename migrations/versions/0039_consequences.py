"""who takes a unit's work over; the ladder of a burning light; findings inside until answered; upkeep until when

Revision ID: 0039
Revises: 0044
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0044"
branch_labels = None
depends_on = None

COMMITMENT = (["jurisdiction_id", "commitment_id"], ["commitment.jurisdiction_id", "commitment.id"])

SIGNED_BY_UNIT = """
    UPDATE finding_post SET by = (
        SELECT unit.name FROM unit JOIN finding ON finding.unit_id = unit.id
        WHERE finding.jurisdiction_id = finding_post.jurisdiction_id AND finding.id = finding_post.finding_id
    ) WHERE step IN ('answer', 'rectify')
"""
"""Until now pages named the finding's unit here, whoever had signed; from now on they say what is kept."""

OPEN = {"finding": "state <> 'closed'", "follow_up": "answered_at IS NULL"}
WITH_ITS_WORK = """
    UPDATE {table} SET unit_id = (
        SELECT commitment.unit_id FROM commitment
        WHERE commitment.jurisdiction_id = {table}.jurisdiction_id AND commitment.id = {table}.commitment_id
    ) WHERE {open} AND EXISTS (
        SELECT 1 FROM commitment
        WHERE commitment.jurisdiction_id = {table}.jurisdiction_id AND commitment.id = {table}.commitment_id
        AND commitment.unit_id IS NOT NULL
    )
"""
"""Until now what was open stayed with the unit that the project was taken from, and nobody could answer it."""
INSIDE = "SELECT count(*) FROM finding WHERE published_at IS NULL"


def _units() -> None:
    op.create_table(
        "unit_succession",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("unit_id <> successor_id", name=op.f("ck_unit_succession_another")),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_unit_succession_jurisdiction_id"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_unit_succession_unit_id"),
        sa.ForeignKeyConstraint(["successor_id"], ["unit.id"], name="fk_unit_succession_successor_id"),
        sa.PrimaryKeyConstraint("jurisdiction_id", "unit_id", name="pk_unit_succession"),
    )
    op.create_table(
        "work_handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("from_unit_id", sa.Integer(), nullable=False),
        sa.Column("to_unit_id", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("from_unit_id <> to_unit_id", name=op.f("ck_work_handover_another")),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_work_handover_jurisdiction_id"
        ),
        sa.ForeignKeyConstraint(*COMMITMENT, name="fk_work_handover_jurisdiction_id_commitment_id"),
        sa.ForeignKeyConstraint(["from_unit_id"], ["unit.id"], name="fk_work_handover_from_unit_id"),
        sa.ForeignKeyConstraint(["to_unit_id"], ["unit.id"], name="fk_work_handover_to_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_work_handover"),
    )
    op.create_index(
        "ix_work_handover_jurisdiction_id_commitment_id", "work_handover", ["jurisdiction_id", "commitment_id"]
    )


def upgrade() -> None:
    _units()
    op.create_table(
        "ladder_step",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("light", sa.String(length=40), nullable=False),
        sa.Column("rung", sa.String(length=40), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_ladder_step_month")),
        sa.CheckConstraint(
            "light IN ('grey', 'green', 'yellow', 'red', 'blue')", name=op.f("ck_ladder_step_ladder_light")
        ),
        sa.CheckConstraint(
            "rung IN ('unit', 'head', 'group', 'letter', 'listed', 'board')",
            name=op.f("ck_ladder_step_rung"),
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_ladder_step_jurisdiction_id"
        ),
        sa.ForeignKeyConstraint(*COMMITMENT, name="fk_ladder_step_jurisdiction_id_commitment_id"),
        sa.PrimaryKeyConstraint(
            "jurisdiction_id", "commitment_id", "month", "light", "rung", name="pk_ladder_step"
        ),
    )
    with op.batch_alter_table("finding") as table:
        table.add_column(sa.Column("published_at", sa.DateTime(), nullable=True))
    op.execute("UPDATE finding SET published_at = raised_at")
    op.execute(SIGNED_BY_UNIT)
    for name, is_open in OPEN.items():
        op.execute(WITH_ITS_WORK.format(table=name, open=is_open))
    with op.batch_alter_table("acceptance") as table:
        table.add_column(sa.Column("upkeep_until", sa.Date(), nullable=True))


def downgrade() -> None:
    inside = op.get_bind().execute(sa.text(INSIDE)).scalar_one()
    if inside:  # the program of before would show them to everybody
        raise RuntimeError(f"{inside} findings are not public yet: have them answered before going back")
    with op.batch_alter_table("acceptance") as table:
        table.drop_column("upkeep_until")
    with op.batch_alter_table("finding") as table:
        table.drop_column("published_at")
    op.drop_table("ladder_step")
    op.drop_table("work_handover")
    op.drop_table("unit_succession")
