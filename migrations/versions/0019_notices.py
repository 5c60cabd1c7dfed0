"""notices: what everybody is told, how he wants to be told, and what leaves the program

Journals that there are are not read again: nobody is told of what was done before.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KINDS = "'account', 'to_answer', 'meeting', 'result', 'change', 'progress', 'screening'"
PACES = "'at_once', 'daily', 'weekly', 'none'"


def upgrade() -> None:
    cursor = op.create_table(
        "notice_cursor",
        sa.Column("jurisdiction_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdiction.id"], name="fk_notice_cursor_jurisdiction_id"),
        sa.PrimaryKeyConstraint("jurisdiction_id", name="pk_notice_cursor"),
    )
    head = sa.table("audit_head", sa.column("jurisdiction_id"), sa.column("number"))
    op.execute(cursor.insert().from_select(["jurisdiction_id", "number"], sa.select(head.c.jurisdiction_id, head.c.number)))
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(), nullable=True),
        sa.Column("in_doubt", sa.Boolean(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("failure", sa.String(length=200), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'refused', 'failed', 'dropped')", name=op.f("ck_message_messagestate")
        ),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_message_tries")),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdiction.id"], name="fk_message_jurisdiction_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_message_account_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("key", name="uq_message_key"),
    )
    op.create_index("ix_message_state_next_try_at", "message", ["state", "next_try_at"])
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("pace", sa.String(length=40), nullable=False),
        sa.Column("leaves_at", sa.DateTime(), nullable=True),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_notice_noticekind")),
        sa.CheckConstraint(f"pace IN ({PACES})", name=op.f("ck_notice_pace")),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdiction.id"], name="fk_notice_jurisdiction_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_notice_account_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["entry_id"], ["audit_entry.id"], name="fk_notice_entry_id"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_notice_message_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.UniqueConstraint("account_id", "entry_id", name="uq_notice_account_id_entry_id"),
    )
    op.create_index("ix_notice_account_id_read_at", "notice", ["account_id", "read_at"])
    op.create_index("ix_notice_message_id_leaves_at", "notice", ["message_id", "leaves_at"])
    op.create_table(
        "notice_reader",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("email", sa.String(length=600), nullable=True),
        sa.Column("quiet_begins", sa.Integer(), nullable=False),
        sa.Column("quiet_ends", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "quiet_begins BETWEEN 0 AND 23 AND quiet_ends BETWEEN 0 AND 23", name=op.f("ck_notice_reader_quiet")
        ),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdiction.id"], name="fk_notice_reader_jurisdiction_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_notice_reader_account_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id", name="pk_notice_reader"),
    )
    op.create_table(
        "notice_wish",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("pace", sa.String(length=40), nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_notice_wish_noticekind")),
        sa.CheckConstraint(f"pace IN ({PACES})", name=op.f("ck_notice_wish_pace")),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdiction.id"], name="fk_notice_wish_jurisdiction_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_notice_wish_account_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id", "kind", name="pk_notice_wish"),
    )


def downgrade() -> None:
    for table in ("notice_wish", "notice_reader", "notice", "message", "notice_cursor"):
        op.drop_table(table)
