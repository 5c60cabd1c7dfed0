"""a set-up that was withdrawn stays as a tombstone and names the ballot in its place

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATE = "ck_ballot_ballotstate"
SUCCESSOR = "ck_ballot_successor"
BEFORE = ("draft", "ready", "open", "closed", "void")


def one_of(states: tuple[str, ...]) -> str:
    return "state IN ({})".format(", ".join(f"'{state}'" for state in states))


def as_it_is() -> sa.Table:
    """Return the table with its checks, which a copy on SQLite would lose otherwise."""
    bind = op.get_bind()
    table = sa.Table("ballot", sa.MetaData(), autoload_with=bind, resolve_fks=False)
    known = {constraint.name for constraint in table.constraints}
    for check in sa.inspect(bind).get_check_constraints("ballot"):
        if check["name"] not in known:
            table.append_constraint(sa.CheckConstraint(check["sqltext"], name=op.f(check["name"])))
    return table


def upgrade() -> None:
    with op.batch_alter_table("ballot", copy_from=as_it_is()) as batch:
        batch.drop_constraint(op.f(STATE), type_="check")
        batch.create_check_constraint(op.f(STATE), one_of((*BEFORE, "withdrawn")))
        batch.add_column(sa.Column("successor_uuid", sa.String(length=64), nullable=True))
        batch.create_foreign_key(op.f("fk_ballot_successor_uuid"), "ballot", ["successor_uuid"], ["uuid"])
        batch.create_check_constraint(op.f(SUCCESSOR), "(state = 'withdrawn') = (successor_uuid IS NOT NULL)")


def downgrade() -> None:
    op.execute("UPDATE ballot SET state = 'void', void_reason = 'withdrawn' WHERE state = 'withdrawn'")
    with op.batch_alter_table("ballot", copy_from=as_it_is()) as batch:
        batch.drop_constraint(op.f(SUCCESSOR), type_="check")
        batch.drop_constraint(op.f("fk_ballot_successor_uuid"), type_="foreignkey")
        batch.drop_column("successor_uuid")
        batch.drop_constraint(op.f(STATE), type_="check")
        batch.create_check_constraint(op.f(STATE), one_of(BEFORE))
