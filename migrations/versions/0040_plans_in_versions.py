"""why a plan was revised and what steps it had; on which day a milestone was done

Revision ID: 0040
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0038"
branch_labels = None
depends_on = None

PLAN, VERSION = "commitment_plan", "report_version"


def upgrade() -> None:
    op.add_column(PLAN, sa.Column("reason", sa.Text(), nullable=False, server_default=""))
    op.add_column(PLAN, sa.Column("steps", sa.JSON(), nullable=True))
    op.add_column(VERSION, sa.Column("done_on", sa.JSON(), nullable=True))
    with op.batch_alter_table(PLAN) as table:
        table.alter_column("reason", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table(VERSION) as table:
        table.drop_column("done_on")
    with op.batch_alter_table(PLAN) as table:
        table.drop_column("steps")
        table.drop_column("reason")
