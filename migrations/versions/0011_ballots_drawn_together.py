"""which ballots of a sitting are drawn together, and in which order they are cast

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

COLUMNS = ("joint_draw", "draw_place")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("ballot", sa.Column(name, sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("ballot") as table:
        for name in COLUMNS:
            table.drop_column(name)
