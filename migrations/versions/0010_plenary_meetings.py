"""plenary meetings of a session, with a check-in and a quorum each; shows of hands that failed; results before a 公告

A meeting of before becomes one plenary meeting, with the check-ins that it had. What its state said of the quorum
stands in the plenary meeting's own.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STATE = "ck_meeting_meetingstate"
AFTER = ("draft", "method_adopted", "scrutineers_adopted", "closed", "archived")
BEFORE = (*AFTER[:3], "quorum_confirmed", *AFTER[3:])


def one_of(states: tuple[str, ...]) -> str:
    return "state IN ({})".format(", ".join(f"'{state}'" for state in states))


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
    _plenaries()
    op.execute("UPDATE meeting SET state = 'scrutineers_adopted' WHERE state = 'quorum_confirmed'")
    with op.batch_alter_table("meeting", copy_from=as_it_is("meeting")) as batch:
        batch.drop_constraint(op.f(STATE), type_="check")
        batch.create_check_constraint(op.f(STATE), one_of(AFTER))
        batch.drop_column("due")
        batch.add_column(sa.Column("plenary", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("meeting", copy_from=as_it_is("meeting")) as batch:
        batch.alter_column("plenary", server_default=None)
    _check_ins("plenary", ["meeting_id", "deputy_id", "plenary"])
    with op.batch_alter_table("meeting_act", copy_from=as_it_is("meeting_act")) as batch:
        batch.add_column(sa.Column("carried", sa.Boolean(), nullable=True))
        batch.add_column(sa.Column("plenary", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("ballot_uuid", sa.String(length=64), nullable=True))
    op.execute("UPDATE meeting_act SET carried = true WHERE approve IS NOT NULL")
    with op.batch_alter_table("meeting_act", copy_from=as_it_is("meeting_act")) as batch:
        batch.alter_column("plenary", server_default=None)
    op.add_column("ballot", sa.Column("plenary", sa.Integer(), nullable=True))
    op.execute("UPDATE ballot SET plenary = 1 WHERE state IN ('open', 'closed')")
    op.add_column("tally_run", sa.Column("declared_at", sa.DateTime(), nullable=True))
    op.add_column("tally_run", sa.Column("deferred", sa.String(length=400), nullable=True))
    op.execute("UPDATE tally_run SET declared_at = announced_at")


def _plenaries() -> None:
    """Make the one plenary meeting of each session; whoever had confirmed the quorum, or ended, has opened it."""
    op.create_table(
        "plenary",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "convened",
                "sitting",
                "resting",
                name="plenarystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("due", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_plenary_number")),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name=op.f("fk_plenary_jurisdiction_id")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_plenary_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", "number", name=op.f("pk_plenary")),
    )
    op.create_index(op.f("ix_plenary_jurisdiction_id"), "plenary", ["jurisdiction_id"])
    op.execute(
        "INSERT INTO plenary (meeting_id, number, jurisdiction_id, state, due, present, opened_at)"
        " SELECT id, 1, jurisdiction_id,"
        " CASE WHEN state IN ('quorum_confirmed', 'closed', 'archived') THEN 'sitting' ELSE 'convened' END, due, NULL,"
        " (SELECT max(a.at) FROM meeting_act a WHERE a.meeting_id = meeting.id AND a.step = 'confirm_quorum'"
        " AND meeting.state IN ('quorum_confirmed', 'closed', 'archived')) FROM meeting"
    )


def _check_ins(column: str, key: list[str]) -> None:
    """Let a check-in belong to a plenary meeting: it is a part of its key."""
    op.rename_table("attendance", "attendance_before")
    op.execute("DROP INDEX ix_attendance_jurisdiction_id")
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        op.execute("ALTER TABLE attendance_before RENAME CONSTRAINT pk_attendance TO pk_attendance_before")
        for name in ("deputy_id", "jurisdiction_id", "meeting_id"):
            op.drop_constraint(op.f(f"fk_attendance_{name}"), "attendance_before", type_="foreignkey")
    extra = [sa.Column(column, sa.Integer(), autoincrement=False, nullable=False)] if column else []
    op.create_table(
        "attendance",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        *extra,
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("checked_in_at", sa.DateTime(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("left_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["deputy_id"], ["deputy.id"], name=op.f("fk_attendance_deputy_id")),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name=op.f("fk_attendance_jurisdiction_id")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id")),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_attendance")),
    )
    same = "meeting_id, deputy_id, jurisdiction_id, checked_in_at, present, left_at"
    put, take = (f"{same}, plenary", f"{same}, 1") if column else (same, same)
    last = "" if column else " WHERE plenary = (SELECT m.plenary FROM meeting m WHERE m.id = meeting_id)"
    op.execute(f"INSERT INTO attendance ({put}) SELECT {take} FROM attendance_before{last}")
    op.drop_table("attendance_before")
    op.create_index(op.f("ix_attendance_jurisdiction_id"), "attendance", ["jurisdiction_id"])


def downgrade() -> None:
    """Keep the last plenary meeting of each session; what failed and what was deferred is forgotten."""
    with op.batch_alter_table("tally_run", copy_from=as_it_is("tally_run")) as batch:
        batch.drop_column("deferred")
        batch.drop_column("declared_at")
    with op.batch_alter_table("ballot", copy_from=as_it_is("ballot")) as batch:
        batch.drop_column("plenary")
    op.execute("DELETE FROM meeting_act WHERE carried = false OR step IN ('convene', 'rest', 'resume', 'defer')")
    with op.batch_alter_table("meeting_act", copy_from=as_it_is("meeting_act")) as batch:
        batch.drop_column("ballot_uuid")
        batch.drop_column("plenary")
        batch.drop_column("carried")
    _check_ins("", ["meeting_id", "deputy_id"])
    with op.batch_alter_table("meeting", copy_from=as_it_is("meeting")) as batch:
        batch.drop_constraint(op.f(STATE), type_="check")
        batch.create_check_constraint(op.f(STATE), one_of(BEFORE))
        batch.add_column(sa.Column("due", sa.Integer(), nullable=True))
    last = "FROM plenary p WHERE p.meeting_id = meeting.id AND p.number = meeting.plenary"
    op.execute(f"UPDATE meeting SET due = (SELECT p.due {last})")
    op.execute(
        "UPDATE meeting SET state = 'quorum_confirmed' WHERE state = 'scrutineers_adopted'"
        f" AND EXISTS (SELECT 1 {last} AND p.state <> 'convened')"
    )
    with op.batch_alter_table("meeting", copy_from=as_it_is("meeting")) as batch:
        batch.drop_column("plenary")
    op.drop_table("plenary")
