"""The coverage board: who may see it, what it adds up, what it costs, what it exports."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
import time_machine
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests.factories import account, place, sign_in
from tests.look.markup import faults
from tests.portal.factories import TITLES, shortlist, unit_named, year_of
from tests.queries_counted import counted
from voting.oversight.queries import Asked, board_page
from voting.oversight.rules import Coverage
from voting.people.rules import Level, Place, Role


@pytest.fixture(autouse=True)
def july() -> Iterator[None]:
    """Stand on 8 July 2026: the lights that were chosen for June count, and half the plan is due."""
    with time_machine.travel("2026-07-08T02:00:00Z", tick=False):
        yield


@pytest.fixture
def overseer(client: FlaskClient, city: Place) -> FlaskClient:
    return sign_in(client, account(city, Role.OVERSIGHT))


def test_the_city_reads_what_stands_below(
    overseer: FlaskClient, city: Place, county: Place, township: Place
) -> None:
    year_of(county, count=3, uuid="county")
    year_of(township, count=2, uuid="township")
    page = board_page(city, Asked())
    assert [card.coverage for card in page.levels] == [
        Coverage(0, 0, 1),
        Coverage(1, 0, 0),
        Coverage(1, 0, 0),
    ]
    (row,) = page.rows
    assert (row.own_projects, row.below_projects) == (3, 2)
    assert row.sums.projects == 5
    assert row.sums.planned_fen == 5 * 4800 * 1_000_000
    assert sum(row.sums.lights.values()) == 5
    answer = overseer.get("/j/140900/oversight")
    assert answer.status_code == 200
    assert faults(answer.text) == []
    assert "定襄县" in answer.text


def test_a_county_is_drilled_into_from_above(
    overseer: FlaskClient, city: Place, county: Place, township: Place
) -> None:
    year_of(township, count=2)
    answer = overseer.get("/j/140921/oversight")
    assert answer.status_code == 200
    assert "晋昌镇" in answer.text


def test_a_county_never_sees_its_neighbour_or_what_stands_above(
    client: FlaskClient, city: Place, county: Place
) -> None:
    other = place(code="140922", name="五台县", level=Level.COUNTY, under=city)
    sign_in(client, account(county, Role.OVERSIGHT))
    assert client.get("/j/140921/oversight").status_code == 200
    assert client.get(f"/j/{other.code}/oversight").status_code == 404
    assert client.get("/j/140900/oversight").status_code == 404
    assert client.get("/j/140922/oversight/coverage.xlsx").status_code == 404


def test_another_role_is_refused_and_a_stranger_asked_to_sign_in(client: FlaskClient, city: Place) -> None:
    answer = client.get("/j/140900/oversight")
    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["Location"]
    sign_in(client, account(city, Role.DEPUTY))
    assert client.get("/j/140900/oversight").status_code == 403


def test_the_cost_does_not_grow_with_the_congresses(
    overseer: FlaskClient, city: Place, county: Place
) -> None:
    year_of(county, count=2, uuid="one")
    with counted() as few:
        overseer.get("/j/140900/oversight")
    for number in range(12):
        below = place(code=f"140921{100 + number}", name=f"镇{number}", level=Level.TOWNSHIP, under=county)
        year_of(below, count=2, uuid=f"u{number}")
    with counted() as many:
        overseer.get("/j/140900/oversight")
    assert len(many) == len(few)
    assert len(many) <= 15


def test_the_board_is_narrowed_to_what_is_asked(city: Place, county: Place, township: Place) -> None:
    place(code="140922", name="五台县", level=Level.COUNTY, under=city)
    year_of(county, count=5)

    def names(asked: Asked) -> list[str]:
        return [row.place.name for row in board_page(city, asked).rows]

    assert names(Asked()) == ["定襄县", "五台县"]
    assert names(Asked(only="red")) == ["定襄县"]
    assert names(Asked(only="none")) == ["定襄县", "五台县"]
    assert names(Asked(q="晋昌")) == ["定襄县"]
    assert names(Asked(q="没有这个地方")) == []


def test_a_list_still_being_drafted_counts_as_screening_and_shows_no_title(
    overseer: FlaskClient, city: Place
) -> None:
    shortlist(city, unit_named(city), TITLES[0], decided=False)
    answer = overseer.get("/j/140900/oversight")
    assert "论证筛选" in answer.text
    assert TITLES[0] not in answer.text


@pytest.mark.parametrize(
    "asked", ["?year=abc", "?year=99999", "?only=everything", "?q=" + "x" * 500, "?year=1999"]
)
def test_nonsense_in_the_address_is_harmless(overseer: FlaskClient, asked: str) -> None:
    assert overseer.get("/j/140900/oversight" + asked).status_code == 200


def test_the_workbook_has_a_row_for_every_congress(
    overseer: FlaskClient, city: Place, county: Place, township: Place
) -> None:
    year_of(county, count=3)
    answer = overseer.get("/j/140900/oversight/coverage.xlsx?year=2026")
    assert answer.status_code == 200
    rows = list(load_workbook(BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["区划代码", "140900", "140921", "140921100"]
    found = dict(zip(rows[0], rows[2], strict=True))
    assert found["名称"] == "定襄县"
    assert found["项目"] == 3
    assert found["年度计划（万元）"] == 14400
