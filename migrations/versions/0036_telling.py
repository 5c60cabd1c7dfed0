"""answers to suggesters whose problem is not solved; how soon followers hear, and their digests; text messages to accounts

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
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
    for table_name, name, column in (
        ("follow", "pace", sa.Column("pace", sa.String(length=40), nullable=False, server_default="at_once")),
        ("message", "digest", sa.Column("digest", sa.Boolean(), nullable=False, server_default=sa.false())),
    ):
        with op.batch_alter_table(table_name) as table:
            table.add_column(column)
        with op.batch_alter_table(table_name) as table:
            table.alter_column(name, server_default=None)
    with op.batch_alter_table("follow") as table:
        table.create_check_constraint(
            op.f("ck_follow_pace"), "pace IN ('at_once', 'daily', 'weekly', 'none')"
        )
    op.create_table(
        "follow_digest_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follow_id", sa.Integer(), nullable=False),
        sa.Column("news_id", sa.Integer(), nullable=False),
        sa.Column("leaves_at", sa.DateTime(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["follow_id"], ["follow.id"], name="fk_follow_digest_line_follow_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["news_id"], ["follow_news.id"], name="fk_follow_digest_line_news_id"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name="fk_follow_digest_line_message_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_follow_digest_line"),
        sa.UniqueConstraint("follow_id", "news_id", name="uq_follow_digest_line_follow_id_news_id"),
    )
    for columns in (["message_id", "leaves_at"], ["news_id"]):
        op.create_index("ix_follow_digest_line_" + "_".join(columns), "follow_digest_line", columns)


def downgrade() -> None:
    op.drop_table("follow_digest_line")
    op.execute("DELETE FROM message WHERE digest")
    with op.batch_alter_table("message") as table:
        table.drop_column("digest")
    with op.batch_alter_table("follow") as table:
        table.drop_constraint(op.f("ck_follow_pace"), type_="check")
        table.drop_column("pace")
    op.drop_index("ix_notice_text_id_texts_at", "notice")
    with op.batch_alter_table("notice") as table:
        table.drop_constraint("fk_notice_text_id", type_="foreignkey")
        for name in ("text_id", "texts_at"):
            table.drop_column(name)
    op.drop_table("notice_phone")
    with op.batch_alter_table("look_back_voice") as table:
        for name in ("answered_at", "answer"):
            table.drop_column(name)
