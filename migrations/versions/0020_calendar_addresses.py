"""the address under which a person reads his calendar

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_address",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdiction.id"], name="fk_calendar_address_jurisdiction_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_calendar_address_account_id"),
        sa.PrimaryKeyConstraint("jurisdiction_id", "account_id", name="pk_calendar_address"),
        sa.UniqueConstraint("token_sha256", name="uq_calendar_address_token_sha256"),
    )


def downgrade() -> None:
    op.drop_table("calendar_address")
