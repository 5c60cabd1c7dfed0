from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from tests.conftest import rows
from tests.factories import account, sign_in, unit
from tests.screening.factories import YEAR, call, decided, project, staff, suggestion
from voting.people.rules import Actor, Place, Role

BASE = "/j/140900/screening"
REASON = {"reason": "属于个人事项，不列入。"}
ANSWER = {"answer_class": "reference", "text": "属于个人事项，留作参考。"}


@pytest.fixture
def clerk(city: Place) -> Actor:
    actor = staff(city)
    call(city, actor=actor)
    return actor


GETS = [
    "/suggestions",
    "/suggestions.csv",
    "/suggestions/new",
    "/merge",
    "/suggestions/{ours}",
    "/board",
    "/list",
    "/call",
]
READS = {"/suggestions", "/suggestions.csv", "/suggestions/{ours}", "/board", "/list", "/call"}


@pytest.mark.parametrize("path", GETS)
def test_staff_see_it_strangers_do_not_and_oversight_reads(
    client: FlaskClient, city: Place, county: Place, clerk: Actor, path: str
) -> None:
    where = BASE + path.format(ours=suggestion(city).id)
    assert client.get(where).status_code == 303
    assert sign_in(client, clerk).get(where).status_code == 200
    assert sign_in(client, account(county, Role.STAFF)).get(where).status_code == 404
    assert sign_in(client, account(city, Role.DEPUTY)).get(where).status_code == 403
    expected = 200 if path in READS else 403
    assert sign_in(client, account(city, Role.OVERSIGHT)).get(where).status_code == expected


def test_the_citys_oversight_reads_the_inbox_of_a_county_without_contacts(
    client: FlaskClient, city: Place, county: Place
) -> None:
    call(county)
    theirs = suggestion(county).id
    reader = sign_in(client, account(city, Role.OVERSIGHT))
    page = reader.get(f"/j/140921/screening/suggestions/{theirs}")
    assert page.status_code == 200
    assert "1234567" not in page.text
    answer = {"ids": theirs, **ANSWER}
    assert reader.post("/j/140921/screening/answers", data=answer).status_code == 403


def test_the_inbox_searches_and_filters(desk: FlaskClient, city: Place) -> None:
    suggestion(city, title="农村饮水安全工程")
    suggestion(city, title="老年食堂百分之百", place="晋昌镇")
    assert "农村饮水安全工程" in desk.get(f"{BASE}/suggestions?q=饮水").text
    assert "老年食堂" not in desk.get(f"{BASE}/suggestions?q=饮水").text
    assert "老年食堂" in desk.get(f"{BASE}/suggestions?q=晋昌").text
    assert "没有符合条件的建议" in desk.get(f"{BASE}/suggestions?q=%25").text
    assert "没有符合条件的建议" in desk.get(f"{BASE}/suggestions?state=merged").text
    assert desk.get(f"{BASE}/suggestions?state=nonsense").status_code == 404
    assert desk.get(f"{BASE}/suggestions?source=nonsense").status_code == 404
    assert desk.get(f"{BASE}/suggestions?page=99999999999").status_code == 200


def test_a_neighbours_suggestions_are_not_in_the_inbox(desk: FlaskClient, county: Place) -> None:
    call(county)
    suggestion(county, title="县里的事情")
    assert "县里的事情" not in desk.get(f"{BASE}/suggestions").text
    assert "县里的事情" not in desk.get(f"{BASE}/suggestions.csv").text


def test_the_export_has_no_contact_and_no_formula(desk: FlaskClient, city: Place) -> None:
    suggestion(city, title="=1+1 是一条公式", cost_fen=123456)
    sheet = desk.get(f"{BASE}/suggestions.csv").data.decode("utf-8-sig")
    assert "'=1+1" in sheet
    assert "1234.56" in sheet
    assert "1234567" not in sheet


def letter(**more: str) -> dict[str, str]:
    """What staff type of a letter that came to a station."""
    return {
        "nonce": uuid4().hex,
        "title": "来信反映的事情",
        "content": "信里写了很多，希望尽快办理。",
        "source": "station",
        "channel": "letter",
        **more,
    }


def test_staff_enter_a_letter(desk: FlaskClient) -> None:
    form = letter(origin_name="东关联络站", cost="12.5")
    assert desk.post(f"{BASE}/suggestions/new", data=form).status_code == 303
    assert rows("SELECT source, channel, cost_fen FROM screening_suggestion") == [
        ("station", "letter", 12_500_000)
    ]
    answer = desk.post(f"{BASE}/suggestions/new", data={**form, "source": "nobody"})
    assert answer.status_code == 422
    assert "来信反映的事情" in answer.text


def test_nothing_is_entered_before_there_is_a_call(client: FlaskClient, county: Place) -> None:
    form = letter()
    desk = sign_in(client, account(county, Role.STAFF))
    assert desk.post("/j/140921/screening/suggestions/new", data=form).status_code == 404
    call(county, opened=False)
    assert desk.post("/j/140921/screening/suggestions/new", data=form).status_code == 404


