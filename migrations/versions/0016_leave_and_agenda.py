"""leave of absence; place, days and agenda of a meeting; logins of deputies who are no longer in office

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leave_of_absence",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_leave_of_absence_jurisdiction_id"
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_leave_of_absence_meeting_id"),
        sa.ForeignKeyConstraint(["deputy_id"], ["deputy.id"], name="fk_leave_of_absence_deputy_id"),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name="fk_leave_of_absence_entered_by"),
        sa.PrimaryKeyConstraint("jurisdiction_id", "meeting_id", "deputy_id", name="pk_leave_of_absence"),
    )
    op.add_column("ballot", sa.Column("on_leave", sa.Integer(), nullable=True))
    with op.batch_alter_table("meeting") as table:
        table.add_column(sa.Column("venue", sa.String(length=100), nullable=True))
        table.add_column(sa.Column("days", sa.Integer(), nullable=True))
        table.add_column(sa.Column("agenda", sa.Text(), nullable=True))
        table.create_check_constraint(op.f("ck_meeting_days"), "days > 0")
    out_of_office = "SELECT account.id FROM account JOIN deputy ON deputy.id = account.deputy_id WHERE NOT deputy.in_office"
    op.execute(f"DELETE FROM signed_in WHERE account_id IN ({out_of_office})")
    op.execute(f"UPDATE account SET closed = true WHERE id IN ({out_of_office})")


def downgrade() -> None:
    with op.batch_alter_table("meeting") as table:
        table.drop_constraint(op.f("ck_meeting_days"), type_="check")
        for name in ("agenda", "days", "venue"):
            table.drop_column(name)
    with op.batch_alter_table("ballot") as table:
        table.drop_column("on_leave")
    op.drop_table("leave_of_absence")
