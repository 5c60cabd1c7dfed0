"""The page of the reserve, and what comes in between two calls."""

from __future__ import annotations

from uuid import uuid4

from flask.testing import FlaskClient

from tests.conftest import rows
from tests.factories import account, sign_in, unit
from tests.screening.factories import YEAR, call, project, suggestion
from voting.core.db import transaction
from voting.people.rules import Actor, Place, Role
from voting.screening.appraisal import actions as appraisal_actions
from voting.screening.call import actions as call_actions

BASE = "/j/140900/screening"


def shelved(clerk: Actor, city: Place) -> int:
    made = project(clerk, city, unit(city), title="城南公园").id
    with transaction():
        appraisal_actions.step(
            clerk, jurisdiction_id=city.id, project_id=made, name="shelve", reason="用地没有落实。"
        )
    return made


def test_what_comes_in_between_calls_waits_in_the_reserve(
    client: FlaskClient, city: Place, clerk: Actor
) -> None:
    form = {"nonce": uuid4().hex, "title": "河边修一条步道", "content": "傍晚散步的人多，路面不平。"}
    assert "这里还没有开始征集" in client.get("/j/140900/suggest").text
    assert client.post("/j/140900/suggest", data=form).status_code == 409
    call(city, actor=clerk)
    with transaction():
        call_actions.close_call(clerk, jurisdiction_id=city.id, year=YEAR)
    page = client.get("/j/140900/suggest").text
    assert "先进入项目储备库" in page
    assert f"征集 {YEAR + 1} 年项目时一并研究" in page
    assert client.post("/j/140900/suggest", data=form).status_code == 303
    assert rows("SELECT year, call_id, state FROM screening_suggestion") == [(YEAR + 1, None, "submitted")]
    assert "我要提建议" in client.get(BASE).text
    desk = sign_in(client, clerk)
    assert f"留给 {YEAR + 1} 年" in desk.get(f"{BASE}/reserve").text
    assert "河边修一条步道" in desk.get(f"{BASE}/suggestions?year={YEAR + 1}").text
    assert f"{YEAR + 1}</option>" in desk.get(f"{BASE}/suggestions").text
    assert "河边修一条步道" not in desk.get(f"{BASE}/suggestions").text, "the year at hand stays"


def test_the_reserve_is_taken_into_the_next_year(desk: FlaskClient, city: Place, clerk: Actor) -> None:
    call(city, actor=clerk)
    suggestion(city)
    kept = shelved(clerk, city)
    page = desk.get(f"{BASE}/reserve").text
    assert "用地没有落实。" in page
    assert "转入" not in page.split("<main")[1].split("储备项目")[1], "there is no later year yet"
    call(city, year=YEAR + 1, actor=clerk, opened=False)
    into = f"{BASE}/reserve/{YEAR + 1}"
    assert f'action="{into}/projects/{kept}"' in desk.get(f"{BASE}/reserve").text
    assert desk.post(f"{into}/projects/{kept}", data={"reason": "短"}).status_code == 422
    made = desk.post(f"{into}/projects/{kept}", data={"reason": "用地已经落实。"})
    assert made.status_code == 303
    assert "城南公园" in desk.get(made.headers["Location"]).text
    assert "城南公园" not in desk.get(f"{BASE}/reserve").text
    assert desk.post(f"{into}/suggestions").status_code == 303
    assert rows("SELECT year FROM screening_suggestion") == [(YEAR + 1,)]
    assert desk.post(f"{into}/suggestions").status_code == 422


def test_who_may_see_and_who_may_do(client: FlaskClient, city: Place, clerk: Actor) -> None:
    call(city, actor=clerk)
    kept = shelved(clerk, city)
    reader = sign_in(client, account(city, Role.OVERSIGHT))
    assert reader.get(f"{BASE}/reserve").status_code == 200
    assert reader.post(f"{BASE}/reserve/{YEAR + 1}/suggestions").status_code == 403
    for role in (Role.DEPUTY, Role.UNIT, Role.STATION):
        other = sign_in(client, account(city, role))
        assert other.get(f"{BASE}/reserve").status_code == 403
        data = {"reason": "用地已经落实。"}
        assert other.post(f"{BASE}/reserve/{YEAR + 1}/projects/{kept}", data=data).status_code == 403
