"""An error that comes after a commit never says that nothing was saved; one before it does."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from tests.caller import Browser
from tests.hall.factories import console
from voting.ballot.sealed.pulse import Pulse
from voting.core.db import Written, db, transaction, written
from voting.people.rules import Place

SAVED, NOT_SAVED = "已经保存", "没有保存"


def broken(*_args: object, **_named: object) -> None:
    raise RuntimeError("a broken part")


def said(app: Flask, city: Place, where: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    app.test_client_class = Browser
    made = console(app, city)
    monkeypatch.setattr(where, broken)
    answer = made.first.post(f"{made.url}/message", data={"text": "休会十分钟"})
    monkeypatch.undo()
    return answer.status_code, answer.text


def test_what_fails_after_the_commit_says_that_the_deed_is_saved(
    app: Flask, city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, page = said(app, city, "voting.hall.console.views.redirect", monkeypatch)
    assert status == 500
    assert SAVED in page
    assert NOT_SAVED not in page


def test_what_fails_before_the_commit_says_that_nothing_is_saved(
    app: Flask, city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, page = said(app, city, "voting.hall.console.actions.record", monkeypatch)
    assert status == 500
    assert NOT_SAVED in page


def test_a_ballot_that_is_stored_needs_no_thread_to_be_told(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading.Timer, "start", broken)
    heard = app.extensions["live"].subscribe("ballot:Some", dict)
    next(heard)
    Pulse().beat(app, "Some", 1)
    assert next(heard) == 'data: {"ballot": "Some"}\n\n'


def test_a_second_transaction_that_fails_leaves_a_part(app: Flask) -> None:
    with app.app_context():
        assert written() is Written.NOTHING
        with transaction():
            pass
        assert written() is Written.ALL
        with pytest.raises(RuntimeError), transaction():
            broken()
        assert written() is Written.PARTLY


@pytest.mark.parametrize(("gone", "then"), [(True, Written.UNKNOWN), (False, Written.NOTHING)])
def test_a_database_that_goes_away_while_committing_leaves_it_open(
    app: Flask, monkeypatch: pytest.MonkeyPatch, gone: bool, then: Written
) -> None:
    def commit() -> None:
        raise OperationalError("COMMIT", {}, RuntimeError("lost"), connection_invalidated=gone)

    with app.app_context():
        monkeypatch.setattr(db.session, "commit", commit)
        with pytest.raises(OperationalError), transaction():
            pass
        assert written() is then
