"""What the close writes anew: the box and the tests in sorted order, so that no row tells when it came."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, event

from tests.ballot.factories import choices, open_ballot
from tests.ballot.play import Tablet
from voting.ballot.close.actions import close
from voting.ballot.sealed.box import ballots
from voting.belenios.ballot import credential_in
from voting.core.db import db, transaction
from voting.people.rules import Place

pytestmark = pytest.mark.database


@contextmanager
def written(table: str) -> Iterator[list[str]]:
    """Listen to what is deleted from a table and inserted into it: the word, then the credentials of its rows."""
    heard: list[str] = []

    def listen(_c: Connection, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if statement.startswith((f"DELETE FROM {table}", f"INSERT INTO {table}")):
            heard.append(statement.partition(" ")[0])
            given = values if many else [values]
            names = [
                str(value) for one in given for value in (one.values() if isinstance(one, dict) else one)
            ]
            heard.extend(name for name in names if name.isdigit())

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield heard
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)


def test_the_close_writes_the_box_anew_sorted_by_credential(app: Flask, city: Place) -> None:
    at = open_ballot(city, 4)
    for deputy in at.deputies:
        assert Tablet(app, at.uuid, deputy).vote(choices())[0] == 201
    credentials = sorted(credential_in(raw) for raw in ballots(at.uuid))
    db.session.rollback()
    with written("sealed_ballot") as heard, transaction():
        close(at.secretary, at.uuid)
    assert heard == ["DELETE", "INSERT", *credentials]
