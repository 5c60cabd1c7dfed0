"""Somebody asked for this already: what strangers see of it, and what a tap does; the page of a congress's own words."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.caller import Browser
from tests.conftest import rows
from tests.factories import account, sign_in
from tests.screening.factories import YEAR, call, staff, suggestion
from voting.core.db import transaction
from voting.people.rules import Place, Role
from voting.screening.likeness import actions as likeness_actions
from voting.screening.likeness.views import AT_ONCE, ROOM
from voting.screening.merging import actions as merging_actions

pytestmark = pytest.mark.database
SUGGEST, ASKED, OWN = "/j/140900/suggest", "/j/140900/suggest/asked-before", "/j/140900/screening/own-words"
TYPED = {"title": "东关小学路口要有信号灯", "content": "", "place": ""}


def asked(client: FlaskClient, **words: str) -> list[dict[str, object]]:
    answer = client.post(ASKED, data=TYPED | words)
    assert answer.status_code == 200
    found: list[dict[str, object]] = answer.get_json()["found"]
    return found


def nonce_in(text: str) -> str:
    found = re.search(r'name="nonce"[^>]*value="([0-9a-f]{32})"', text)
    assert found is not None
    return found[1]


def send(client: FlaskClient, **words: str) -> TestResponse:
    return client.post(SUGGEST, data={"nonce": nonce_in(client.get(SUGGEST).text)} | TYPED | words)


def test_nothing_is_told_before_staff_let_it_be_shown(client: FlaskClient, city: Place) -> None:
    clerk = staff(city)
    call(city, actor=clerk)
    row = suggestion(city, contact_name="张三")
    assert asked(client) == []
    with transaction():
        likeness_actions.show(clerk, jurisdiction_id=city.id, suggestion_id=row.id)
    (found,) = asked(client)
    assert found == {
        "id": row.id,
        "title": row.title,
        "said": "同一地方同一件事 · 东关街 · 已有 1 条建议提到",
    }
    assert asked(client, title="西关小学路口要有信号灯") == []
    assert asked(client, title="东关小学要办食堂") == []
    with transaction():
        likeness_actions.hide(clerk, jurisdiction_id=city.id, suggestion_id=row.id)
    assert asked(client) == []


def test_what_was_merged_is_told_under_its_projects_title_once(client: FlaskClient, city: Place) -> None:
    clerk = staff(city)
    call(city, actor=clerk)
    said = {"title": "给东关小学门口装红绿灯，电话 1380000000", "place": "东关小学，1380000000 家门口"}
    ids = tuple(suggestion(city, **said).id for _ in range(2))
    with transaction():
        new = merging_actions.NewProject(
            jurisdiction_id=city.id, year=YEAR, title="学校门口交通设施", suggestion_ids=ids
        )
        merging_actions.form(clerk, new)
    (found,) = asked(client)
    assert found["title"] == "学校门口交通设施"
    assert "1380000" not in json.dumps(found, ensure_ascii=False)
    assert "已有 2 条" in str(found["said"])


def test_a_tap_joins_and_keeps_ones_own_words(client: FlaskClient, city: Place) -> None:
    clerk = staff(city)
    call(city, actor=clerk)
    row = suggestion(city)
    with transaction():
        likeness_actions.show(clerk, jurisdiction_id=city.id, suggestion_id=row.id)
    answer = send(client, joins=str(row.id))
    assert answer.status_code == 303
    receipt = client.get(answer.headers["Location"]).text
    assert "您附议了" in receipt
    assert TYPED["title"] in receipt
    assert rows("SELECT title, content, joins_id FROM screening_suggestion ORDER BY id DESC")[0] == (
        TYPED["title"],
        "",
        row.id,
    )
    (found,) = asked(client)
    assert "已有 2 条" in str(found["said"])
    inside = sign_in(client, clerk).get(f"/j/140900/screening/suggestions/{row.id + 1}").text
    assert "提出人附议的就是这一条" in inside


def test_who_joins_nobody_still_says_what_he_wants(client: FlaskClient, city: Place) -> None:
    call(city)
    assert send(client).status_code == 422


def test_what_is_shown_no_more_joins_nobody_and_loses_nothing(
    client: FlaskClient, city: Place, county: Place
) -> None:
    call(city)
    call(county)
    for target in (suggestion(city).id, suggestion(county).id, 999_999):
        assert send(client, joins=str(target), title=f"东关小学路口要有信号灯 {target}").status_code == 303
    assert rows("SELECT count(*) FROM screening_suggestion WHERE joins_id IS NOT NULL") == [(0,)]


def test_a_refused_form_joins_nobody_by_itself_the_next_time(client: FlaskClient, city: Place) -> None:
    call(city)
    refused = send(client, joins="7", title="短")
    assert refused.status_code == 422
    assert (
        'name="joins" type="hidden" value=""' in refused.text
        or 'id="joins" name="joins" type="hidden" value=""' in refused.text
    )


@pytest.mark.parametrize(
    "words",
    [{"title": ""}, {"title": "。。。。"}, {"title": "x" * 200}, {"content": "\0"}, {"title": '"*OR('}],
)
def test_whatever_is_typed_is_answered(client: FlaskClient, city: Place, words: dict[str, str]) -> None:
    call(city)
    assert asked(client, **words) == []


def test_without_a_call_nothing_is_told(client: FlaskClient, city: Place) -> None:
    assert asked(client) == []


def test_staff_let_it_be_shown_and_others_may_not(client: FlaskClient, city: Place, app: Flask) -> None:
    clerk = staff(city)
    call(city, actor=clerk)
    row = suggestion(city)
    page = f"/j/140900/screening/suggestions/{row.id}"
    desk = sign_in(Browser(app), clerk)
    assert "公开名称和地点" in desk.get(page).text
    assert desk.post(f"{page}/show").status_code == 303
    assert desk.post(f"{page}/show").status_code == 409
    assert "不再公开" in desk.get(page).text
    assert desk.post(f"{page}/hide").status_code == 303
    assert sign_in(Browser(app), account(city, Role.DEPUTY)).post(f"{page}/show").status_code == 403


def test_a_congress_writes_its_own_words(app: Flask, city: Place) -> None:
    clerk = staff(city)
    call(city, actor=clerk)
    suggestion(city, title="老爷庙装路灯", content="晚上看不见路，出门怕摔。", place="老爷庙")
    other = suggestion(city, title="关帝庙要电棒子", content="老人夜里出不了门。", place="关帝庙")
    desk = sign_in(Browser(app), clerk)
    page = f"/j/140900/screening/suggestions/{other.id}"
    assert "同一地方同一件事" not in desk.get(page).text
    words = {"version": "0", "places": "老爷庙 = 关帝庙", "synonyms": "路灯 = 电棒子"}
    assert desk.post(OWN, data=words).status_code == 303
    assert "同一地方同一件事" in desk.get(page).text
    late = desk.post(OWN, data=words | {"places": "别的"})
    assert late.status_code == 409
    assert "别的" in late.text
    wrong = desk.post(OWN, data={"version": "1", "places": "", "synonyms": "路灯"})
    assert wrong.status_code == 422
    assert "只有一个词" in wrong.text
    assert sign_in(Browser(app), account(city, Role.DEPUTY)).get(OWN).status_code == 403


def test_who_finds_no_room_is_told_to_come_again(client: FlaskClient, city: Place) -> None:
    call(city)
    for _ in range(AT_ONCE):
        assert ROOM.acquire(blocking=False)
    try:
        answer = client.post(ASKED, data=TYPED)
    finally:
        ROOM.release(AT_ONCE)
    assert answer.status_code == 503
    assert asked(client) == []
