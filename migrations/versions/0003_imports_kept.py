"""imports of a roster are kept, so that they can be taken back; deputies' logins belong to their term

Accounts of deputies that an import into another term had closed are opened again: whether a login holds is since
then asked of the term. The only other way in which a deputy's account was ever closed does not exist.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roster_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.Column("touched", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name=op.f("fk_roster_import_jurisdiction_id")
        ),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_roster_import_term_id")),
        sa.ForeignKeyConstraint(["upload_id"], ["roster_upload.id"], name=op.f("fk_roster_import_upload_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_roster_import_account_id")),
        sa.ForeignKeyConstraint(["sheet_id"], ["pin_sheet.id"], name=op.f("fk_roster_import_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_import")),
        sa.UniqueConstraint("upload_id", name=op.f("uq_roster_import_upload_id")),
    )
    op.create_index(
        op.f("ix_roster_import_jurisdiction_id_term_id"), "roster_import", ["jurisdiction_id", "term_id"]
    )
    with op.batch_alter_table("roster_upload") as batch_op:
        batch_op.add_column(sa.Column("basis", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_account_deputy_id"), "account", ["deputy_id"])
    account = sa.table("account", sa.column("closed", sa.Boolean()), sa.column("deputy_id", sa.Integer()))
    op.execute(sa.update(account).where(account.c.deputy_id.is_not(None)).values(closed=False))


def downgrade() -> None:
    op.drop_index(op.f("ix_account_deputy_id"), table_name="account")
    with op.batch_alter_table("roster_upload") as batch_op:
        batch_op.drop_column("basis")
    op.drop_table("roster_import")
