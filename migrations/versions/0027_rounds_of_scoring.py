"""scores on sheets, in rounds that are blind until closed; a place's own method; reviews with their documents; dossiers asked of units

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

CRITERIA = ("expectation", "operability", "urgency", "funding")


def states(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "screening_appraisal_method",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_screening_appraisal_method_jurisdiction_id"
        ),
        sa.PrimaryKeyConstraint("jurisdiction_id", "year", name="pk_screening_appraisal_method"),
    )
    op.create_table(
        "screening_review",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("kind", states("reviewkind", "legality", "affordability"), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("file", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["screening_project.id"], name="fk_screening_review_project_id"
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_screening_review_jurisdiction_id"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_screening_review_account_id"),
        sa.PrimaryKeyConstraint("project_id", "kind", name="pk_screening_review"),
    )
    op.create_index("ix_screening_review_jurisdiction_id", "screening_review", ["jurisdiction_id"])
    op.create_table(
        "screening_commission",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(), nullable=True),
        sa.Column(
            "state",
            states("commissionstate", "asked", "handed_in", "accepted", "withdrawn"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["screening_project.id"], name="fk_screening_commission_project_id"
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_screening_commission_jurisdiction_id"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_screening_commission_unit_id"),
        sa.PrimaryKeyConstraint("project_id", name="pk_screening_commission"),
    )
    op.create_index(
        "ix_screening_commission_jurisdiction_id_unit_id",
        "screening_commission",
        ["jurisdiction_id", "unit_id"],
    )
    rounds()
    scores()


def rounds() -> None:
    op.create_table(
        "screening_scoring_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("state", states("roundstate", "opened", "closed"), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_screening_scoring_round_jurisdiction_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_screening_scoring_round"),
        sa.UniqueConstraint(
            "jurisdiction_id",
            "year",
            "number",
            name="uq_screening_scoring_round_jurisdiction_id_year_number",
        ),
    )
    op.create_table(
        "screening_score_sheet",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("state", states("sheetstate", "written", "handed_in"), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"], ["screening_scoring_round.id"], name="fk_screening_score_sheet_round_id"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_screening_score_sheet_account_id"),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_screening_score_sheet_jurisdiction_id"
        ),
        sa.PrimaryKeyConstraint("round_id", "account_id", name="pk_screening_score_sheet"),
    )
    op.create_index("ix_screening_score_sheet_jurisdiction_id", "screening_score_sheet", ["jurisdiction_id"])


def scores() -> None:
    """Scores of before were open to all: they become a round of their year that is closed, its sheets handed in."""
    op.add_column("screening_score", sa.Column("round_id", sa.Integer(), nullable=True))
    op.add_column(
        "screening_score", sa.Column("avoids", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "screening_score",
        sa.Column("reason", sa.String(length=300), nullable=False, server_default=sa.text("''")),
    )
    weights = '{"expectation": 25, "operability": 25, "urgency": 25, "funding": 25}'
    written = "CAST(:weights AS JSON)" if op.get_bind().dialect.name == "postgresql" else ":weights"
    op.execute(
        sa.text(
            "INSERT INTO screening_scoring_round (jurisdiction_id, year, number, weights, state)"
            f" SELECT jurisdiction_id, year, 1, {written}, 'closed' FROM"
            " (SELECT DISTINCT p.jurisdiction_id, p.year FROM screening_score s"
            " JOIN screening_project p ON p.id = s.project_id) AS scored"
        ).bindparams(weights=weights)
    )
    op.execute(
        "UPDATE screening_score SET round_id = (SELECT r.id FROM screening_scoring_round r"
        " JOIN screening_project p ON p.jurisdiction_id = r.jurisdiction_id AND p.year = r.year"
        " WHERE p.id = screening_score.project_id)"
    )
    op.execute(
        "INSERT INTO screening_score_sheet (round_id, account_id, jurisdiction_id, state)"
        " SELECT DISTINCT round_id, account_id, jurisdiction_id, 'handed_in' FROM screening_score"
    )
    with op.batch_alter_table("screening_score") as table:
        for name in CRITERIA:
            table.drop_constraint(op.f(f"ck_screening_score_{name}"), type_="check")
            table.create_check_constraint(op.f(f"ck_screening_score_{name}"), f"{name} BETWEEN 0 AND 100")
            table.alter_column(name, existing_type=sa.Integer(), nullable=True)
        table.alter_column("round_id", existing_type=sa.Integer(), nullable=False)
        table.alter_column("avoids", existing_type=sa.Boolean(), server_default=None)
        table.alter_column("reason", existing_type=sa.String(length=300), server_default=None)
        table.create_foreign_key(
            "fk_screening_score_round_id", "screening_scoring_round", ["round_id"], ["id"]
        )
        table.create_index("ix_screening_score_round_id", ["round_id"])


def downgrade() -> None:
    gone = " OR ".join(f"{name} IS NULL OR {name} > 25" for name in CRITERIA)
    op.execute(f"DELETE FROM screening_score WHERE {gone}")
    with op.batch_alter_table("screening_score") as table:
        table.drop_index("ix_screening_score_round_id")
        table.drop_constraint("fk_screening_score_round_id", type_="foreignkey")
        for name in ("reason", "avoids", "round_id"):
            table.drop_column(name)
        for name in CRITERIA:
            table.drop_constraint(op.f(f"ck_screening_score_{name}"), type_="check")
            table.create_check_constraint(op.f(f"ck_screening_score_{name}"), f"{name} BETWEEN 0 AND 25")
            table.alter_column(name, existing_type=sa.Integer(), nullable=False)
    for name in (
        "screening_score_sheet",
        "screening_scoring_round",
        "screening_commission",
        "screening_review",
        "screening_appraisal_method",
    ):
        op.drop_table(name)
