"""what scrutineers' devices sign under protocol 2: the roll as fixed at close, samples, late shares, serial of an outcome

Ballots that were closed before keep the roll, signatures and outcomes that they have.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

VERDICTS = ("more", "passed", "failed", "stopped")


def upgrade() -> None:
    _closed_roll()
    _sample_signature()
    op.add_column("tally_share", sa.Column("late", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("tally_run", sa.Column("serial", sa.Integer(), server_default="1", nullable=False))
    op.add_column("tally_run", sa.Column("previous", sa.String(length=64), server_default="", nullable=False))


def _closed_roll() -> None:
    op.create_table(
        "closed_roll",
        sa.Column("ballot_uuid", sa.String(length=64), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_uuid"], ["ballot.uuid"], name=op.f("fk_closed_roll_ballot_uuid")),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name=op.f("fk_closed_roll_jurisdiction_id")
        ),
        sa.PrimaryKeyConstraint("ballot_uuid", name=op.f("pk_closed_roll")),
    )
    op.create_index(op.f("ix_closed_roll_jurisdiction_id"), "closed_roll", ["jurisdiction_id"])


def _sample_signature() -> None:
    verdict = sa.Enum(*VERDICTS, name="sampleverdict", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "sample_signature",
        sa.Column("ballot_uuid", sa.String(length=64), nullable=False),
        sa.Column("index", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("verdict", verdict, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ballot_uuid"], ["ballot.uuid"], name=op.f("fk_sample_signature_ballot_uuid")
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdiction.id"], name=op.f("fk_sample_signature_jurisdiction_id")
        ),
        sa.PrimaryKeyConstraint("ballot_uuid", "index", name=op.f("pk_sample_signature")),
    )
    op.create_index(op.f("ix_sample_signature_jurisdiction_id"), "sample_signature", ["jurisdiction_id"])


def downgrade() -> None:
    with op.batch_alter_table("tally_run") as table:
        table.drop_column("previous")
        table.drop_column("serial")
    with op.batch_alter_table("tally_share") as table:
        table.drop_column("late")
    op.drop_table("sample_signature")
    op.drop_table("closed_roll")
