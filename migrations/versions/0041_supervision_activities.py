"""activities of supervision, questions of inquiries, opinions and promises with what was said of them

Revision ID: 0041
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0037"
branch_labels = None
depends_on = None


def keyed(table: str, *more: sa.schema.SchemaItem) -> list[sa.schema.SchemaItem]:
    """The keys that each of these tables has: its own, and its place's."""
    return [
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdiction.id"], name=f"fk_{table}_jurisdiction_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        *more,
    ]


def of(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    """A key of the place and of a row of the place."""
    return sa.ForeignKeyConstraint(
        ["jurisdiction_id", column],
        [f"{parent}.jurisdiction_id", f"{parent}.id"],
        name=f"fk_{table}_jurisdiction_id_{column}",
    )


def own(*columns: sa.Column) -> list[sa.Column]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        *columns,
    ]


def upgrade() -> None:
    _activities()
    _opinions()
    name = "inquiry_question"
    op.create_table(
        name,
        *own(
            sa.Column("activity_id", sa.Integer(), nullable=False),
            sa.Column("unit_id", sa.Integer(), nullable=False),
            sa.Column("text", sa.Text(), nullable=False),
            sa.Column("reply", sa.Text(), nullable=False),
            sa.Column("recorded_at", sa.DateTime(), nullable=False),
            sa.Column("promise_id", sa.Integer(), nullable=True),
        ),
        *keyed(
            name,
            of(name, "activity_id", "supervision_activity"),
            of(name, "promise_id", "supervision_opinion"),
            sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=f"fk_{name}_unit_id"),
        ),
    )
    op.create_index(f"ix_{name}_jurisdiction_id_activity_id", name, ["jurisdiction_id", "activity_id"])


def _activities() -> None:
    name = "supervision_activity"
    op.create_table(
        name,
        *own(
            sa.Column("year", sa.Integer(), nullable=False),
            sa.Column("kind", sa.String(length=40), nullable=False),
            sa.Column("title", sa.String(length=120), nullable=False),
            sa.Column("on", sa.Date(), nullable=False),
            sa.Column("plan", sa.Text(), nullable=False),
            sa.Column("planned_at", sa.DateTime(), nullable=False),
            sa.Column("held_on", sa.Date(), nullable=True),
            sa.Column("report", sa.Text(), nullable=False),
            sa.Column("told_at", sa.DateTime(), nullable=True),
            sa.Column("state", sa.String(length=40), nullable=False),
            sa.Column("version", sa.Integer(), nullable=False),
        ),
        sa.CheckConstraint(
            "kind IN ('half_year', 'year_end', 'inquiry', 'inspection', 'study')",
            name=op.f(f"ck_{name}_activitykind"),
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'reported', 'cancelled')", name=op.f(f"ck_{name}_activitystate")
        ),
        *keyed(name, sa.UniqueConstraint("jurisdiction_id", "id", name=f"uq_{name}_jurisdiction_id_id")),
    )
    op.create_index(f"ix_{name}_jurisdiction_id_year", name, ["jurisdiction_id", "year"])


def _opinions() -> None:
    name = "supervision_opinion"
    op.create_table(
        name,
        *own(
            sa.Column("activity_id", sa.Integer(), nullable=False),
            sa.Column("number", sa.Integer(), nullable=False),
            sa.Column("kind", sa.String(length=40), nullable=False),
            sa.Column("unit_id", sa.Integer(), nullable=False),
            sa.Column("text", sa.Text(), nullable=False),
            sa.Column("due_on", sa.Date(), nullable=False),
            sa.Column("given_at", sa.DateTime(), nullable=False),
            sa.Column("state", sa.String(length=40), nullable=False),
            sa.Column("version", sa.Integer(), nullable=False),
        ),
        sa.CheckConstraint("kind IN ('opinion', 'promise')", name=op.f(f"ck_{name}_opinionkind")),
        sa.CheckConstraint(
            "state IN ('assigned', 'answered', 'accepted', 'published')",
            name=op.f(f"ck_{name}_opinionstate"),
        ),
        *keyed(
            name,
            of(name, "activity_id", "supervision_activity"),
            sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=f"fk_{name}_unit_id"),
            sa.UniqueConstraint("jurisdiction_id", "id", name=f"uq_{name}_jurisdiction_id_id"),
            sa.UniqueConstraint(
                "jurisdiction_id",
                "activity_id",
                "number",
                name=f"uq_{name}_jurisdiction_id_activity_id_number",
            ),
        ),
    )
    op.create_index(f"ix_{name}_jurisdiction_id_unit_id", name, ["jurisdiction_id", "unit_id"])
    posts = f"{name}_post"
    op.create_table(
        posts,
        *own(
            sa.Column("opinion_id", sa.Integer(), nullable=False),
            sa.Column("step", sa.String(length=20), nullable=False),
            sa.Column("text", sa.Text(), nullable=False),
            sa.Column("at", sa.DateTime(), nullable=False),
        ),
        *keyed(posts, of(posts, "opinion_id", name)),
    )
    op.create_index(f"ix_{posts}_jurisdiction_id_opinion_id", posts, ["jurisdiction_id", "opinion_id"])


def downgrade() -> None:
    for name in (
        "inquiry_question",
        "supervision_opinion_post",
        "supervision_opinion",
        "supervision_activity",
    ):
        op.drop_table(name)
