"""Findings of before 0039 are public, signed by the unit that pages named, and open ones wait for who answers for the work now."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask_migrate import downgrade
from sqlalchemy import Engine, MetaData, Table, select, update

from config import Settings
from tests.architecture.test_migrations import FOLDER, ROWS, migrated, program
from tests.postgres import PostgresServer
from voting.core.db import db

BEFORE = "0044"
RAISED = datetime(2026, 6, 15)
ANY: dict[type, Any] = {
    str: "", int: 0, bool: False, date: date(2026, 7, 1), datetime: datetime(2026, 7, 1), object: []
}  # fmt: skip
FORMER, NOW = 1, 2


def _row(table: Table, **said: Any) -> dict[str, Any]:
    """Return a row with what matters to the case; everything else that may not be empty is anything."""
    return {
        column.name: ANY[column.type.python_type]
        for column in table.columns
        if not column.nullable and column.name not in said
    } | said


def _filled(engine: Engine) -> None:
    """Put a project that went from one unit to another into a database, with what is open of it and what is not."""
    meta = MetaData()
    meta.reflect(engine)
    here: dict[str, Any] = {"jurisdiction_id": 1}
    of_it = here | {"commitment_id": 1, "unit_id": FORMER}
    found: list[tuple[str, dict[str, Any]]] = [
        ("unit", here | {"id": FORMER, "name": "市水利局"}),
        ("unit", here | {"id": NOW, "name": "市住建局"}),
        ("screening_project", here | {"id": 1, "state": "frozen", "field": "work"}),
        ("commitment", here | {"id": 1, "project_id": 1, "unit_id": NOW, "state": "under_way"}),
        ("finding", of_it | {"id": 1, "raised_at": RAISED, "state": "raised"}),
        ("finding", of_it | {"id": 2, "raised_at": RAISED, "state": "closed"}),
        ("follow_up", of_it | {"id": 1, "number": 1}),
        ("follow_up", of_it | {"id": 2, "number": 2, "answer": "已办。", "answered_at": RAISED}),
    ]
    for number, (step, by) in enumerate([("raise", "代表监督小组"), ("answer", "常委会办公室")], 1):
        found.append(("finding_post", here | {"id": number, "finding_id": 2, "step": step, "by": by}))
    with engine.begin() as connection:
        connection.execute(meta.tables["jurisdiction"].insert().values(**ROWS[0][1]))
        for name, said in found:
            connection.execute(meta.tables[name].insert().values(**_row(meta.tables[name], **said)))
    engine.dispose()


def _expect_moved(engine: Engine) -> None:
    meta = MetaData()
    meta.reflect(engine, only=["finding", "finding_post", "follow_up"])
    findings, posts, letters = (meta.tables[name] for name in ("finding", "finding_post", "follow_up"))
    with engine.connect() as connection:
        asked = select(findings.c.unit_id, findings.c.published_at).order_by(findings.c.id)
        assert connection.execute(asked).all() == [(NOW, RAISED), (FORMER, RAISED)]
        signed = connection.scalars(select(posts.c.by).order_by(posts.c.id)).all()
        assert signed == ["代表监督小组", "市水利局"]
        assert connection.scalars(select(letters.c.unit_id).order_by(letters.c.id)).all() == [NOW, FORMER]


def _publish(engine: Engine, at: datetime | None) -> None:
    table = Table("finding", MetaData(), autoload_with=engine)
    with engine.begin() as connection:
        connection.execute(update(table).where(table.c.id == 1).values(published_at=at))
    engine.dispose()


def _goes_and_comes_back(settings: Settings, url: str, caplog: pytest.LogCaptureFixture) -> None:
    _filled(migrated(settings, url, BEFORE))
    after = migrated(settings, url)
    _expect_moved(after)
    _publish(after, None)
    with program(settings, url).app_context():
        with pytest.raises(SystemExit):
            downgrade(directory=str(FOLDER), revision=BEFORE)
        assert "1 findings are not public yet" in caplog.text
        db.engine.dispose()
        _publish(after, RAISED)
        downgrade(directory=str(FOLDER), revision=BEFORE)
        db.engine.dispose()


def test_on_sqlite(settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    _goes_and_comes_back(settings, f"sqlite:///{tmp_path / 'before.db'}", caplog)


def test_on_postgresql(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    with PostgresServer() as server:
        server.create("before")
        _goes_and_comes_back(settings, server.url("before"), caplog)
