import re
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import rows
from tests.factories import account, sign_in, unit
from tests.screening.factories import YEAR, answer, call, decided, project, staff, suggestion
from voting.core.db import db, transaction
from voting.people.rules import Place, Role
from voting.screening.appraisal import actions as appraisal_actions
from voting.screening.call import actions as call_actions
from voting.screening.merging import actions as merging_actions
from voting.screening.suggestion import routing
from voting.screening.suggestion.contact import contact_of
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.traffic_rules import IN_HASTE

FORM = {
    "title": "给东关小学门口装红绿灯",
    "content": "放学时车多人多，孩子过马路很危险。",
    "contact_phone": "0350-1234567",
}


def post(client: FlaskClient, code: str = "140900", **changes: str) -> tuple[int, str]:
    answer = client.post(f"/j/{code}/suggest", data={"nonce": uuid4().hex, **FORM, **changes})
    return answer.status_code, answer.headers.get("Location", "") or answer.text


def stored() -> int:
    ((number,),) = rows("SELECT count(*) FROM screening_suggestion")
    assert isinstance(number, int)
    return number


def test_the_entrance_says_how_to_suggest_while_the_call_is_open(client: FlaskClient, city: Place) -> None:
    assert "这一年还没有开始征集" in client.get("/j/140900/screening").text
    actor = staff(city)
    call(city, actor=actor, opened=False)
    assert "现面向社会公开征集" not in client.get("/j/140900/screening").text
    with transaction():
        call_actions.open_call(actor, jurisdiction_id=city.id, year=YEAR)
    assert "我要提建议" in client.get("/j/140900/screening").text
    with transaction():
        call_actions.close_call(actor, jurisdiction_id=city.id, year=YEAR)
    page = client.get("/j/140900/screening").text
    assert "进入项目储备库" in page
    assert "查我的建议" in page


def test_only_those_who_may_see_the_way_to_the_inbox(client: FlaskClient, city: Place, county: Place) -> None:
    link = "/j/140900/screening/suggestions"
    assert link not in client.get("/j/140900/screening").text
    assert link not in sign_in(client, account(county, Role.STAFF)).get("/j/140900/screening").text
    assert link in sign_in(client, account(city, Role.STAFF)).get("/j/140900/screening").text


@pytest.mark.parametrize("year", ["20x6", "１２３４", "99999", "-1"])
def test_a_year_that_is_none_is_not_found(client: FlaskClient, city: Place, year: str) -> None:
    assert client.get("/j/140900/screening", query_string={"year": year}).status_code == 404


def test_a_resident_suggests_and_gets_a_number_that_leads_on(client: FlaskClient, city: Place) -> None:
    call(city)
    status, where = post(client)
    assert status == 303
    receipt = client.get(where).text
    number = where.rsplit("/", 1)[1]
    assert number in receipt
    found = client.get("/j/140900/track", query_string={"number": number}).text
    assert "正在梳理" in found
    assert "1234567" not in receipt + found


def test_sending_the_form_twice_leads_to_the_same_number(client: FlaskClient, city: Place) -> None:
    call(city)
    nonce = uuid4().hex
    assert post(client, nonce=nonce) == post(client, nonce=nonce)
    assert stored() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "短"},
        {"title": "长" * 41},
        {"content": ""},
        {"content": "长" * 2001},
        {"cost": "很多"},
        {"cost": "-1"},
        {"cost": "NaN"},
        {"cost": "1e30"},
        {"contact_phone": "打给我"},
        {"contact_email": "没有"},
        {"place": "长" * 121},
        {"nonce": "nonsense"},
        {"title": "    "},
        {"title": "。。。。。。"},
        {"content": "。。。。。。。。。。。。"},
        {"content": "\u3164" * 20},
        {"content": "修路" * 50_000},
    ],
    ids=str,
)
def test_bad_input_is_told_in_a_sentence_and_kept(
    client: FlaskClient, city: Place, wrong: dict[str, str]
) -> None:
    call(city)
    status, page = post(client, **{"place": "东关街二十三号", **wrong})
    assert status == 422
    assert "要改" in page
    assert FORM["content"] in page or "content" in wrong
    assert stored() == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("（０３５０）３０３３１２３转８０１", "(0350)3033123转801"),
        ("（0350）3033123 分机 8", "(0350)3033123 转8"),
        ("+86 138-0013—8000", "+86 138-0013-8000"),
        ("3033123、3033124", "3033123、3033124"),
    ],
)
def test_a_telephone_number_is_taken_as_people_write_it(
    client: FlaskClient, city: Place, typed: str, kept: str
) -> None:
    call(city)
    assert post(client, contact_phone=typed)[0] == 303
    assert contact_of(db.session.scalars(select(Suggestion)).one()) == (kept,)


def test_a_telephone_number_that_is_none_is_kept_as_it_was_typed(client: FlaskClient, city: Place) -> None:
    call(city)
    status, page = post(client, contact_phone="（０３５０）找我")
    assert status == 422
    assert 'value="（０３５０）找我"' in page


