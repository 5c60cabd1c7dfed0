"""Supervision at 3,000 projects of one congress: the pages that list them, and reading a month's lights.

Run: .venv/bin/python -m bench.supervision [SIZE]. On SQLite, in this process; queries are those that reach the database.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event, insert, select, update

from bench.lookalikes import app_on
from bench.report import Row, write
from tests.factories import account, place, sign_in, unit
from tests.supervision import factories as make
from voting.core.clock import now, today
from voting.core.db import Table, db, transaction
from voting.people.rules import Actor, Place, Role
from voting.supervision.commitment import actions as commitments
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import CommitmentState
from voting.supervision.report import lighting
from voting.supervision.report.models import Report, ReportVersion
from voting.supervision.report.rules import ReportState

SIZE = 3000
LIT, READ = range(1, 3), 3
AT_ONCE = 500
MOST_QUERIES, CPU_MS, KILOBYTES, A_PROJECT = 15, 300.0, 200.0, 3.0


@dataclass(frozen=True)
class Cost:
    """What something took: queries, milliseconds of CPU, kB that it answered."""

    queries: int
    cpu_ms: float
    kilobytes: float = 0.0


@contextmanager
def counting(engine: Engine) -> Iterator[list[str]]:
    """Yield the statements that reach the database meanwhile."""
    asked: list[str] = []

    def hear(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def cost_of(engine: Engine, act: Callable[[], bytes]) -> Cost:
    with counting(engine) as asked:
        began = time.process_time()
        answer = act()
        spent = 1000 * (time.process_time() - began)
    return Cost(len(asked), spent, len(answer) / 1000)


def fill(size: int) -> tuple[Place, Actor, Actor]:
    """Make a place whose one unit has so many projects under way, each with a plan and three months' reports."""
    at = place(code="140900")
    water = unit(at, "市水利局")
    staff, clerk = account(at, Role.STAFF), account(at, Role.UNIT, unit=water)
    texts = make.frozen(at, water, *(f"第 {n} 个项目" for n in range(size)), year=today().year)
    with transaction():
        commitments.take_in(staff, make.outcome(texts))
        began = now().replace(month=1, day=1)
        db.session.execute(
            update(Commitment).values(taken_at=began, unit_id=water.id, state=CommitmentState.UNDER_WAY)
        )
    with transaction():
        reports(at)
    return at, staff, clerk


def reports(at: Place) -> None:
    ids = list(db.session.scalars(select(Commitment.id).order_by(Commitment.id)))
    of_all = {"jurisdiction_id": at.id, "state": ReportState.SUBMITTED, "latest": 1, "version": 1}
    rows: list[dict[str, Any]] = [
        of_all | {"commitment_id": commitment_id, "month": month}
        for commitment_id in ids
        for month in (*LIT, READ)
    ]
    for first in range(0, len(rows), AT_ONCE):
        db.session.execute(insert(Report), rows[first : first + AT_ONCE])
    told: dict[str, Any] = {
        "jurisdiction_id": at.id, "number": 1, "spent_fen": 100, "text": "按计划进行。", "milestones": [],
        "quantities": {}, "photos": [], "submitted_at": now(), "correction": "",
    }  # fmt: skip
    asked = select(Report.id, Report.month, Report.commitment_id).order_by(Report.id)
    versions = [
        told | {"report_id": report_id, "progress": min(100, month * (5 + commitment_id % 11))}
        for report_id, month, commitment_id in db.session.execute(asked)
    ]
    for first in range(0, len(versions), AT_ONCE):
        db.session.execute(insert(ReportVersion), versions[first : first + AT_ONCE])


def read(at: Place, month: int) -> Cost:
    """Read the lights of a month, as the program does on its day."""
    due = lighting.reading_days(at).due(today().year, month)

    def act() -> bytes:
        lighting.read_on(None, at.id, due)
        return b""

    return cost_of(db.engine, act)


def pages(app: Flask, engine: Engine, staff: Actor, clerk: Actor) -> dict[str, Cost]:
    """Return what each page costs, the second time it is asked for. The fullest filter of the board is its own row."""
    base, year = "/j/140900/supervision", today().year
    asked: tuple[tuple[str, Actor | None, str], ...] = (
        ("board", None, f"{base}?year={year}"),
        ("board_far", None, f"{base}?year={year}&page=59"),
        ("board_search", None, f"{base}?year={year}&light=green&q=第 2"),
        ("desk", staff, f"{base}/desk?year={year}"),
        ("mine", clerk, f"{base}/mine"),
    )
    found = {}
    for name, actor, url in asked:
        browser = app.test_client()
        if actor is not None:
            with app.app_context():
                sign_in(browser, actor)
        answer = browser.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        found[name] = cost_of(engine, lambda browser=browser, url=url: browser.get(url).data)  # type: ignore[misc]
    return found


def rows_of(size: int, month: Cost, of_pages: dict[str, Cost]) -> dict[str, Row]:
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {size} projects"
    rows = {
        f"lights_read_{size}_queries": Row(month.queries / size, "a project", A_PROJECT, "lower", machine),
        f"lights_read_{size}_s": Row(month.cpu_ms / 1000, "s CPU", 41.0, "lower", machine),
    }
    for name, cost in of_pages.items():
        rows[f"lights_{name}_queries"] = Row(cost.queries, "queries", MOST_QUERIES + 1, "lower", machine)
        rows[f"lights_{name}_ms"] = Row(cost.cpu_ms, "ms CPU", CPU_MS, "lower", machine)
        rows[f"lights_{name}_kb"] = Row(cost.kilobytes, "kB", KILOBYTES, "lower", machine)
    return rows


def main(arguments: list[str]) -> None:
    size = int(arguments[0]) if arguments else SIZE
    with tempfile.TemporaryDirectory() as folder:
        app = app_on(f"sqlite:///{Path(folder) / 'service.db'}", folder)
        with app.app_context():
            Table.metadata.create_all(db.engine)
            at, staff, clerk = fill(size)
            for month in LIT:
                read(at, month)
            month_read = read(at, READ)
            engine = db.engine
        write(rows_of(size, month_read, pages(app, engine, staff, clerk)))
        app.extensions["verifiers"].stop()


if __name__ == "__main__":
    main(sys.argv[1:])
