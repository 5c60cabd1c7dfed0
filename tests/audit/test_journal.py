from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import ClassVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import account, sign_in
from voting.audit.journal import Event, first_broken_line, record
from voting.audit.models import Entry, Head
from voting.core.db import db, transaction
from voting.people.rules import Place, Role

pytestmark = pytest.mark.database


@dataclass(frozen=True, kw_only=True)
class Noted(Event):
    name: ClassVar[str] = "test:thing:noted"
    number: int


def note(place: Place, *numbers: int) -> None:
    for number in numbers:
        with transaction():
            record(Noted(number=number), None, place.id)


def test_lines_follow_from_one_another(city: Place) -> None:
    note(city, 1, 2, 3)
    assert first_broken_line(city.id) is None
    lines = db.session.scalars(select(Entry).order_by(Entry.number)).all()
    assert [line.facts["number"] for line in lines] == [1, 2, 3]
    assert lines[1].previous == lines[0].digest


def test_each_jurisdiction_has_a_chain_of_its_own(city: Place, county: Place) -> None:
    note(city, 1)
    note(county, 1)
    assert {line.number for line in db.session.scalars(select(Entry))} == {1}


def test_a_rewritten_line_shows(city: Place) -> None:
    note(city, 1, 2, 3)
    with transaction():
        db.session.scalars(select(Entry).where(Entry.number == 2)).one().facts = {"number": 9}
    assert first_broken_line(city.id) == 2


def test_a_removed_last_line_shows(city: Place) -> None:
    note(city, 1, 2, 3)
    with transaction():
        db.session.delete(db.session.scalars(select(Entry).where(Entry.number == 3)).one())
    assert first_broken_line(city.id) == 3


def test_a_deed_that_fails_leaves_no_line(city: Place) -> None:
    with pytest.raises(RuntimeError), transaction():
        record(Noted(number=1), None, city.id)
        raise RuntimeError
    assert db.session.scalars(select(Entry)).all() == []
    assert db.session.get(Head, city.id) is None


def test_writers_at_once_make_one_chain(app: Flask, city: Place) -> None:
    note(city, 0)

    def write(number: int) -> None:
        with app.app_context():
            note(city, number)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(1, 13)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert first_broken_line(city.id) is None
    assert db.session.get_one(Head, city.id).number == 13


def test_the_journal_page_is_for_those_who_check(client: FlaskClient, city: Place) -> None:
    note(city, 1)
    sign_in(client, account(city, Role.UNIT))
    assert client.get("/j/140900/journal/").status_code == 403
    sign_in(client, account(city, Role.AUDITOR))
    assert "test:thing:noted" in client.get("/j/140900/journal/").text


def test_a_neighbours_journal_does_not_exist(client: FlaskClient, county: Place) -> None:
    sign_in(client, account(county, Role.AUDITOR))
    assert client.get("/j/140900/journal/").status_code == 404


def test_a_citys_auditor_reads_the_county_below(client: FlaskClient, city: Place, county: Place) -> None:
    sign_in(client, account(city, Role.AUDITOR))
    assert client.get("/j/140921/journal/").status_code == 200
