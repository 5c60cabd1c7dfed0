"""Roles of each level, and whose an account is: a unit of the place, a liaison station by its name."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import account, place, sign_in, unit
from tests.screening import factories as screening
from tests.supervision import factories as supervision
from voting.core.clock import today
from voting.core.db import db, transaction
from voting.people.models import Account
from voting.people.rules import COLLECTING, FOLLOWING, REACHING_DOWN, Level, Place, Role, given_at, role_name
from voting.screening.suggestion.models import Suggestion
from voting.supervision.commitment import actions as commitments


def opens(client: FlaskClient, at: Place, *roles: Role, **more: str) -> tuple[int, str]:
    form = {"login": "made", "name": "某", "roles": [role.value for role in roles], **more}
    answer = client.post(f"/j/{at.code}/accounts/", data=form)
    return answer.status_code, answer.text


@pytest.mark.pure
def test_a_township_has_no_standing_committee_and_nothing_below() -> None:
    assert role_name(Role.COMMITTEE, Level.TOWNSHIP) == "主席团成员"
    assert role_name(Role.COMMITTEE, Level.COUNTY) == "常委会组成人员"
    assert {role for role in Role if not given_at(role, Level.TOWNSHIP)} == REACHING_DOWN | {Role.DEPUTY}
    assert {role for role in Role if not given_at(role, Level.CITY)} == {Role.DEPUTY}


@pytest.mark.pure
def test_the_government_collects_and_reports_and_decides_nothing() -> None:
    assert Role.GOVERNMENT in COLLECTING & FOLLOWING


def test_a_township_offers_neither_oversight_nor_administration(client: FlaskClient, city: Place) -> None:
    town = place(code="140921102", name="宏道镇", level=Level.TOWNSHIP, under=city)
    sign_in(client, account(town, Role.PLATFORM_ADMIN))
    page = client.get(f"/j/{town.code}/accounts/").text
    offered = set(re.findall(r'name="roles"[^>]*value="(\w+)"', page))
    assert not offered & {role.value for role in REACHING_DOWN}
    assert "主席团成员" in page
    assert "常委会组成人员" not in page
    status, text = opens(client, town, Role.OVERSIGHT)
    assert status == 422
    assert "本级没有下级人大" in text
    assert opens(client, town, Role.COMMITTEE)[0] == 200


def test_a_stations_account_says_which_station(client: FlaskClient, city: Place) -> None:
    sign_in(client, account(city, Role.STAFF))
    status, text = opens(client, city, Role.STATION)
    assert status == 422
    assert "须写明是哪个联络站" in text
    status, text = opens(client, city, Role.TELLER, station="长征街联络站")
    assert status == 422
    assert "身份须包括代表联络站" in text
    assert "长征街联络站" in text  # nothing of what was typed is lost
    assert opens(client, city, Role.STATION, station="长征街联络站")[0] == 200
    assert db.session.scalars(select(Account.station).where(Account.login == "made")).one() == "长征街联络站"
    assert "长征街联络站" in client.get(f"/j/{city.code}/accounts/").text


def test_a_change_of_roles_keeps_or_drops_the_station(client: FlaskClient, city: Place) -> None:
    sign_in(client, account(city, Role.STAFF))
    assert opens(client, city, Role.STATION, station="长征街联络站")[0] == 200
    made = db.session.scalars(select(Account.id).where(Account.login == "made")).one()
    url = f"/j/{city.code}/accounts/{made}/roles"
    assert 'value="长征街联络站"' in client.get(url).text
    assert client.post(url, data={"roles": ["station"]}).status_code == 422
    assert client.post(url, data={"roles": ["teller"]}).status_code == 303
    assert db.session.get_one(Account, made).station is None


def test_what_a_station_takes_down_is_of_that_station(client: FlaskClient, city: Place) -> None:
    screening.call(city)
    staff = sign_in(client, account(city, Role.STAFF))
    text = opens(staff, city, Role.STATION, station="长征街联络站")[1]
    found = re.search(r"[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}", text)
    assert found is not None
    station = client.application.test_client()
    assert station.post("/sign-in", data={"login": "made", "password": found[0]}).status_code == 303
    change = {"old": found[0], "new": "other horse 8", "again": "other horse 8"}
    assert station.post("/account/secret", data=change).status_code == 303
    path = f"/j/{city.code}/screening/suggestions/new"
    page = station.get(path).text
    assert 'name="origin_name"' not in page
    nonce = re.search(r'name="nonce"[^>]*value="(\w+)"', page)
    form = {
        "nonce": nonce[1] if nonce else "",
        "source": "resident",
        "channel": "station",
        "title": "东街装路灯",
    }
    form |= {"content": "东街晚上没有路灯，老人出门容易摔跤，希望装上几盏。", "origin_name": "别的联络站"}
    answer = station.post(path, data=form)
    assert answer.status_code == 303, re.findall(r"field-error.*", answer.text)
    row = db.session.scalars(select(Suggestion)).one()
    assert (row.origin_name, row.channel) == ("长征街联络站", "station")
    assert station.get(answer.headers["Location"]).status_code == 200
    assert station.get(f"/j/{city.code}/screening/suggestions/{row.id}").status_code == 403


def test_who_reads_all_and_serves_in_a_unit_writes_for_that_unit_alone(
    client: FlaskClient, city: Place
) -> None:
    """A deputy of the supervision group who works in one unit could publish another's plan."""
    water, roads = unit(city, "市水利局"), unit(city, "市交通局")
    texts = supervision.frozen(city, water, "饮水安全", "村道硬化", "校舍加固", year=today().year)
    with transaction():
        row = commitments.take_in(account(city, Role.STAFF), supervision.outcome(texts))[0]
    both = account(city, Role.SUPERVISION, Role.UNIT, unit=roads)
    reader = sign_in(client, both)
    assert reader.get(f"/j/{city.code}/supervision/desk/{row.id}").status_code == 200
    assert reader.get(f"/j/{city.code}/supervision/plans/{row.id}").status_code == 404
    assert reader.get(f"/j/{city.code}/supervision/projects/{row.id}/changes/new").status_code == 404
    clerk = sign_in(client, account(city, Role.GOVERNMENT))
    assert clerk.get(f"/j/{city.code}/supervision/plans/{row.id}").status_code == 200


def test_the_government_records_its_own_meeting_and_no_other_bodys(client: FlaskClient, city: Place) -> None:
    staff = account(city, Role.STAFF)
    screening.call(city, actor=staff)
    lead = unit(city)
    for _ in range(3):
        screening.project(staff, city, lead, appraised=True)
    sign_in(client, account(city, Role.GOVERNMENT))
    year = screening.YEAR
    base = f"/j/{city.code}/screening/list"
    assert f"{base}/{year}/executive" in client.get(f"{base}?year={year}").text
    votes = {
        "decided_on": "2026-07-01",
        "due": "9",
        "present": "9",
        "approve": "9",
        "oppose": "0",
        "abstain": "0",
    }
    answer = client.post(f"{base}/{year}/review", data=votes | {"order-1": "1"})
    assert answer.status_code == 403
    assert "由人大工作人员登记" in answer.text
