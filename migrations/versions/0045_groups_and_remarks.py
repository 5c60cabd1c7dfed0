"""a project's own group of deputies, what residents say of it; a visit's hour, its praise and its problem

Revision ID: 0045
Revises: 0042
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("inspection") as batch:
        batch.add_column(sa.Column("began_at", sa.Time(), nullable=True))
        batch.add_column(sa.Column("praise", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("problem", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("inspection") as batch:
        batch.alter_column("praise", server_default=None)
        batch.alter_column("problem", server_default=None)
    _memberships()
    _remarks()


def _memberships() -> None:
    name = "group_membership"
    op.create_table(
        name,
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.CheckConstraint("state IN ('member', 'leader', 'left')", name=op.f(f"ck_{name}_membershipstate")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=f"fk_{name}_account_id"),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id", "commitment_id"],
            ["commitment.jurisdiction_id", "commitment.id"],
            name=f"fk_{name}_jurisdiction_id_commitment_id",
        ),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdiction.id"], name=f"fk_{name}_jurisdiction_id"),
        sa.PrimaryKeyConstraint("jurisdiction_id", "commitment_id", "account_id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_jurisdiction_id_account_id", name, ["jurisdiction_id", "account_id"])


def _remarks() -> None:
    name = "resident_remark"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("station", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("passed_on_at", sa.DateTime(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'raised', 'closed')", name=op.f(f"ck_{name}_remarkstate")),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id", "commitment_id"],
            ["commitment.jurisdiction_id", "commitment.id"],
            name=f"fk_{name}_jurisdiction_id_commitment_id",
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id", "finding_id"],
            ["finding.jurisdiction_id", "finding.id"],
            name=f"fk_{name}_jurisdiction_id_finding_id",
        ),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdiction.id"], name=f"fk_{name}_jurisdiction_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_jurisdiction_id_commitment_id", name, ["jurisdiction_id", "commitment_id"])


def downgrade() -> None:
    op.drop_table("resident_remark")
    op.drop_table("group_membership")
    with op.batch_alter_table("inspection") as batch:
        batch.drop_column("problem")
        batch.drop_column("praise")
        batch.drop_column("began_at")
