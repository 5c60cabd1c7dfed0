"""what the program asked of each unit: sums by month and form

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "form_burden",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("form", sa.String(length=60), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("fields", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "pages >= 0 AND fields >= 0 AND seconds >= 0", name=op.f("ck_form_burden_counted")
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_form_burden_jurisdiction_id"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_form_burden_unit_id"),
        sa.PrimaryKeyConstraint("jurisdiction_id", "unit_id", "month", "form", name="pk_form_burden"),
    )


def downgrade() -> None:
    op.drop_table("form_burden")
