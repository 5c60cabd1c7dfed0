"""residents' ratings, the rule by which they are told, and the checks that a low mean sets off

Revision ID: 0046
Revises: 0045
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def place(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["jurisdiction_id"], ["jurisdiction.id"], name=f"fk_{table}_jurisdiction_id"
    )


def commitment(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["jurisdiction_id", "commitment_id"],
        ["commitment.jurisdiction_id", "commitment.id"],
        name=f"fk_{table}_jurisdiction_id_commitment_id",
    )


def upgrade() -> None:
    name = "resident_rating"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=64), nullable=False),
        sa.Column("grade", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "grade IN ('very', 'fairly', 'average', 'hardly', 'not')", name=op.f(f"ck_{name}_ratinggrade")
        ),
        sa.CheckConstraint("state IN ('waiting', 'shown', 'hidden')", name=op.f(f"ck_{name}_commentstate")),
        place(name),
        commitment(name),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint(
            "jurisdiction_id",
            "commitment_id",
            "device",
            name=f"uq_{name}_jurisdiction_id_commitment_id_device",
        ),
    )
    op.create_index(f"ix_{name}_jurisdiction_id_origin_at", name, ["jurisdiction_id", "origin", "at"])
    op.create_index(f"ix_{name}_jurisdiction_id_state", name, ["jurisdiction_id", "state"])
    _checks()
    _rule()


def _checks() -> None:
    name = "resident_rating_check"
    op.create_table(
        name,
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("tenths", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("state IN ('opened', 'closed')", name=op.f(f"ck_{name}_checkstate")),
        place(name),
        commitment(name),
        sa.PrimaryKeyConstraint("jurisdiction_id", "commitment_id", "number", name=f"pk_{name}"),
    )


def _rule() -> None:
    name = "resident_rating_rule"
    op.create_table(
        name,
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("shown_from", sa.Integer(), nullable=False),
        sa.Column("check_from", sa.Integer(), nullable=False),
        sa.Column("check_below", sa.Integer(), nullable=False),
        sa.CheckConstraint("shown_from > 0 AND check_from > 0", name=op.f(f"ck_{name}_counts")),
        sa.CheckConstraint("check_below BETWEEN 20 AND 100", name=op.f(f"ck_{name}_points")),
        place(name),
        sa.PrimaryKeyConstraint("jurisdiction_id", name=f"pk_{name}"),
    )


def downgrade() -> None:
    for name in ("resident_rating_rule", "resident_rating_check", "resident_rating"):
        op.drop_table(name)
