"""answers to suggesters whose problem is not solved; how soon followers hear, and their digests; text messages to accounts

Revision ID: 0037
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("look_back_voice") as table:
        table.add_column(sa.Column("answer", sa.Text(), nullable=False, server_default=sa.text("''")))
        table.add_column(sa.Column("answered_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("look_back_voice") as table:
        table.alter_column("answer", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("look_back_voice") as table:
        for name in ("answered_at", "answer"):
            table.drop_column(name)