def test_nothing_is_taken_before_the_first_call(client: FlaskClient, city: Place) -> None:
    status, page = post(client)
    assert status == 409
    assert "还没有开始征集" in page
    assert "这里还没有开始征集" in client.get("/j/140900/suggest").text


def test_one_address_is_slowed_but_people_who_are_signed_in_can_work(
    client: FlaskClient, city: Place
) -> None:
    call(city)
    for n in range(IN_HASTE):
        assert post(client, title=f"装第 {n} 盏路灯")[0] == 303
    status, page = post(client)
    assert status == 429
    assert "请过 5 秒再按一次“提交建议”" in page
    assert FORM["content"] in page
    assert stored() == IN_HASTE
    assert post(sign_in(client, account(city, Role.DEPUTY)))[0] == 303
    assert all(
        len(str(origin)) == 64
        for (origin,) in rows("SELECT origin FROM screening_suggestion WHERE origin IS NOT NULL")
    )


@pytest.mark.parametrize(
    ("role", "source"), [(Role.DEPUTY, "deputy"), (Role.UNIT, "unit"), (Role.CHAIR, "resident")]
)
def test_deputies_and_units_suggest_under_their_own_name(
    client: FlaskClient, city: Place, role: Role, source: str
) -> None:
    call(city)
    assert post(sign_in(client, account(city, role)))[0] == 303
    assert rows("SELECT source FROM screening_suggestion") == [(source,)]


def test_a_deputy_of_elsewhere_suggests_as_a_resident(
    client: FlaskClient, city: Place, county: Place
) -> None:
    call(city)
    assert post(sign_in(client, account(county, Role.DEPUTY)))[0] == 303
    assert rows("SELECT source, account_id FROM screening_suggestion") == [("resident", None)]


def test_markup_in_a_suggestion_stays_text(client: FlaskClient, city: Place) -> None:
    call(city)
    _, where = post(client, title="<script>alert(1)</script>")
    page = client.get(where).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize("number", ["27-2222-22222", "乱写的", "x" * 400])
def test_a_number_that_is_none_is_not_found_and_kept(client: FlaskClient, city: Place, number: str) -> None:
    answer = client.get("/j/140900/track", query_string={"number": number})
    assert answer.status_code == 404
    assert f'value="{number[:60]}"' in answer.text
    assert client.get(f"/j/140900/suggest/{number}").status_code == 404


def test_a_number_of_a_neighbour_is_not_found_here(client: FlaskClient, city: Place, county: Place) -> None:
    call(county)
    number = suggestion(county).number
    assert client.get(f"/j/140900/track?number={number}").status_code == 404
    assert client.get(f"/j/140900/suggest/{number}").status_code == 404
    assert client.get(f"/j/140921/track?number={number}").status_code == 200


def test_tracking_shows_every_fate_of_a_suggestion(client: FlaskClient, city: Place, county: Place) -> None:
    actor = staff(city)
    call(city, actor=actor)
    made = [suggestion(city) for _ in range(3)]
    numbers = [row.number for row in made]
    ids = [row.id for row in made]
    shelved = project(actor, city, unit(city), title="装红绿灯").id
    with transaction():
        answer(actor, city, ids[0], text="属于个人事项。")
        routing.route(actor, here=city, suggestion_id=ids[1], to=county, reason="属于县级事项。")
        merging_actions.merge(actor, jurisdiction_id=city.id, project_id=shelved, suggestion_ids=[ids[2]])
        appraisal_actions.step(
            actor, jurisdiction_id=city.id, project_id=shelved, name="shelve", reason="明年再论证。"
        )
    pages = [client.get(f"/j/140900/track?number={number}").text for number in numbers]
    assert "属于个人事项。" in pages[0]
    onward = re.search(r'href="(/j/140921/track\?number=[^"]+)"', pages[1])
    assert onward is not None
    assert client.get(onward[1]).status_code == 200
    assert "装红绿灯" in pages[2]
    assert "明年再论证。" in pages[2]


def test_booklet_and_candidates_are_public_once_decided(
    client: FlaskClient, county: Place, township: Place
) -> None:
    assert client.get(f"/j/140921100/screening/booklet/{YEAR}").status_code == 404
    actor = staff(township)
    draft = project(actor, township, unit(township)).id
    assert client.get(f"/j/140921100/screening/candidates/{draft}").status_code == 404
    first = decided(actor, township, candidates=6)[0]
    assert client.get(f"/j/140921100/screening/booklet/{YEAR}").status_code == 200
    page = client.get(f"/j/140921100/screening/candidates/{first}")
    assert page.status_code == 200
    assert client.get(f"/j/140921/screening/candidates/{first}").status_code == 404
    assert client.get(f"/j/140921/screening/candidates/{first}.json").status_code == 404


def test_anybody_can_check_the_digest_of_a_candidate(client: FlaskClient, township: Place) -> None:
    import hashlib

    first = decided(staff(township), township, candidates=6)[0]
    answer = client.get(f"/j/140921100/screening/candidates/{first}.json")
    assert answer.mimetype == "application/json"
    digest = hashlib.sha256(answer.data).hexdigest()
    assert answer.headers["X-Text-Sha256"] == digest
    assert digest in client.get(f"/j/140921100/screening/candidates/{first}").text