DEEDS = {
    "route": {**REASON, "to": "140921"},
    "detach": {},
    "reconsider": {},
}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_on_a_neighbours_suggestion_is_not_found(desk: FlaskClient, county: Place, deed: str) -> None:
    call(county)
    theirs = suggestion(county).id
    assert desk.post(f"{BASE}/suggestions/{theirs}/{deed}", data=DEEDS[deed]).status_code == 404
    assert rows("SELECT state FROM screening_suggestion") == [("submitted",)]


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_needs_staff(client: FlaskClient, city: Place, clerk: Actor, deed: str) -> None:
    ours = suggestion(city).id
    for role in (Role.DEPUTY, Role.OVERSIGHT, Role.UNIT):
        other = sign_in(client, account(city, role))
        assert other.post(f"{BASE}/suggestions/{ours}/{deed}", data=DEEDS[deed]).status_code == 403


def test_answering_twice_is_the_wrong_moment(desk: FlaskClient, city: Place) -> None:
    ours = suggestion(city).id
    assert desk.post(f"{BASE}/answers", data={"ids": ours, **ANSWER}).status_code == 303
    assert desk.post(f"{BASE}/answers", data={"ids": ours, **ANSWER}).status_code == 409
    assert desk.post(f"{BASE}/suggestions/{ours}/route", data={**REASON, "to": "140900"}).status_code == 422
    assert desk.post(f"{BASE}/suggestions/{ours}/reconsider").status_code == 303
    assert desk.post(f"{BASE}/suggestions/{ours}/reconsider").status_code == 409
    assert desk.post(f"{BASE}/suggestions/{ours}/detach").status_code == 409


def test_an_answer_without_words_is_refused(desk: FlaskClient, city: Place) -> None:
    ours = suggestion(city).id
    answer = desk.post(f"{BASE}/answers", data={"ids": ours, **ANSWER, "text": "不"})
    assert answer.status_code == 422
    assert "不</textarea>" in answer.text


def test_routing_leads_to_the_other_place(desk: FlaskClient, city: Place, county: Place) -> None:
    ours = suggestion(city).id
    assert desk.post(f"{BASE}/suggestions/{ours}/route", data={**REASON, "to": "999999"}).status_code == 404
    assert desk.post(f"{BASE}/suggestions/{ours}/route", data=REASON).status_code == 422
    assert desk.post(f"{BASE}/suggestions/{ours}/route", data={**REASON, "to": "140921"}).status_code == 303
    assert rows("SELECT count(*) FROM screening_suggestion") == [(2,)]
    assert "已转给定襄县" in desk.get(f"{BASE}/suggestions/{ours}").text


def test_several_become_one_project(desk: FlaskClient, city: Place) -> None:
    ids = [suggestion(city, title=f"装红绿灯之{n}").id for n in range(2)]
    page = desk.get(f"{BASE}/merge", query_string={"ids": ids})
    assert "归并这 2 条" in page.text
    form = {"ids": ids, "project_id": "new", "title": "校门口安全", "field": "transport"}
    answer = desk.post(f"{BASE}/merge", data=form)
    assert answer.status_code == 303
    assert "来自 2 条建议" in desk.get(answer.headers["Location"]).text
    assert desk.post(f"{BASE}/merge", data=form).status_code == 409
    assert rows("SELECT count(*) FROM screening_project") == [(1,)]


def test_a_new_project_without_a_name_is_refused_and_nothing_merged(desk: FlaskClient, city: Place) -> None:
    ids = [suggestion(city).id]
    answer = desk.post(
        f"{BASE}/merge", data={"ids": ids, "project_id": "new", "title": "", "field": "transport"}
    )
    assert answer.status_code == 422
    assert "归并这 1 条" in answer.text
    assert rows("SELECT state FROM screening_suggestion") == [("submitted",)]


def test_merging_into_what_is_not_ours_is_not_found(
    desk: FlaskClient, city: Place, county: Place, clerk: Actor
) -> None:
    call(county)
    ours, theirs = suggestion(city).id, suggestion(county).id
    project_there = project(staff(county), county, unit(county)).id
    project_here = project(clerk, city, unit(city)).id
    assert desk.post(f"{BASE}/merge", data={"ids": [ours], "project_id": project_there}).status_code == 404
    assert desk.post(f"{BASE}/merge", data={"ids": [theirs], "project_id": project_here}).status_code == 404
    assert desk.post(f"{BASE}/merge", data={"ids": ["x"], "project_id": project_here}).status_code == 404
    assert desk.get(f"{BASE}/merge", query_string={"ids": theirs}).status_code == 404
    assert desk.post(f"{BASE}/merge", data={"project_id": project_here}).status_code == 422


def test_nothing_joins_a_frozen_project(client: FlaskClient, township: Place) -> None:
    actor = staff(township)
    call(township, actor=actor)
    frozen = decided(actor, township, candidates=5)[0]
    answer = sign_in(client, actor).post(
        "/j/140921100/screening/merge", data={"ids": [suggestion(township).id], "project_id": frozen}
    )
    assert answer.status_code == 409


def test_a_project_can_be_formed_without_a_suggestion(desk: FlaskClient) -> None:
    answer = desk.post(f"{BASE}/merge", data={"title": "规划里的项目", "field": "health"})
    assert answer.status_code == 303
    assert rows("SELECT title, year FROM screening_project") == [("规划里的项目", YEAR)]
