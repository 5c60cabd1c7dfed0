"""Who may call the routes of supervision, and what a page costs."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.factories import account, sign_in, unit
from tests.supervision import factories as make
from tests.supervision.requests import (
    HOME,
    fill,
    followed,
    listening,
)
from voting.congress.place.models import Unit
from voting.core.db import transaction
from voting.people.rules import Actor, Place, Role
from voting.supervision.commitment import actions as commitment_actions
from voting.supervision.commitment.models import Commitment

UNIT, STAFF, GROUP = Role.UNIT, Role.STAFF, Role.SUPERVISION


ROUTES = [
    ("get", "/mine", {UNIT}),
    ("get", "/mine/{c}/reports/7", {UNIT}),
    ("post", "/mine/{c}/reports/7", {UNIT}),
    ("get", "/mine/{c}/reports/7/check", {UNIT}),
    ("post", "/mine/{c}/reports/7/check", {UNIT}),
    ("post", "/mine/{c}/delivery", {UNIT}),
    ("get", "/plans/{c}", {UNIT, STAFF}),
    ("post", "/plans/{c}", {UNIT, STAFF}),
    ("get", "/desk", {STAFF, GROUP}),
    ("post", "/desk/outcomes/abc", {STAFF}),
    ("post", "/desk/lights/2026/6", {STAFF}),
    ("get", "/desk/{c}", {STAFF, GROUP}),
    ("get", "/desk/{c}/unit", {STAFF}),
    ("post", "/desk/{c}/unit", {STAFF}),
    ("get", "/desk/{c}/lights/6", {STAFF}),
    ("post", "/desk/{c}/lights/6", {STAFF}),
    ("get", "/desk/{c}/acceptance", {STAFF, GROUP}),
    ("post", "/desk/{c}/acceptance", {STAFF, GROUP}),
    ("post", "/desk/{c}/acceptance/confirm", {STAFF, GROUP}),
    ("post", "/desk/{c}/acceptance/withdraw", {STAFF, GROUP}),
    ("get", "/projects/{c}/ladder", {UNIT, STAFF, GROUP}),
    ("post", "/projects/{c}/ladder", {UNIT, STAFF, GROUP}),
    ("get", "/desk/{c}/send-back", {STAFF}),
    ("post", "/desk/{c}/send-back", {STAFF}),
    ("get", "/desk/{c}/carry-over", {STAFF}),
    ("post", "/desk/{c}/carry-over", {STAFF}),
    ("get", "/desk/{c}/findings/new", {STAFF, GROUP}),
    ("post", "/desk/{c}/findings/new", {STAFF, GROUP}),
    ("get", "/desk/{c}/inspections/new", {STAFF, GROUP}),
    ("post", "/desk/{c}/inspections/new", {STAFF, GROUP}),
    ("get", "/desk/{c}/letters/new", {STAFF, GROUP}),
    ("post", "/desk/{c}/letters/new", {STAFF, GROUP}),
    ("get", "/findings/{f}", {UNIT, STAFF, GROUP}),
    ("post", "/findings/{f}", {UNIT, STAFF, GROUP}),
    ("get", "/letters/{f}", {UNIT, STAFF, GROUP}),
    ("post", "/letters/{f}", {UNIT}),
    ("get", "/projects/{c}/changes/new", {UNIT, STAFF}),
    ("post", "/projects/{c}/changes/new", {UNIT, STAFF}),
    ("get", "/changes/{f}", {UNIT, STAFF, GROUP}),
    ("post", "/changes/{f}/decision", {STAFF}),
    ("post", "/changes/{f}/notice", {STAFF}),
    ("post", "/changes/{f}/report", {STAFF}),
    ("post", "/changes/{f}/withdrawal", {UNIT, STAFF}),
    ("get", "/desk/evaluations/2026", {STAFF, GROUP}),
    ("post", "/desk/evaluations/2026", {STAFF}),
    ("post", "/desk/evaluations/outcomes/abc", {STAFF}),
]


@pytest.mark.parametrize(("method", "path", "roles"), ROUTES)
def test_a_route_is_closed_to_other_roles_and_to_the_signed_out(
    client: FlaskClient, city: Place, method: str, path: str, roles: set[Role]
) -> None:
    url = HOME + path.format(c=1, f=1)
    assert client.open(url, method=method).status_code == 303
    for role in sorted({UNIT, STAFF, GROUP, Role.DEPUTY, Role.TELLER} - roles):
        assert client.open(url, method=method).status_code != 200
        assert sign_in(client, account(city, role)).open(url, method=method).status_code == 403, role


@pytest.mark.parametrize("route", ROUTES)
def test_a_neighbour_finds_nothing(
    client: FlaskClient, county: Place, row: Commitment, route: tuple[str, str, set[Role]]
) -> None:
    """Neither at the city's address, nor with the city's ids at an address of his own."""
    method, path, roles = route
    stranger = account(county, *roles, unit=unit(county, "县水利局"))
    followed(row)
    sign_in(client, stranger)
    assert client.open(HOME + path.format(c=row.id, f=1), method=method).status_code == 404
    if "{c}" in path or path.split("/")[1] in {"findings", "letters", "changes"}:
        own = f"/j/{county.code}/supervision" + path.format(c=row.id, f=1)
        assert client.open(own, method=method).status_code == 404


def test_another_unit_of_the_same_place_finds_nothing(
    client: FlaskClient, city: Place, row: Commitment
) -> None:
    sign_in(client, account(city, Role.UNIT, unit=unit(city, "市教育局")))
    for path in (f"/mine/{row.id}/reports/7", f"/plans/{row.id}", f"/projects/{row.id}/changes/new"):
        assert client.get(HOME + path).status_code == 404
    assert fill(client, row).status_code == 404
    assert client.post(f"{HOME}/mine/{row.id}/delivery").status_code == 404
    assert "农村饮水" not in client.get(f"{HOME}/mine").text


def test_a_neighbours_project_is_not_shown_under_ones_own_address(
    client: FlaskClient, county: Place, row: Commitment
) -> None:
    assert client.get(f"/j/{county.code}/supervision/projects/{row.id}").status_code == 404
    assert client.get(f"{HOME}/projects/{row.id}", follow_redirects=True).status_code == 200


BELL = 1
"""What the masthead of whoever is signed in asks."""


@pytest.mark.usefixtures("july")
def test_no_page_needs_more_than_fifteen_queries(
    client: FlaskClient, city: Place, staff: Actor, clerk: Actor, water: Unit
) -> None:
    texts = make.frozen(city, water, *(f"项目{n:02d}" for n in range(12)))
    with transaction():
        rows = commitment_actions.take_in(staff, make.outcome(texts))
    for row in rows:
        make.report(clerk, make.planned(clerk, row), 7, 50)
    followed(rows[0])
    pages = {
        None: [HOME, f"/j/140900/projects/{rows[0].project_id}", f"{HOME}/years/2026", f"{HOME}/board.csv"],
        clerk: [
            f"{HOME}/mine",
            f"{HOME}/mine/{rows[0].id}/reports/7",
            f"{HOME}/plans/{rows[0].id}",
            f"{HOME}/findings/1",
        ],
        staff: [
            f"{HOME}/desk?year=2026",
            f"{HOME}/desk/{rows[0].id}",
            f"{HOME}/changes/1",
            f"{HOME}/desk/evaluations/2026",
        ],
    }
    found = {}
    for actor, paths in pages.items():
        client.delete_cookie("signed_in")
        if actor:
            sign_in(client, actor)
        for path in paths:
            asked: list[str] = []
            with listening(asked):
                assert client.get(path).status_code == 200
            found[path] = len(asked)
    assert max(found.values()) <= 15 + BELL, found
