"""tablets bound to a meeting; wrong PINs of a hall and from outside counted apart, and forgotten in time

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

COUNTED = ("account", "unknown_login")


def upgrade() -> None:
    for name in COUNTED:
        op.add_column(name, sa.Column("failed_at", sa.DateTime(), nullable=True))
    op.create_table(
        "inside_tries",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("failed_tries", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.DateTime(), nullable=True),
        sa.Column("locked_until", sa.DateTime(), nullable=True),
        sa.CheckConstraint("failed_tries >= 0", name=op.f("ck_inside_tries_tries")),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name=op.f("fk_inside_tries_jurisdiction_id")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_inside_tries_account_id")),
        sa.PrimaryKeyConstraint("jurisdiction_id", "account_id", name=op.f("pk_inside_tries")),
    )
    op.create_table(
        "outside_tries",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("spent", sa.Integer(), nullable=False),
        sa.Column("spent_at", sa.DateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=True),
        sa.Column("last_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("spent >= 0 AND tries >= 0", name=op.f("ck_outside_tries_tries")),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name=op.f("fk_outside_tries_jurisdiction_id")
        ),
        sa.PrimaryKeyConstraint("jurisdiction_id", name=op.f("pk_outside_tries")),
    )
    op.create_table(
        "bound_tablet",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("secret_sha256", sa.String(length=64), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=43), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("spent", sa.Integer(), nullable=False),
        sa.Column("spent_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("spent >= 0", name=op.f("ck_bound_tablet_spent")),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name=op.f("fk_bound_tablet_jurisdiction_id")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_bound_tablet_meeting_id")),
        sa.PrimaryKeyConstraint("jurisdiction_id", "secret_sha256", name=op.f("pk_bound_tablet")),
        sa.UniqueConstraint("mark", name=op.f("uq_bound_tablet_mark")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_bound_tablet_meeting_id_number")),
    )


def downgrade() -> None:
    for name in ("bound_tablet", "outside_tries", "inside_tries"):
        op.drop_table(name)
    for name in reversed(COUNTED):
        with op.batch_alter_table(name) as table:
            table.drop_column("failed_at")
