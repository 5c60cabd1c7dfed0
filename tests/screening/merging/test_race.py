"""Several clerks at one desk at the same moment: nobody waits for the other without end, no suggestion is lost."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from flask import Flask

from tests.screening.factories import call, staff
from tests.screening.merging.test_lineage import (
    collected,
    detached,
    expect_lineage,
    formed,
    joined,
    merged,
    standing,
    taken_back,
)
from voting.core.db import db
from voting.core.errors import DomainError
from voting.people.rules import Place

pytestmark = pytest.mark.database


def at_once(app: Flask, deeds: list[Callable[[], object]]) -> list[str]:
    """Do all deeds at one moment, each in a thread of its own; return what those were told that came too late."""
    barrier, refused = Barrier(len(deeds)), list[str]()

    def run(deed: Callable[[], object]) -> None:
        with app.app_context():
            barrier.wait()
            try:
                deed()
            except DomainError as error:
                refused.append(error.message)
            finally:
                db.session.remove()

    threads = [Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_nothing_is_left_in_a_project_that_goes_up_in_another_meanwhile(app: Flask, city: Place) -> None:
    actor = staff(city)
    call(city, actor=actor)
    ids = collected(city, 5)
    first, second = formed(actor, city, ids[:1]), formed(actor, city)
    db.session.remove()
    late = [lambda one=one: merged(actor, city, first, [one]) for one in ids[1:]]
    leaving = [lambda: joined(actor, city, first, second), lambda: detached(actor, city, ids[0])]
    refused = at_once(app, [*late, *leaving])
    assert first not in standing(city).values()
    assert sum(where is None for where in standing(city).values()) <= len(refused) + 1
    expect_lineage(city)


def test_one_step_is_taken_back_once(app: Flask, city: Place) -> None:
    actor = staff(city)
    call(city, actor=actor)
    formed(actor, city, collected(city, 3))
    db.session.remove()
    refused = at_once(app, [lambda: taken_back(actor, city, 1)] * 4)
    assert refused == ["这一步已经撤销过了。"] * 3
    assert set(standing(city).values()) == {None}
    expect_lineage(city)
