"""gender, ethnicity, post and telephone of a deputy, as the office's roster has them

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SIZES = {"gender": 4, "ethnicity": 20, "post": 100, "phone": 40}


def upgrade() -> None:
    for name, size in SIZES.items():
        op.add_column("deputy", sa.Column(name, sa.String(length=size), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("deputy") as table:
        for name in SIZES:
            table.drop_column(name)
