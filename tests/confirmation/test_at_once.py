"""Two who ask at the same moment: one waits for a second person, the other is told."""

from __future__ import annotations

from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from flask import Flask

from tests.confirmation.test_actions import KIND, ask, staff
from voting.confirmation import actions
from voting.confirmation.actions import Wanted
from voting.confirmation.facts import waiting
from voting.core.db import db
from voting.people.rules import Actor, Place

pytestmark = pytest.mark.database


def test_two_who_ask_at_once_come_one_after_the_other(
    app: Flask, city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is held back after he has looked whether one waits, until the other has looked too, if the other can."""
    looked, look = Barrier(2), actions._expect_none  # noqa: SLF001  the moment between the look and the row

    def looks(actor: Actor, wanted: Wanted) -> None:
        look(actor, wanted)
        with suppress(BrokenBarrierError):
            looked.wait(1)

    said: list[str] = []

    def asks(actor: Actor) -> None:
        with app.app_context():
            try:
                ask(actor)
                said.append("done")
            except Exception as error:  # noqa: BLE001  whatever it is, the test compares its name
                said.append(type(error).__name__)
            finally:
                db.session.remove()

    people = [staff(city), staff(city)]
    monkeypatch.setattr(actions, "_expect_none", looks)
    db.session.rollback()
    threads = [Thread(target=asks, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.rollback()
    assert sorted(said) == ["WrongMoment", "done"]
    assert len(waiting(city.id, (KIND,))) == 1
