"""steps of the merge desk, and the way of each suggestion; a project that went up in another or was taken back

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

BEFORE = ("formed", "appraised", "preliminary", "reviewed", "frozen", "shelved")
ADDED = ("joined", "dissolved")
KINDS = ("formed", "merged", "joined", "split", "detached")
CHECK = "ck_screening_project_projectstate"


def one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def upgrade() -> None:
    with op.batch_alter_table("screening_project") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), one_of("state", BEFORE + ADDED))
    steps()
    lines()
    take_over()


def steps() -> None:
    op.create_table(
        "screening_merge_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("back", sa.Boolean(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("filled", sa.JSON(), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(one_of("kind", KINDS), name=op.f("ck_screening_merge_step_stepkind")),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_screening_merge_step_jurisdiction_id"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_screening_merge_step_account_id"),
        sa.ForeignKeyConstraint(
            ["project_id"], ["screening_project.id"], name="fk_screening_merge_step_project_id"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["screening_project.id"], name="fk_screening_merge_step_other_id"
        ),
        sa.ForeignKeyConstraint(
            ["undoes_id"], ["screening_merge_step.id"], name="fk_screening_merge_step_undoes_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_screening_merge_step"),
        sa.UniqueConstraint("undoes_id", name="uq_screening_merge_step_undoes_id"),
    )
    op.create_index(
        "ix_screening_merge_step_jurisdiction_id_year", "screening_merge_step", ["jurisdiction_id", "year"]
    )
    op.create_index("ix_screening_merge_step_project_id", "screening_merge_step", ["project_id"])
    op.create_index("ix_screening_merge_step_other_id", "screening_merge_step", ["other_id"])


def lines() -> None:
    op.create_table(
        "screening_lineage",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=True),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "from_id IS NOT NULL OR to_id IS NOT NULL", name=op.f("ck_screening_lineage_somewhere")
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_screening_lineage_jurisdiction_id"
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["screening_merge_step.id"], name="fk_screening_lineage_step_id"
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["screening_suggestion.id"], name="fk_screening_lineage_suggestion_id"
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["screening_project.id"], name="fk_screening_lineage_from_id"
        ),
        sa.ForeignKeyConstraint(["to_id"], ["screening_project.id"], name="fk_screening_lineage_to_id"),
        sa.PrimaryKeyConstraint(
            "jurisdiction_id", "step_id", "suggestion_id", name="pk_screening_lineage"
        ),
    )
    op.create_index("ix_screening_lineage_suggestion_id", "screening_lineage", ["suggestion_id"])


def take_over() -> None:
    """Begin the way of what was merged before there were steps: one step a project, at the time of its last merging."""
    op.execute(
        """
        INSERT INTO screening_merge_step
            (jurisdiction_id, year, kind, back, at, account_id, project_id, other_id, filled, undoes_id)
        SELECT p.jurisdiction_id, p.year, 'merged', false, max(coalesce(s.answered_at, s.submitted_at)),
               NULL, p.id, NULL, '{}', NULL
        FROM screening_project p JOIN screening_suggestion s ON s.project_id = p.id
        GROUP BY p.id, p.jurisdiction_id, p.year ORDER BY p.id
        """
    )
    op.execute(
        """
        INSERT INTO screening_lineage (jurisdiction_id, step_id, suggestion_id, from_id, to_id)
        SELECT s.jurisdiction_id, m.id, s.id, NULL, s.project_id
        FROM screening_suggestion s JOIN screening_merge_step m ON m.project_id = s.project_id
        """
    )


def downgrade() -> None:
    op.drop_table("screening_lineage")
    op.drop_table("screening_merge_step")
    op.execute(
        f"UPDATE screening_project SET state = 'shelved' WHERE NOT {one_of('state', BEFORE)}"  # noqa: S608
    )
    with op.batch_alter_table("screening_project") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), one_of("state", BEFORE))
