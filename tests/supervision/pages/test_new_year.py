"""Nothing disappears on the first of January."""

from __future__ import annotations

import time_machine
from flask.testing import FlaskClient

from tests.factories import sign_in
from tests.supervision import factories as make
from tests.supervision.requests import HOME
from voting.congress.place.models import Unit
from voting.people.rules import Actor, Place


def test_the_desk_opens_the_year_that_has_work(
    client: FlaskClient, city: Place, staff: Actor, water: Unit, clerk: Actor
) -> None:
    with time_machine.travel("2026-12-31T04:00:00Z", tick=False):
        make.planned(clerk, make.commitment(staff, city, water))
    with time_machine.travel("2027-01-01T04:00:00Z", tick=False):
        page = sign_in(client, staff).get(f"{HOME}/desk").text
        assert "2026 年监督工作台" in page
        assert "农村饮水安全巩固提升" in page
        empty = client.get(f"{HOME}/desk?year=2027").text
        assert "2026 年还有 1 个项目没有办结" in empty


@time_machine.travel("2027-02-01T04:00:00Z", tick=False)
def test_it_opens_this_year_once_something_is_voted(
    client: FlaskClient, city: Place, staff: Actor, water: Unit
) -> None:
    make.commitment(staff, city, water, year=2026)
    make.commitment(staff, city, water, title="校舍加固", year=2027)
    page = sign_in(client, staff).get(f"{HOME}/desk").text
    assert "2027 年监督工作台" in page
    assert "2026 年还有 1 个项目没有办结" in page


@time_machine.travel("2026-07-01T04:00:00Z", tick=False)
def test_who_finds_it_unfinished_early_is_warned(
    client: FlaskClient, city: Place, staff: Actor, water: Unit, clerk: Actor
) -> None:
    row = make.planned(clerk, make.commitment(staff, city, water))
    assert "现在认定未完成" in sign_in(client, staff).get(f"{HOME}/desk/{row.id}/acceptance").text
