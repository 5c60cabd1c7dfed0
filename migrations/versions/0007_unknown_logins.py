"""tries at logins that nobody bears are counted as those at accounts

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unknown_login",
        sa.Column("slot", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("failed_tries", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(), nullable=True),
        sa.CheckConstraint("failed_tries >= 0", name=op.f("ck_unknown_login_tries")),
        sa.PrimaryKeyConstraint("slot", name=op.f("pk_unknown_login")),
    )


def downgrade() -> None:
    op.drop_table("unknown_login")
