"""which file is the public record of a count: built once, kept under its hash

Records of counts that were announced before are built when the first asks for them.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_bundle",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("ballot_uuid", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["ballot_uuid"], ["tally_run.ballot_uuid"], name=op.f("fk_kept_bundle_ballot_uuid")),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name=op.f("fk_kept_bundle_jurisdiction_id")
        ),
        sa.PrimaryKeyConstraint("jurisdiction_id", "ballot_uuid", name=op.f("pk_kept_bundle")),
    )


def downgrade() -> None:
    op.drop_table("kept_bundle")
