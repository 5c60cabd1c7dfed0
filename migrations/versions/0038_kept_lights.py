"""what a light was read from is kept with it, later readings stand beside it, thresholds have a day from which they hold

Revision ID: 0038
Revises: 0039
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0039"
branch_labels = None
depends_on = None

LIGHTS = ("grey", "green", "yellow", "red", "blue")
STOPPED = ("suspended", "terminated", "unfinished")
BEFORE = ("not_due", "on_plan", "gap", "milestone", "running", "accepted", *STOPPED)
REASONS = (*BEFORE, "not_started")
CHECK = "ck_month_light_reason"


def one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def as_it_is(name: str) -> sa.Table:
    """Return a table with its checks, which a copy on SQLite would lose otherwise."""
    bind = op.get_bind()
    table = sa.Table(name, sa.MetaData(), autoload_with=bind, resolve_fks=False)
    known = {constraint.name for constraint in table.constraints}
    for check in sa.inspect(bind).get_check_constraints(name):
        if check["name"] not in known:
            table.append_constraint(sa.CheckConstraint(check["sqltext"], name=op.f(check["name"])))
    return table


def upgrade() -> None:
    with op.batch_alter_table("month_light", copy_from=as_it_is("month_light")) as table:
        table.add_column(sa.Column("read_from", sa.JSON(none_as_null=True), nullable=True))
        table.add_column(sa.Column("asked", sa.String(length=80), nullable=False, server_default=sa.text("''")))
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), one_of("reason", REASONS))
    with op.batch_alter_table("month_light", copy_from=as_it_is("month_light")) as table:
        table.alter_column("asked", server_default=None)
    op.create_table(
        "later_light",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("light", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("asked", sa.String(length=80), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("read_from", sa.JSON(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(one_of("light", LIGHTS), name=op.f("ck_later_light_later_light")),
        sa.CheckConstraint(one_of("reason", REASONS), name=op.f("ck_later_light_later_reason")),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id", "commitment_id", "month"],
            ["month_light.jurisdiction_id", "month_light.commitment_id", "month_light.month"],
            name=op.f("fk_later_light_jurisdiction_id_commitment_id_month"),
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name=op.f("fk_later_light_jurisdiction_id")
        ),
        sa.PrimaryKeyConstraint(
            "jurisdiction_id", "commitment_id", "month", "number", name=op.f("pk_later_light")
        ),
    )
    op.create_table(
        "light_rule",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("yellow_from", sa.Integer(), nullable=False),
        sa.Column("red_above", sa.Integer(), nullable=False),
        sa.Column("running_months", sa.Integer(), nullable=False),
        sa.Column("reading_day", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("yellow_from BETWEEN 1 AND red_above", name=op.f("ck_light_rule_points")),
        sa.CheckConstraint("running_months BETWEEN 2 AND 12", name=op.f("ck_light_rule_running")),
        sa.CheckConstraint("reading_day BETWEEN 1 AND 28", name=op.f("ck_light_rule_day")),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name=op.f("fk_light_rule_jurisdiction_id")
        ),
        sa.PrimaryKeyConstraint("jurisdiction_id", "holds_from", name=op.f("pk_light_rule")),
    )


def downgrade() -> None:
    op.drop_table("light_rule")
    op.drop_table("later_light")
    op.execute("UPDATE month_light SET reason = 'on_plan' WHERE reason = 'not_started'")
    with op.batch_alter_table("month_light", copy_from=as_it_is("month_light")) as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), one_of("reason", BEFORE))
        table.drop_column("asked")
        table.drop_column("read_from")
