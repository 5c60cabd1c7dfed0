"""every step of the chain of the list, failed and sent back ones too; versions of dossiers

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

BEFORE = ("executive", "review", "decision")
NOW = ("executive", "party", "council", "review", "visits", "comments", "delegations", "decision")
DECISIONS = ("passed", "failed", "noted", "returned")
CHECK = "ck_screening_approval_approvalkind"
DECISION_CHECK = "ck_screening_approval_listdecision"
PROJECT_KEY = "fk_screening_approval_project_id"
EMPTY = {"decision": "'passed'", "reason": "''", "reply": "''", "seen": "'[]'"}


def one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def upgrade() -> None:
    with op.batch_alter_table("screening_approval") as table:
        table.add_column(
            sa.Column("decision", sa.String(length=40), nullable=False, server_default=sa.text("'passed'"))
        )
        table.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=sa.text("''")))
        table.add_column(sa.Column("reply", sa.Text(), nullable=False, server_default=sa.text("''")))
        table.add_column(sa.Column("project_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("seen", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
    with op.batch_alter_table("screening_approval") as table:
        for column in EMPTY:
            table.alter_column(column, server_default=None)
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), one_of("kind", NOW))
        table.create_check_constraint(op.f(DECISION_CHECK), one_of("decision", DECISIONS))
        table.create_foreign_key(op.f(PROJECT_KEY), "screening_project", ["project_id"], ["id"])
    op.create_table(
        "screening_dossier_version",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_screening_dossier_version_jurisdiction_id"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["screening_project.id"], name="fk_screening_dossier_version_project_id"
        ),
        sa.ForeignKeyConstraint(
            ["saved_by"], ["account.id"], name="fk_screening_dossier_version_saved_by"
        ),
        sa.PrimaryKeyConstraint(
            "jurisdiction_id", "project_id", "number", name="pk_screening_dossier_version"
        ),
    )


def downgrade() -> None:
    op.drop_table("screening_dossier_version")
    op.execute(
        f"DELETE FROM screening_approval WHERE decision <> 'passed' OR project_id IS NOT NULL"
        f" OR NOT ({one_of('kind', BEFORE)})"
    )
    with op.batch_alter_table("screening_approval") as table:
        table.drop_constraint(op.f(PROJECT_KEY), type_="foreignkey")
        table.drop_constraint(op.f(DECISION_CHECK), type_="check")
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), one_of("kind", BEFORE))
    with op.batch_alter_table("screening_approval") as table:
        for column in (*EMPTY, "project_id"):
            table.drop_column(column)
