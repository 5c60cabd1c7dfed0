"""What waited for a second person in three tables, and what became of it, outlives the move into one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask_migrate import downgrade
from sqlalchemy import Engine, MetaData, create_engine, inspect, select
from sqlalchemy.exc import IntegrityError

from config import Settings
from tests.architecture.test_migrations import BALLOT, FOLDER, ROWS, migrated, program
from tests.postgres import PostgresServer
from voting.congress.pins.rules import PIN_RESET
from voting.core.db import db
from voting.hall.console.steps import BY_TWO
from voting.tally.steps.rules import STEPS

BOX, OTHER = "1ooMockBa11otA", "1ooMockBa11otB"
OLD = ("step_request", "pin_reset", "tally_step_request")


def at(minute: int) -> datetime:
    return datetime(2026, 1, 8, 9, minute)


def account(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "jurisdiction_id": 1,
        "login": f"p{number}",
        "name": f"工作人员{number}",
        "secret": "x",
        "must_change": False,
        "closed": False,
        "totp_last": 0,
        "failed_tries": 0,
    }


def deputy(number: int) -> dict[str, Any]:
    person = {"number": f"00{number}", "name": f"代表00{number}", "initials": "db", "delegation_id": 1}
    in_office = {"standing_committee": False, "presidium": False, "in_office": True}
    return {"id": number, "jurisdiction_id": 1, "term_id": 1, **person, **in_office}


def run(uuid: str) -> dict[str, Any]:
    same = {
        name: BALLOT[name] for name in ("jurisdiction_id", "meeting_id", "year", "kind", "title", "rules")
    }
    figures = {"due": 4, "present": 4, "issued": 3, "cast": 3, "threshold": 1, "version": 1}
    made = {"taken_over_at": at(0), "digest": "d", "lines": [], "trustees_raw": "", "holders": []}
    return {
        "ballot_uuid": uuid,
        "rehearsal": False,
        "state": "opened",
        "by_presidium": [],
        **same,
        **figures,
        **made,
    }


def asked(number: int, minute: int, state: str = "asked") -> dict[str, Any]:
    row = {
        "id": number,
        "jurisdiction_id": 1,
        "asked_by": 1,
        "asked_at": at(minute),
        "state": state,
        "version": 1,
    }
    ended = state != "asked"
    return {**row, "settled_by": 2 if ended else None, "settled_at": at(minute + 1) if ended else None}


def of_meeting(step: str, uuid: str | None, note: str = "") -> dict[str, Any]:
    return {"meeting_id": 1, "step": step, "ballot_uuid": uuid, "note": note}


def of_count(uuid: str, step: str, minute: int, values: dict[str, Any]) -> dict[str, Any]:
    by = {"jurisdiction_id": 1, "asked_by": 2, "asked_by_name": "工作人员2", "asked_at": at(minute)}
    return {"ballot_uuid": uuid, "step": step, "values": values, **by}


BEFORE: tuple[tuple[str, dict[str, Any]], ...] = (
    *ROWS,
    ("account", account(1)),
    ("account", account(2)),
    ("delegation", {"id": 1, "jurisdiction_id": 1, "term_id": 1, "name": "第一代表团", "ordinal": 1}),
    ("deputy", deputy(1)),
    ("deputy", deputy(2)),
    ("tally_run", run(BOX)),
    ("tally_run", run(OTHER)),
    ("step_request", asked(3, 1, "confirmed") | of_meeting("open_voting", BOX)),
    ("step_request", asked(4, 3, "withdrawn") | of_meeting("archive", None)),
    ("step_request", asked(7, 5) | of_meeting("void", BOX, "印错了")),
    ("pin_reset", asked(3, 2, "confirmed") | {"deputy_id": 1}),
    ("pin_reset", asked(5, 4) | {"deputy_id": 1}),
    ("pin_reset", asked(6, 4) | {"deputy_id": 1}),
    ("pin_reset", asked(8, 6) | {"deputy_id": 2}),
    ("tally_step_request", of_count(BOX, "void", 8, {"reason": "主席团决定"})),
    ("tally_step_request", of_count(OTHER, "void", 7, {"reason": "重来"})),
    ("tally_step_request", of_count(BOX, "announce", 9, {"number": 3})),
)


def payload(step: str, ballot: str | None, note: str = "") -> dict[str, Any]:
    return {"step": step, "ballot": ballot, "note": note}


NOT_YET = (None, None)
AFTER = {
    ("hall:step", 3): ("1", payload("open_voting", BOX), 1, at(1), "confirmed", 2, at(2)),
    ("hall:step", 4): ("1", payload("archive", None), 1, at(3), "withdrawn", 2, at(4)),
    ("hall:step", 7): ("1", payload("void", BOX, "印错了"), 1, at(5), "asked", *NOT_YET),
    ("congress:pin_reset", 3): ("1", {}, 1, at(2), "confirmed", 2, at(3)),
    ("congress:pin_reset", 5): ("1", {}, 1, at(4), "asked", *NOT_YET),
    ("congress:pin_reset", 6): ("1", {}, 1, at(4), "lapsed", *NOT_YET),
    ("congress:pin_reset", 8): ("2", {}, 1, at(6), "asked", *NOT_YET),
    ("tally:void", 1): (OTHER, {"reason": "重来"}, 2, at(7), "asked", *NOT_YET),
    ("tally:void", 2): (BOX, {"reason": "主席团决定"}, 2, at(8), "asked", *NOT_YET),
    ("tally:announce", 1): (BOX, {"number": 3}, 2, at(9), "asked", *NOT_YET),
}


def filled(engine: Engine) -> None:
    meta = MetaData()
    meta.reflect(engine)
    with engine.begin() as connection:
        for name, row in BEFORE:
            connection.execute(meta.tables[name].insert().values(**row))


def moved(settings: Settings, url: str) -> None:
    before = migrated(settings, url, "0005")
    filled(before)
    before.dispose()
    after = migrated(settings, url)
    assert not set(OLD) & set(inspect(after).get_table_names())
    meta = MetaData()
    meta.reflect(after, only=["confirmation"])
    table = meta.tables["confirmation"]
    columns = ("subject", "payload", "asked_by", "asked_at", "state", "settled_by", "settled_at")
    with after.connect() as connection:
        found = connection.execute(select(table)).mappings().all()
    assert {(row["kind"], row["number"]): tuple(row[name] for name in columns) for row in found} == AFTER
    assert {(row["jurisdiction_id"], row["until"]) for row in found} == {(1, None)}
    assert {row["kind"] for row in found} <= {
        BY_TWO.name,
        PIN_RESET.name,
        *(one.name for one in STEPS.values()),
    }
    second = dict(found[0]) | {"kind": "hall:step", "number": 9, "subject": "1", "state": "asked"}
    with pytest.raises(IntegrityError), after.begin() as connection:
        connection.execute(table.insert().values(**second))
    after.dispose()


def moved_back(settings: Settings, url: str) -> None:
    """Take the move back: what waits waits again in its old table, and the upgrade finds it once more."""
    with program(settings, url).app_context():
        downgrade(directory=str(FOLDER), revision="0005")
        db.engine.dispose()
    engine = create_engine(url)
    meta = MetaData()
    meta.reflect(engine)
    counted: dict[str, int] = {}
    with engine.connect() as connection:
        for name in OLD:
            counted[name] = len(connection.execute(select(meta.tables[name])).all())
    assert counted == {"step_request": 3, "pin_reset": 4, "tally_step_request": 3}
    engine.dispose()
    migrated(settings, url).dispose()


def both(settings: Settings, url: str) -> None:
    moved(settings, url)
    moved_back(settings, url)


def test_what_waited_outlives_the_move_on_sqlite(settings: Settings, tmp_path: Path) -> None:
    both(settings, f"sqlite:///{tmp_path / 'before.db'}")


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


def test_what_waited_outlives_the_move_on_postgresql(settings: Settings, server: PostgresServer) -> None:
    server.create("before")
    both(settings, server.url("before"))
