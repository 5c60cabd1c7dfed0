"""a split says what went along of the old dossier, so that it can be put back

Revision ID: 0042
Revises: 0044
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "screening_merge_step", sa.Column("parted", sa.JSON(), nullable=False, server_default=sa.text("'{}'"))
    )
    with op.batch_alter_table("screening_merge_step") as table:
        table.alter_column("parted", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("screening_merge_step") as table:
        table.drop_column("parted")
