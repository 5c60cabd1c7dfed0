"""each proclamation and each decision of a meeting has a number of its own

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEY = ["jurisdiction_id", "paper", "of"]


def upgrade() -> None:
    with op.batch_alter_table("kept_paper") as table:
        table.add_column(sa.Column("nth", sa.Integer(), autoincrement=False, nullable=False, server_default="1"))
        table.drop_constraint("pk_kept_paper", type_="primary")
        table.create_primary_key("pk_kept_paper", [*KEY, "nth"])
    # what was filled in once for all proclamations of a meeting belongs to its first one
    first = "SELECT min(number) FROM tally_run WHERE tally_run.meeting_id = kept_paper.of AND number IS NOT NULL"
    op.execute(
        f"UPDATE kept_paper SET nth = ({first}) WHERE paper IN ('proclamation', 'resolution') AND ({first}) IS NOT NULL"
    )


def downgrade() -> None:
    op.execute(
        "DELETE FROM kept_paper WHERE nth > (SELECT min(other.nth) FROM kept_paper AS other"
        " WHERE other.jurisdiction_id = kept_paper.jurisdiction_id AND other.paper = kept_paper.paper"
        " AND other.of = kept_paper.of)"
    )
    with op.batch_alter_table("kept_paper") as table:
        table.drop_constraint("pk_kept_paper", type_="primary")
        table.create_primary_key("pk_kept_paper", KEY)
        table.drop_column("nth")
