"""what is due, and who was heard doing it; a calendar of holidays and working weekends

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "due",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("owed_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(), nullable=True),
        sa.Column("failure", sa.String(length=300), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'done', 'failed', 'cancelled')", name=op.f("ck_due_duestate")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_due_tries")),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdiction.id"], name="fk_due_jurisdiction_id"),
        sa.PrimaryKeyConstraint("id", name="pk_due"),
        sa.UniqueConstraint("kind", "key", name="uq_due_kind_key"),
    )
    op.create_index("ix_due_state_due_at", "due", ["state", "due_at"])
    op.create_table(
        "due_worker",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("heard_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_due_worker"),
    )
    op.create_table(
        "special_day",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('holiday', 'working', 'plain')", name=op.f("ck_special_day_daykind")),
        sa.CheckConstraint("kind <> 'plain'", name=op.f("ck_special_day_differs")),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_special_day_jurisdiction_id"
        ),
        sa.ForeignKeyConstraint(["changed_by"], ["account.id"], name="fk_special_day_changed_by"),
        sa.PrimaryKeyConstraint("jurisdiction_id", "day", name="pk_special_day"),
    )
    op.create_table(
        "holiday_year",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_holiday_year_jurisdiction_id"
        ),
        sa.ForeignKeyConstraint(["changed_by"], ["account.id"], name="fk_holiday_year_changed_by"),
        sa.PrimaryKeyConstraint("jurisdiction_id", "year", name="pk_holiday_year"),
    )


def downgrade() -> None:
    for table in ("holiday_year", "special_day", "due_worker", "due"):
        op.drop_table(table)
