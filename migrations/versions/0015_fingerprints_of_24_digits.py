"""fingerprints are 24 digits; what a scrutineer said to differ is kept

What is compared now is computed anew from the texts that are kept, so that screen, print and devices say the same.

Revision ID: 0015
Revises: 0014
"""

import base64
import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

COMPARED = ("key", "roll", "box", "outcome")
KEPT = {"ceremony": "id", "ballot": "uuid"}


def fingerprint(text: str) -> str:
    """As devices compute it from this revision on."""
    raw = hashlib.pbkdf2_hmac("sha256", text.encode(), b"fingerprint", 100_000, 16)
    return str(int.from_bytes(raw, "big") % 10**24).zfill(24)


def number(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")


def of_set_up(uuid: str, election: str, issuer: str) -> str:
    key = json.loads(issuer)
    digest = base64.b64encode(hashlib.sha256(election.encode()).digest()).decode().rstrip("=")
    return fingerprint(f"setup|{uuid}|{digest}|{number(key['n'])}|{number(key['e'])}")


def upgrade() -> None:
    for table in KEPT:
        with op.batch_alter_table(table) as changed:
            changed.alter_column(
                "fingerprint", existing_type=sa.String(length=16), type_=sa.String(length=24), existing_nullable=True
            )
    _compute_anew()
    op.create_table(
        "mismatch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("ceremony_id", sa.Integer(), nullable=False),
        sa.Column("index", sa.Integer(), nullable=False),
        sa.Column("ballot_uuid", sa.String(length=64), nullable=True),
        sa.Column(
            "compared",
            sa.Enum(*COMPARED, name="compared", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["ballot_uuid"], ["ballot.uuid"], name="fk_mismatch_ballot_uuid"),
        sa.ForeignKeyConstraint(
            ["ceremony_id", "index"], ["trustee.ceremony_id", "trustee.index"], name="fk_mismatch_ceremony_id_index"
        ),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdiction.id"], name="fk_mismatch_jurisdiction_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_mismatch_meeting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_mismatch"),
    )
    op.create_index("ix_mismatch_jurisdiction_id_meeting_id", "mismatch", ["jurisdiction_id", "meeting_id"])


def _compute_anew() -> None:
    bind = op.get_bind()
    ceremony = sa.table("ceremony", sa.column("id"), sa.column("trustees_raw"), sa.column("fingerprint"))
    for at, raw in bind.execute(sa.select(ceremony.c.id, ceremony.c.trustees_raw)).all():
        if raw is not None:
            bind.execute(ceremony.update().where(ceremony.c.id == at).values(fingerprint=fingerprint(raw)))
    names = ("uuid", "election_raw", "issuer_raw", "fingerprint")
    ballot = sa.table("ballot", *(sa.column(name) for name in names))
    asked = sa.select(ballot.c.uuid, ballot.c.election_raw, ballot.c.issuer_raw)
    for uuid, election, issuer in bind.execute(asked).all():
        if election is not None and issuer is not None:
            of = of_set_up(uuid, election, issuer)
            bind.execute(ballot.update().where(ballot.c.uuid == uuid).values(fingerprint=of))


def downgrade() -> None:
    op.drop_table("mismatch")
