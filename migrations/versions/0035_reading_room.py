"""questions of deputies on candidates; what is each deputy's own, sealed

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

QUESTION, DESK = "screening_question", "screening_reading_desk"
STATES = ("asked", "answered", "withdrawn")


def upgrade() -> None:
    op.create_table(
        QUESTION,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="questionstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_screening_question_jurisdiction_id"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["screening_project.id"], name="fk_screening_question_project_id"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_screening_question_account_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_screening_question_unit_id"),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name="fk_screening_question_answered_by"),
        sa.PrimaryKeyConstraint("id", name="pk_screening_question"),
    )
    op.create_index(
        "ix_screening_question_jurisdiction_id_year_state", QUESTION, ["jurisdiction_id", "year", "state"]
    )
    op.create_index("ix_screening_question_project_id", QUESTION, ["project_id"])
    op.create_index(
        "ix_screening_question_jurisdiction_id_account_id", QUESTION, ["jurisdiction_id", "account_id"]
    )
    op.create_table(
        DESK,
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_screening_reading_desk_jurisdiction_id"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_screening_reading_desk_account_id"),
        sa.PrimaryKeyConstraint("jurisdiction_id", "account_id", name="pk_screening_reading_desk"),
    )


def downgrade() -> None:
    op.drop_table(DESK)
    op.drop_table(QUESTION)
