"""What tests of the routes of supervision send, and what they look at afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import sqlalchemy
from flask.testing import FlaskClient
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import ORMExecuteState
from werkzeug.test import TestResponse

from tests.factories import sign_in
from tests.supervision import factories as make
from voting.core.db import db, transaction
from voting.people.rules import Actor, Role
from voting.supervision.change import actions as change_actions
from voting.supervision.change.rules import ChangeKind
from voting.supervision.commitment.models import Commitment
from voting.supervision.finding import actions as finding_actions
from voting.supervision.follow_up import actions as follow_up_actions

HOME = "/j/140900/supervision"


FIGURES = {"progress": "54", "spent": "2590", "text": "管材到齐，八月底赶上。"}


def again(row: Commitment) -> Commitment:
    db.session.expire_all()
    return db.session.get_one(Commitment, row.id)


def fill(client: FlaskClient, row: Commitment, month: int = 7, **more: Any) -> TestResponse:
    return client.post(f"{HOME}/mine/{row.id}/reports/{month}", data={**FIGURES, **more})


def followed(row: Commitment) -> None:
    """Give the project a finding, a letter and a change request, each the first of its kind."""
    group = Actor(None, row.jurisdiction_id, "", frozenset({Role.STAFF}))
    with transaction():
        due_on = date(2026, 8, 1)
        finding = finding_actions.NewFinding(commitment_id=row.id, title="x", text="x", due_on=due_on)
        assert finding_actions.raise_finding(group, finding).id == 1
        letter = follow_up_actions.NewLetter(commitment_id=row.id, text="x", due_on=due_on)
        assert follow_up_actions.send_letter(group, letter).id == 1
        wish = change_actions.NewChange(
            commitment_id=row.id,
            kind=ChangeKind.SUSPEND,
            reason="x",
            target="x",
            due_on=due_on,
            planned_fen=0,
        )
        assert change_actions.request_change(group, wish).id == 1


def confirmed(client: FlaskClient, second: Actor, row: Commitment) -> None:
    """Let a second person confirm the result that was entered."""
    answer = sign_in(client, second).post(f"{HOME}/desk/{row.id}/acceptance/confirm")
    assert answer.status_code == 303


def plan_fields(row: Commitment, **more: str) -> dict[str, str]:
    fields = {"target": "更新 310 公里", "due_on": "2026-11-30", "funding": "市级财政", "safeguards": "专班"}
    for n, step in enumerate(make.steps(row)):
        fields |= {
            f"steps-{n}-id": str(step.id),
            f"steps-{n}-title": step.title,
            f"steps-{n}-weight": str(step.weight),
            f"steps-{n}-starts_on": step.starts_on.isoformat(),
            f"steps-{n}-due_on": step.due_on.isoformat(),
        }
    return {**fields, **more}


ACCEPTED = {"result": "finished", "on": "2026-07-08", "opinion": "全部完成。", "upkeep": "水务公司"}


def delivered(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    make.report(clerk, row, 7, 100, done=4, spent=4700 * make.WAN)
    assert sign_in(client, clerk).post(f"{HOME}/mine/{row.id}/delivery").status_code == 303


@contextmanager
def listening(asked: list[str]) -> Iterator[None]:
    """Collect the statements that are sent to the database."""

    def hear(*event: Any) -> None:
        if event[2].lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            asked.append(event[2])

    sqlalchemy.event.listen(db.engine, "before_cursor_execute", hear)
    try:
        yield
    finally:
        sqlalchemy.event.remove(db.engine, "before_cursor_execute", hear)


@contextmanager
def locking(held: list[str]) -> Iterator[None]:
    """Collect the reads that hold the row of a project until the deed is done, as PostgreSQL would be asked."""

    def hear(state: ORMExecuteState) -> None:
        asked = ""
        if isinstance(state.statement, sqlalchemy.Select):
            asked = str(state.statement.compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
        if "FROM commitment \n" in asked and asked.rstrip().endswith("FOR UPDATE"):
            held.append(asked)

    sqlalchemy.event.listen(db.session, "do_orm_execute", hear)
    try:
        yield
    finally:
        sqlalchemy.event.remove(db.session, "do_orm_execute", hear)
