"""a split says what went along of the old dossier, so that it can be put back; lists of projects lie in a row

Revision ID: 0042
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "screening_merge_step", sa.Column("parted", sa.JSON(), nullable=False, server_default=sa.text("'{}'"))
    )
    with op.batch_alter_table("screening_merge_step") as table:
        table.alter_column("parted", server_default=None)
    op.create_table(
        "screening_project_list",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("revised", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("given_back", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_screening_project_list_jurisdiction_id"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_screening_project_list_account_id"),
        sa.PrimaryKeyConstraint("jurisdiction_id", "id", name="pk_screening_project_list"),
    )


def downgrade() -> None:
    op.drop_table("screening_project_list")
    with op.batch_alter_table("screening_merge_step") as table:
        table.drop_column("parted")
