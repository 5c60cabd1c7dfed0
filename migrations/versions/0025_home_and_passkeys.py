"""how a deputy signs in from home, passkeys, and whether a session began there

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "home_entry",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(length=200), nullable=True),
        sa.Column("code_sha256", sa.String(length=64), nullable=True),
        sa.Column("code_until", sa.DateTime(), nullable=True),
        sa.Column("failed_tries", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.DateTime(), nullable=True),
        sa.Column("locked_until", sa.DateTime(), nullable=True),
        sa.CheckConstraint("failed_tries >= 0", name=op.f("ck_home_entry_tries")),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdiction.id"], name="fk_home_entry_jurisdiction_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_home_entry_account_id"),
        sa.PrimaryKeyConstraint("jurisdiction_id", "account_id", name="pk_home_entry"),
    )
    op.create_table(
        "passkey",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("site", sa.String(length=253), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("sign_count >= 0", name=op.f("ck_passkey_count")),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdiction.id"], name="fk_passkey_jurisdiction_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_passkey_account_id"),
        sa.PrimaryKeyConstraint("jurisdiction_id", "account_id", "number", name="pk_passkey"),
        sa.UniqueConstraint("credential_id", name="uq_passkey_credential_id"),
    )
    op.create_table(
        "spent_challenge",
        sa.Column("challenge_sha256", sa.String(length=64), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("challenge_sha256", name="pk_spent_challenge"),
    )
    op.add_column("signed_in", sa.Column("home", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("signed_in") as table:
        table.alter_column("home", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("signed_in") as table:
        table.drop_column("home")
    for name in ("spent_challenge", "passkey", "home_entry"):
        op.drop_table(name)
