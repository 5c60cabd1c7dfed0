"""Public routes: board, project, year, export; never a draft."""

from __future__ import annotations

import time_machine
from flask.testing import FlaskClient

from tests.factories import account, sign_in
from tests.supervision import factories as make
from tests.supervision.requests import (
    ACCEPTED,
    HOME,
    confirmed,
    fill,
)
from voting.congress.place.models import Unit
from voting.people.rules import Actor, Place, Role
from voting.supervision.commitment.models import Commitment


def test_the_board_shows_filters_and_exports(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    make.report(clerk, row, 6, 41, spent=1968 * make.WAN)
    assert "农村饮水" in client.get(HOME).text
    assert "没有符合条件的项目" in client.get(f"{HOME}?light=blue").text
    assert "农村饮水" in client.get(f"{HOME}?unit=市水利局&q=饮水&year=2026").text
    assert client.get(f"{HOME}?year=x&light=zz&unit={'长' * 200}").status_code == 200
    assert client.get(f"{HOME}?light=%00").status_code == 404
    sheet = client.get(f"{HOME}/board.csv").data.decode("utf-8-sig")
    assert "农村饮水安全巩固提升,市水利局" in sheet
    assert "19680000.00" in sheet


def test_a_title_cannot_run_in_a_spreadsheet(
    client: FlaskClient, july: None, city: Place, staff: Actor, water: Unit
) -> None:
    make.commitment(staff, city, water, title='=HYPERLINK("x")')
    assert ",'=HYPERLINK" in client.get(f"{HOME}/board.csv").text.replace('"', "")


def test_a_draft_is_nowhere_in_public(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    fill(sign_in(client, clerk), row, text="只是草稿的一句话")
    client.delete_cookie("signed_in")
    for path in ("", f"/projects/{row.id}", "/years/2026", "/board.csv"):
        assert "只是草稿的一句话" not in client.get(HOME + path, follow_redirects=True).text


@time_machine.travel("2027-01-20T02:00:00Z")
def test_the_year_report_counts_results(
    client: FlaskClient, city: Place, staff: Actor, clerk: Actor, water: Unit
) -> None:
    row = make.planned(clerk, make.commitment(staff, city, water))
    make.report(clerk, row, 12, 95, done=3, spent=4560 * make.WAN)
    sign_in(client, clerk).post(f"{HOME}/mine/{row.id}/delivery")
    basically = {**ACCEPTED, "result": "basically", "on": "2027-01-19"}
    assert sign_in(client, staff).post(f"{HOME}/desk/{row.id}/acceptance", data=basically).status_code == 303
    confirmed(client, account(city, Role.STAFF), row)
    page = client.get(f"{HOME}/years/2026").text
    assert "95%" in page
    assert "基本完成" in page
