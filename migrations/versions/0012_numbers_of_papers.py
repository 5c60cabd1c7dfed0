"""what the office fills in on its papers: number, imprint, order of names

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PAPERS = (
    "agenda",
    "ballot_rules",
    "candidate_list",
    "candidates",
    "scrutineers",
    "presidium_confirmation",
    "proclamation",
    "resolution",
    "follow_up_letter",
    "change_notice",
    "year_report",
)


def upgrade() -> None:
    op.create_table(
        "kept_paper",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column(
            "paper",
            sa.Enum(*PAPERS, name="paper", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("of", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("copies_to", sa.String(length=300), nullable=False),
        sa.Column("issued_by", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdiction.id"], name=op.f("fk_kept_paper_jurisdiction_id")),
        sa.PrimaryKeyConstraint("jurisdiction_id", "paper", "of", name=op.f("pk_kept_paper")),
    )


def downgrade() -> None:
    op.drop_table("kept_paper")
