"""a change says at which session it was reported, and which rule of the place its notice cites

Revision ID: 0044
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("change_request") as batch:
        batch.add_column(sa.Column("local_rule", sa.String(120), nullable=False, server_default=""))
        batch.add_column(sa.Column("reported_at_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            "fk_change_request_reported_at_id", "meeting", ["reported_at_id"], ["id"]
        )
    with op.batch_alter_table("change_request") as batch:
        batch.alter_column("local_rule", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("change_request") as batch:
        batch.drop_constraint("fk_change_request_reported_at_id", type_="foreignkey")
        batch.drop_column("reported_at_id")
        batch.drop_column("local_rule")
