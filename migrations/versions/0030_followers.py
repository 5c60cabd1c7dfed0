"""followers of suggestions, projects and years, what they are told, and what suggesters say when they look back; addresses are confirmed

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("contact", sa.String(length=600), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("origin", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("first_made", sa.Boolean(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("topic IN ('suggestion', 'project', 'year')", name=op.f("ck_follow_topic")),
        sa.CheckConstraint("way IN ('mail', 'sms')", name=op.f("ck_follow_way")),
        sa.CheckConstraint(
            "state IN ('asked', 'confirmed', 'ended', 'lapsed')", name=op.f("ck_follow_followstate")
        ),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdiction.id"], name="fk_follow_jurisdiction_id"),
        sa.PrimaryKeyConstraint("id", name="pk_follow"),
        sa.UniqueConstraint(
            "jurisdiction_id",
            "topic",
            "subject_id",
            "digest",
            name="uq_follow_jurisdiction_id_topic_subject_id_digest",
        ),
    )
    for columns in (["state", "first_made"], ["digest", "asked_at"], ["origin", "asked_at"]):
        op.create_index("ix_follow_" + "_".join(columns), "follow", columns)
    op.create_table(
        "follow_news",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("leaves_at", sa.DateTime(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("spread", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_follow_news_jurisdiction_id"
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["audit_entry.id"], name="fk_follow_news_entry_id"),
        sa.PrimaryKeyConstraint("id", name="pk_follow_news"),
        sa.UniqueConstraint("entry_id", "part", name="uq_follow_news_entry_id_part"),
    )
    op.create_index("ix_follow_news_spread_leaves_at", "follow_news", ["spread", "leaves_at"])
    with op.batch_alter_table("message") as table:
        table.alter_column("account_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(
            sa.Column("way", sa.String(length=40), nullable=False, server_default=sa.text("'mail'"))
        )
        table.add_column(
            sa.Column("confirms", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("follow_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("news_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            "fk_message_follow_id", "follow", ["follow_id"], ["id"], ondelete="CASCADE"
        )
        table.create_foreign_key("fk_message_news_id", "follow_news", ["news_id"], ["id"])
        table.create_unique_constraint("uq_message_follow_id_news_id", ["follow_id", "news_id"])
        table.create_check_constraint(op.f("ck_message_way"), "way IN ('mail', 'sms')")
        table.create_check_constraint(
            op.f("ck_message_whose"), "(account_id IS NULL) <> (follow_id IS NULL)"
        )
    with op.batch_alter_table("message") as table:
        table.alter_column("way", server_default=None)
        table.alter_column("confirms", server_default=None)
    with op.batch_alter_table("notice_reader") as table:
        for name in ("confirmed", "to_confirm"):
            table.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE notice_reader SET confirmed = (email IS NOT NULL)")
    with op.batch_alter_table("notice_reader") as table:
        for name in ("confirmed", "to_confirm"):
            table.alter_column(name, server_default=None)
    op.create_index("ix_notice_reader_to_confirm", "notice_reader", ["to_confirm"])
    op.create_index("ix_message_news_id", "message", ["news_id"])
    op.create_table(
        "sms_provider",
        sa.Column("jurisdiction_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("signature", sa.String(length=20), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("header", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("accepted", sa.String(length=100), nullable=False),
        sa.Column("rests_until", sa.DateTime(), nullable=True),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.CheckConstraint("format IN ('json', 'form')", name=op.f("ck_sms_provider_bodyformat")),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_sms_provider_jurisdiction_id"
        ),
        sa.PrimaryKeyConstraint("jurisdiction_id", name="pk_sms_provider"),
    )
    op.create_table(
        "look_back_voice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("solved", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name="fk_look_back_voice_jurisdiction_id"
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id", "commitment_id"],
            ["commitment.jurisdiction_id", "commitment.id"],
            name="fk_look_back_voice_jurisdiction_id_commitment_id",
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["screening_suggestion.id"], name="fk_look_back_voice_suggestion_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_look_back_voice"),
        sa.UniqueConstraint(
            "suggestion_id", "commitment_id", name="uq_look_back_voice_suggestion_id_commitment_id"
        ),
    )
    op.create_index(
        "ix_look_back_voice_jurisdiction_id_commitment_id",
        "look_back_voice",
        ["jurisdiction_id", "commitment_id"],
    )


def downgrade() -> None:
    op.drop_table("look_back_voice")
    op.drop_table("sms_provider")
    op.drop_index("ix_notice_reader_to_confirm", "notice_reader")
    with op.batch_alter_table("notice_reader") as table:
        for name in ("confirmed", "to_confirm"):
            table.drop_column(name)
    op.execute("DELETE FROM message WHERE account_id IS NULL")
    op.drop_index("ix_message_news_id", "message")
    with op.batch_alter_table("message") as table:
        for name in ("ck_message_whose", "ck_message_way"):
            table.drop_constraint(op.f(name), type_="check")
        table.drop_constraint("uq_message_follow_id_news_id", type_="unique")
        for name in ("fk_message_follow_id", "fk_message_news_id"):
            table.drop_constraint(name, type_="foreignkey")
        for name in ("way", "confirms", "follow_id", "news_id"):
            table.drop_column(name)
        table.alter_column("account_id", existing_type=sa.Integer(), nullable=False)
    op.drop_table("follow_news")
    op.drop_table("follow")
