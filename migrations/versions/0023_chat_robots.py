"""chat robots of a place and what goes to them

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KINDS = "'account', 'to_answer', 'meeting', 'result', 'change', 'progress', 'screening'"


def upgrade() -> None:
    op.create_table(
        "chat_robot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=1000), nullable=True),
        sa.Column("secret", sa.String(length=1000), nullable=True),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("rests_until", sa.DateTime(), nullable=True),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.CheckConstraint("format IN ('wecom', 'dingtalk', 'feishu')", name=op.f("ck_chat_robot_robotformat")),
        sa.CheckConstraint("failed >= 0", name=op.f("ck_chat_robot_failed")),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdiction.id"], name="fk_chat_robot_jurisdiction_id"),
        sa.PrimaryKeyConstraint("id", name="pk_chat_robot"),
    )
    op.create_index("ix_chat_robot_jurisdiction_id", "chat_robot", ["jurisdiction_id"])
    op.create_table(
        "chat_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("robot_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(), nullable=True),
        sa.Column("in_doubt", sa.Boolean(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("failure", sa.String(length=120), nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'refused', 'failed', 'dropped')", name=op.f("ck_chat_post_messagestate")
        ),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_chat_post_noticekind")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_chat_post_tries")),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdiction.id"], name="fk_chat_post_jurisdiction_id"),
        sa.ForeignKeyConstraint(["robot_id"], ["chat_robot.id"], name="fk_chat_post_robot_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["audit_entry.id"], name="fk_chat_post_entry_id"),
        sa.PrimaryKeyConstraint("id", name="pk_chat_post"),
        sa.UniqueConstraint("robot_id", "entry_id", name="uq_chat_post_robot_id_entry_id"),
    )
    op.create_index("ix_chat_post_state_next_try_at", "chat_post", ["state", "next_try_at"])


def downgrade() -> None:
    for table in ("chat_post", "chat_robot"):
        op.drop_table(table)
