"""who made a suggestion is sealed, and so are lists on their way in: each ciphertext names its key

Revision ID: 0037
Revises: 0036
"""

import base64
import hashlib
import json

import sqlalchemy as sa
from alembic import op
from cryptography.fernet import Fernet, InvalidToken
from flask import current_app

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

TABLE = "screening_suggestion"
PLAIN = {"contact_name": 40, "contact_phone": 40, "contact_email": 120}
PURPOSE = "contact of a suggestion"
AT_ONCE = 1000

suggestion = sa.table(TABLE, *(sa.column(name) for name in ("id", "contact", *PLAIN)))
kept_list = sa.table(
    "screening_import",
    *(sa.column(name) for name in ("jurisdiction_id", "id")),
    *(sa.column(name, sa.LargeBinary()) for name in ("content", "given_back")),
)


def key() -> bytes:
    """As the program makes it of its secret key from this revision on."""
    return hashlib.sha256(f"{PURPOSE}|{current_app.extensions['settings'].secret_key}".encode()).digest()


def seal(raw: bytes) -> str:
    token = Fernet(base64.urlsafe_b64encode(key())).encrypt(raw).decode()
    return f"{hashlib.sha256(key()).hexdigest()[:8]}.{token}"


def opened(sealed: str) -> bytes | None:
    try:
        return Fernet(base64.urlsafe_b64encode(key())).decrypt(sealed.partition(".")[2].encode())
    except InvalidToken:
        return None


def upgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        op.execute("PRAGMA secure_delete = ON")  # what stood there is written over, not left in free pages
    with op.batch_alter_table(TABLE) as table:
        table.add_column(sa.Column("contact", sa.Text(), nullable=True))
    _seal_contacts()
    _change_lists(lambda raw: seal(raw).encode())
    with op.batch_alter_table(TABLE) as table:
        for name in PLAIN:
            table.drop_column(name)


def _seal_contacts() -> None:
    """Seal who made each suggestion, a portion at a time; the plain words go with the same statement, so that no row keeps both."""
    bind, after = op.get_bind(), 0
    plain = [suggestion.c[name] for name in PLAIN]
    told = sa.or_(*(column != "" for column in plain))
    change = (
        suggestion.update()
        .where(suggestion.c.id == sa.bindparam("at"))
        .values(contact=sa.bindparam("sealed"), **dict.fromkeys(PLAIN, ""))
    )
    while True:
        asked = sa.select(suggestion.c.id, *plain).where(told, suggestion.c.id > after)
        rows = bind.execute(asked.order_by(suggestion.c.id).limit(AT_ONCE)).all()
        if not rows:
            return
        raw = {at: json.dumps(values, ensure_ascii=False).encode() for at, *values in rows}
        bind.execute(change, [{"at": at, "sealed": seal(one)} for at, one in raw.items()])
        after = rows[-1][0]


def _change_lists(changed) -> None:  # noqa: ANN001
    """Write the lists that wait, and the lines that were not taken, one row at a time: each may be large."""
    bind = op.get_bind()
    for place, at in bind.execute(sa.select(kept_list.c.jurisdiction_id, kept_list.c.id)).all():
        this = sa.and_(kept_list.c.jurisdiction_id == place, kept_list.c.id == at)
        content, back = bind.execute(sa.select(kept_list.c.content, kept_list.c.given_back).where(this)).one()
        values = {"content": content, "given_back": back}
        new = {name: changed(raw) for name, raw in values.items() if raw is not None}
        if new:
            bind.execute(kept_list.update().where(this).values(**new))


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as table:
        for name, length in PLAIN.items():
            table.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
    _open_contacts()
    _change_lists(lambda sealed: opened(sealed.decode()))
    with op.batch_alter_table(TABLE) as table:
        for name in PLAIN:
            table.alter_column(name, server_default=None)
        table.drop_column("contact")


def _open_contacts() -> None:
    """Open what this key opens; what another sealed is empty from here on, as it was lost before."""
    bind, after = op.get_bind(), 0
    change = (
        suggestion.update()
        .where(suggestion.c.id == sa.bindparam("at"))
        .values({name: sa.bindparam(name) for name in PLAIN})
    )
    while True:
        asked = sa.select(suggestion.c.id, suggestion.c.contact).where(
            suggestion.c.contact.is_not(None), suggestion.c.id > after
        )
        rows = bind.execute(asked.order_by(suggestion.c.id).limit(AT_ONCE)).all()
        if not rows:
            return
        told = {at: json.loads(opened(sealed) or b'["", "", ""]') for at, sealed in rows}
        bind.execute(change, [{"at": at, **dict(zip(PLAIN, values, strict=True))} for at, values in told.items()])
        after = rows[-1][0]
