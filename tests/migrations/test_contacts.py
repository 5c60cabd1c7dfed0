"""Contacts of before 0037 are sealed where they stood, nothing of them is left in the file, and going back opens them."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from flask_migrate import downgrade
from sqlalchemy import Engine, MetaData, Table, create_engine, select

from config import Settings
from tests.architecture.test_migrations import FOLDER, ROWS, migrated, program
from tests.migrations.test_confirmation import account
from tests.postgres import PostgresServer
from voting.core.db import db
from voting.screening.suggestion.contact import opened

CONTACTS = {
    1: ("王秀兰证", "13899990001", "wangxiulan@example.org"),
    2: ("", "", ""),
    3: ("", "0350-7654321", ""),
}
LIST = "诉求内容,诉求人,联系电话\r\n东街的路灯坏了。,李桂花证,13899990003".encode()
BACK = b"the lines that were not taken"
PLAIN = [value.encode() for told in CONTACTS.values() for value in told if value] + [
    "李桂花证".encode(),
    b"13899990003",
]
MANY = range(1000, 2500)
"""More than the revision takes at once."""


def suggestion(number: int, told: tuple[str, ...]) -> dict[str, Any]:
    texts = (
        "content",
        "place",
        "reason",
        "scale",
        "finish",
        "funding",
        "implementer",
        "origin_name",
        "answer",
    )
    return {
        **dict.fromkeys((*texts, "elsewhere"), ""),
        **dict(zip(("contact_name", "contact_phone", "contact_email"), told, strict=True)),
        "id": number,
        "jurisdiction_id": 1,
        "year": 2026,
        "number": f"2026-{number}",
        "nonce": str(number),
        "source": "resident",
        "channel": "online",
        "submitted_at": datetime(2026, 1, 8),
        "title": "装路灯",
        "state": "submitted",
        "version": 1,
    }


def kept_list(content: bytes | None, back: bytes | None, number: int) -> dict[str, Any]:
    return {
        "jurisdiction_id": 1,
        "id": str(number),
        "account_id": 1,
        "year": 2026,
        "source": "resident",
        "channel": "hotline",
        "file_name": "工单.csv",
        "sha256": "",
        "received_at": datetime(2026, 1, 8),
        "content": content,
        "taken": 0,
        "refused": 0,
        "given_back": back,
    }


def filled(engine: Engine) -> None:
    """Put suggestions and lists of the old kind into a database at 0036."""
    meta = MetaData()
    meta.reflect(engine)
    found = (
        *ROWS[:1],
        ("account", account(1)),
        *(("screening_suggestion", suggestion(number, told)) for number, told in CONTACTS.items()),
        *(("screening_suggestion", suggestion(number, ("", str(number), ""))) for number in MANY),
        ("screening_import", kept_list(LIST, None, 1)),
        ("screening_import", kept_list(None, BACK, 2)),
    )
    with engine.begin() as connection:
        for name, row in found:
            connection.execute(meta.tables[name].insert().values(**row))
    engine.dispose()


def table(engine: Engine, name: str) -> Table:
    return Table(name, MetaData(), autoload_with=engine)


def goes_and_comes_back(settings: Settings, url: str) -> None:
    filled(migrated(settings, url, "0036"))
    after = migrated(settings, url)
    with program(settings, url).app_context():
        expect_sealed(after)
        after.dispose()
        assert [one for one in PLAIN if one in at_rest(url)] == []
        downgrade(directory=str(FOLDER), revision="0036")
        db.engine.dispose()
    expect_open(create_engine(url))


def expect_sealed(engine: Engine) -> None:
    suggestions, lists = table(engine, "screening_suggestion"), table(engine, "screening_import")
    with engine.connect() as connection:
        found = connection.execute(select(suggestions.c.id, suggestions.c.contact)).all()
        kept = {row.id: row.contact for row in found}
        assert kept.pop(2) is None
        told = {number: tuple(json.loads(opened(sealed) or b"")) for number, sealed in kept.items()}
        assert told == {number: told for number, told in CONTACTS.items() if number != 2} | {
            number: ("", str(number), "") for number in MANY
        }
        waiting = connection.execute(select(lists.c.content, lists.c.given_back).order_by(lists.c.id)).all()
    assert [[one and opened(one.decode()) for one in row] for row in waiting] == [[LIST, None], [None, BACK]]


def expect_open(engine: Engine) -> None:
    suggestions, lists = table(engine, "screening_suggestion"), table(engine, "screening_import")
    names = (suggestions.c.contact_name, suggestions.c.contact_phone, suggestions.c.contact_email)
    with engine.connect() as connection:
        asked = select(suggestions.c.id, *names)
        told = {number: tuple(words) for number, *words in connection.execute(asked)}
        assert {number: told[number] for number in CONTACTS} == CONTACTS
        assert len(told) == len(CONTACTS) + len(MANY)
        waiting = connection.execute(select(lists.c.content, lists.c.given_back).order_by(lists.c.id)).all()
    assert [tuple(row) for row in waiting] == [(LIST, None), (None, BACK)]
    engine.dispose()


def at_rest(url: str) -> bytes:
    """Return the file's bytes with its journal of writes; of PostgreSQL nothing: what is old in it goes with VACUUM."""
    file = Path(url.removeprefix("sqlite:///"))
    return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))


def test_on_sqlite(settings: Settings, tmp_path: Path) -> None:
    goes_and_comes_back(settings, f"sqlite:///{tmp_path / 'before.db'}")


def test_on_postgresql(settings: Settings) -> None:
    with PostgresServer() as server:
        server.create("before")
        goes_and_comes_back(settings, server.url("before"))
