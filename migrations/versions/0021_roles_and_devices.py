"""roles of the government, of who appraises, of stations, group leaders and standing committees; what a session is seen on; recovery codes

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BEFORE = (
    "platform_admin",
    "staff",
    "secretariat",
    "chair",
    "scrutineer",
    "teller",
    "deputy",
    "unit",
    "supervision",
    "oversight",
    "auditor",
)
ADDED = (
    "government",
    "appraiser",
    "finance_reviewer",
    "legal_reviewer",
    "station",
    "group_leader",
    "committee",
)
CHECK = "ck_account_role_role"


def one_of(roles: tuple[str, ...]) -> str:
    return f"role IN ({', '.join(repr(role) for role in roles)})"


def upgrade() -> None:
    with op.batch_alter_table("account_role") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), one_of(BEFORE + ADDED))
    op.add_column("account", sa.Column("station", sa.String(length=80), nullable=True))
    op.add_column("signed_in", sa.Column("seen_at", sa.DateTime(), nullable=True))
    op.add_column(
        "signed_in", sa.Column("device", sa.String(length=40), nullable=False, server_default=sa.text("''"))
    )
    with op.batch_alter_table("signed_in") as table:
        table.alter_column("device", server_default=None)
    op.create_table(
        "recovery_code",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_recovery_code_account_id"),
        sa.PrimaryKeyConstraint("account_id", "code_sha256", name="pk_recovery_code"),
    )


def downgrade() -> None:
    op.drop_table("recovery_code")
    with op.batch_alter_table("signed_in") as table:
        for name in ("device", "seen_at"):
            table.drop_column(name)
    with op.batch_alter_table("account") as table:
        table.drop_column("station")
    op.execute(f"DELETE FROM account_role WHERE NOT {one_of(BEFORE)}")
    with op.batch_alter_table("account_role") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), one_of(BEFORE))
