"""The same form sent at the same moment by several threads makes one suggestion."""

from threading import Barrier, Thread

from flask import Flask

from tests.conftest import rows
from tests.screening.factories import call, new_suggestion
from voting.core.db import db, transaction
from voting.people.rules import Place
from voting.screening.suggestion import actions as suggestion_actions

THREADS = 8


def test_one_form_sent_by_eight_threads_at_once_is_one_suggestion(app: Flask, city: Place) -> None:
    call(city)
    new, barrier, numbers = new_suggestion(city), Barrier(THREADS), []

    def send() -> None:
        with app.app_context():
            barrier.wait()
            with transaction():
                numbers.append(suggestion_actions.submit(None, new).number)
            db.session.remove()

    threads = [Thread(target=send) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == THREADS
    assert len(set(numbers)) == 1
    assert rows("SELECT count(*) FROM screening_suggestion") == [(1,)]
