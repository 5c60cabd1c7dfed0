"""sub-items with a place, groups of who benefits, attachments; which text a review saw; the chain of a year

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

LISTS = (
    ("screening_project", "groups"),
    ("screening_project", "attachments"),
)


def upgrade() -> None:
    for table, column in LISTS:
        op.add_column(table, sa.Column(column, sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
        with op.batch_alter_table(table) as changed:
            changed.alter_column(column, server_default=None)
    op.add_column(
        "screening_merge_step", sa.Column("taken", sa.JSON(), nullable=False, server_default=sa.text("'{}'"))
    )
    with op.batch_alter_table("screening_merge_step") as table:
        table.alter_column("taken", server_default=None)
    op.add_column(
        "sub_item", sa.Column("place", sa.String(length=120), nullable=False, server_default=sa.text("''"))
    )
    with op.batch_alter_table("sub_item") as table:
        table.alter_column("place", server_default=None)
    for table in ("screening_review", "screening_appraisal"):
        op.add_column(table, sa.Column("saw", sa.Integer(), nullable=True))
    op.add_column("screening_shortlist", sa.Column("chain", sa.JSON(), nullable=True))
    op.create_table(
        "screening_chain",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_screening_chain_jurisdiction_id"
        ),
        sa.PrimaryKeyConstraint("jurisdiction_id", "year", name="pk_screening_chain"),
    )


def downgrade() -> None:
    op.drop_table("screening_chain")
    columns = (
        ("screening_shortlist", "chain"),
        ("screening_appraisal", "saw"),
        ("screening_review", "saw"),
        ("sub_item", "place"),
        ("screening_merge_step", "taken"),
        ("screening_project", "attachments"),
        ("screening_project", "groups"),
    )
    for table, column in columns:
        with op.batch_alter_table(table) as changed:
            changed.drop_column(column)
