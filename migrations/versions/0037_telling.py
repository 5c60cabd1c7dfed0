"""answers to suggesters whose problem is not solved; how soon followers hear, and their digests; text messages to accounts

Revision ID: 0037
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("look_back_voice") as table:
        table.add_column(sa.Column("answer", sa.Text(), nullable=False, server_default=sa.text("''")))
        table.add_column(sa.Column("answered_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("look_back_voice") as table:
        table.alter_column("answer", server_default=None)
    op.create_table(
        "notice_phone",
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.String(length=600), nullable=True),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("to_confirm", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_notice_phone_jurisdiction_id"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_notice_phone_account_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name="pk_notice_phone"),
    )
    op.create_index("ix_notice_phone_to_confirm", "notice_phone", ["to_confirm"])
    with op.batch_alter_table("notice") as table:
        table.add_column(sa.Column("texts_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("text_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_notice_text_id", "message", ["text_id"], ["id"])
    op.create_index("ix_notice_text_id_texts_at", "notice", ["text_id", "texts_at"])


def downgrade() -> None:
    op.drop_index("ix_notice_text_id_texts_at", "notice")
    with op.batch_alter_table("notice") as table:
        table.drop_constraint("fk_notice_text_id", type_="foreignkey")
        for name in ("text_id", "texts_at"):
            table.drop_column(name)
    op.drop_table("notice_phone")
    with op.batch_alter_table("look_back_voice") as table:
        for name in ("answered_at", "answer"):
            table.drop_column(name)
