"""whether a place publishes the means of the points of its appraisals

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

TABLE = "screening_appraisal_method"


def upgrade() -> None:
    column = sa.Column("publish_scores", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column(TABLE, column)
    with op.batch_alter_table(TABLE) as table:
        table.alter_column("publish_scores", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as table:
        table.drop_column("publish_scores")
