"""Badge numbers: one order everywhere, one value however many zeros are written."""

from __future__ import annotations

from random import Random

import pytest
from flask.testing import FlaskClient

from tests.factories import PIN, account, deputies, meeting, sign_in
from voting.congress.attendance.queries import at_the_door, bearers
from voting.congress.term.badge import in_order, value_of
from voting.congress.term.facts import numbered_in
from voting.congress.term.models import Deputy, Term
from voting.congress.term.queries import deputy_lines
from voting.core.db import db, transaction
from voting.people.rules import Place, Role

WANTED = ["1", "001", "2", "10", "A1", "A2", "A10", "B1"]


def renumbered(city: Place, numbers: list[str]) -> list[Deputy]:
    rows = deputies(city, len(numbers))
    with transaction():
        for at, row in enumerate(rows):
            db.session.merge(row).number = f"x{at}"
        db.session.flush()
        for row, number in zip(rows, numbers, strict=True):
            db.session.merge(row).number = number
    return rows


@pytest.mark.pure
def test_numbers_are_sorted_as_they_are_counted() -> None:
    mixed = WANTED[:]
    Random(1).shuffle(mixed)
    assert sorted(mixed, key=in_order) in (WANTED, ["001", "1", *WANTED[2:]])
    assert value_of("001") == value_of("1") != value_of("A1")


def test_every_list_of_deputies_has_the_one_order(client: FlaskClient, city: Place) -> None:
    rows = renumbered(city, ["10", "2", "1"])
    term = db.session.get_one(Term, rows[0].term_id)
    held = meeting(city, in_term=term)
    assert [line.number for line in at_the_door(held, "代表")] == ["1", "2", "10"]
    assert [line.number for line in deputy_lines(term.id)] == ["1", "2", "10"]


@pytest.mark.database
@pytest.mark.parametrize(("typed", "meant"), [("1", "001"), ("01", "001"), ("001", "001"), ("0002", "002")])
def test_a_number_is_found_with_any_zeros(city: Place, typed: str, meant: str) -> None:
    rows = deputies(city, 12)
    found = numbered_in(rows[0].term_id, typed)
    assert {row.id: row.number for row in rows}[found or 0] == meant


def test_two_ways_to_write_it_in_one_term_are_told_apart(city: Place) -> None:
    rows = renumbered(city, ["1", "001"])
    term = db.session.get_one(Term, rows[0].term_id)
    assert numbered_in(term.id, "1") == rows[0].id
    assert numbered_in(term.id, "001") == rows[1].id
    assert numbered_in(term.id, "01") is None
    door = at_the_door(meeting(city, in_term=term), "01")
    assert len(bearers(door, "01")) == 2


def test_a_deputy_signs_in_with_1_for_001(client: FlaskClient, city: Place) -> None:
    deputies(city, 2)
    answer = client.post("/j/140900/deputy/sign-in", data={"number": "1", "pin": PIN})
    assert answer.status_code == 303
    refused = client.post("/j/140900/deputy/sign-in", data={"number": "3", "pin": PIN})
    assert refused.status_code == 422


def test_the_desk_checks_in_1_for_001(client: FlaskClient, city: Place) -> None:
    rows = deputies(city, 2)
    held = meeting(city, in_term=db.session.get_one(Term, rows[0].term_id))
    sign_in(client, account(city, Role.STAFF))
    desk = f"/j/140900/hall/meetings/{held.id}/check-in"
    assert client.post(desk, data={"text": "1"}).status_code == 303
    assert "001 代表001 签到成功" in client.get(desk).text
