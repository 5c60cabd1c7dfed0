"""answers in four classes, their templates, the days of a suggestion's life; scope, criteria and issuer of a call

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TABLE = "screening_suggestion"
CHECK = "ck_screening_suggestion_suggestionstate"
BEFORE = ("submitted", "merged", "routed", "rejected")
AFTER = ("submitted", "merged", "routed", "answered")
CLASSES = ("solved", "planned", "not_now", "reference")
STEPS = ("merged", "detached", "routed", "answered", "reconsidered", "carried")
FIELDS = (
    "childcare",
    "education",
    "work",
    "health",
    "elderly",
    "housing",
    "support",
    "transport",
    "environment",
    "other",
)


def one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        for name, length in (("answer_class", 40), ("field", 40)):
            table.add_column(sa.Column(name, sa.String(length=length), nullable=True))
        table.add_column(
            sa.Column("elsewhere", sa.String(length=300), nullable=False, server_default=sa.text("''"))
        )
    # What was not adopted had been answered with a reason: class C says that it cannot be done now.
    op.execute(
        f"UPDATE {TABLE} SET state = 'answered', answer_class = 'not_now', version = version + 1 WHERE state = 'rejected'"
    )
    with op.batch_alter_table(TABLE) as table:
        table.alter_column("elsewhere", server_default=None)
        table.create_check_constraint(op.f(CHECK), one_of("state", AFTER))
        table.create_check_constraint(op.f(f"ck_{TABLE}_answerclass"), one_of("answer_class", CLASSES))
        table.create_check_constraint(op.f(f"ck_{TABLE}_field"), one_of("field", FIELDS))
    op.create_table(
        "screening_suggestion_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("step", choice("suggestionturn", STEPS), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_screening_suggestion_step_jurisdiction_id"
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], [f"{TABLE}.id"], name="fk_screening_suggestion_step_suggestion_id"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["screening_project.id"], name="fk_screening_suggestion_step_project_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_screening_suggestion_step"),
    )
    for column in ("suggestion_id", "jurisdiction_id"):
        op.create_index(
            f"ix_screening_suggestion_step_{column}", "screening_suggestion_step", [column]
        )
    op.execute(
        "INSERT INTO screening_suggestion_step (jurisdiction_id, suggestion_id, at, step, project_id)"
        f" SELECT jurisdiction_id, id, answered_at, state, project_id FROM {TABLE}"
        " WHERE answered_at IS NOT NULL AND state <> 'submitted' ORDER BY id"
    )
    op.create_table(
        "screening_answer_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("answer_class", choice("answerclass", CLASSES), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("elsewhere", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_screening_answer_template_jurisdiction_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_screening_answer_template"),
        sa.UniqueConstraint("jurisdiction_id", "title", name="uq_screening_answer_template_jurisdiction_id_title"),
    )
    of_calls = {"scope": sa.Text(), "criteria": sa.Text(), "issuer": sa.String(length=80)}
    for name, kind in of_calls.items():
        op.add_column(
            "screening_call", sa.Column(name, kind, nullable=False, server_default=sa.text("''"))
        )
    with op.batch_alter_table("screening_call") as table:
        for name in of_calls:
            table.alter_column(name, server_default=None)
    op.add_column("screening_project", sa.Column("state_since", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("screening_project") as table:
        table.drop_column("state_since")
    with op.batch_alter_table("screening_call") as table:
        for name in ("issuer", "criteria", "scope"):
            table.drop_column(name)
    op.drop_table("screening_answer_template")
    op.drop_table("screening_suggestion_step")
    with op.batch_alter_table(TABLE) as table:
        for check in ("answerclass", "field"):
            table.drop_constraint(op.f(f"ck_{TABLE}_{check}"), type_="check")
        table.drop_constraint(op.f(CHECK), type_="check")
    op.execute(f"UPDATE {TABLE} SET state = 'rejected' WHERE state = 'answered'")
    with op.batch_alter_table(TABLE) as table:
        table.create_check_constraint(op.f(CHECK), one_of("state", BEFORE))
        for name in ("answer_class", "field", "elsewhere"):
            table.drop_column(name)
