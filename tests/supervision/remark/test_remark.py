"""What residents say: passed on by a station without contacts, made a finding in edited words or closed with a reason."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import rows
from tests.factories import PASSWORD_PHC, account, sign_in
from tests.supervision.group.factories import at_home, entrust
from tests.supervision.requests import HOME
from voting.audit.models import Entry
from voting.core.db import db, transaction
from voting.people import actions as people
from voting.people.rules import Actor, Place, Role
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import FieldRefused
from voting.supervision.finding.rules import MOST_TITLE, title_from
from voting.supervision.remark import actions
from voting.supervision.remark.rules import expect_no_contact
from voting.todo.queries import own

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("july")]
SAID = "东街停水两天没有通知。老人打水不便。"
EDITED = {"title": "停水没有提前通知", "text": "施工路段停水两天，没有提前通知居民。"}


def journal() -> str:
    """All that the lines of the journal say, as one text."""
    return "\n".join(str(facts) for facts in db.session.scalars(select(Entry.facts).order_by(Entry.number)))


@pytest.fixture
def station(city: Place) -> Actor:
    """The account of a liaison station."""
    with transaction():
        row = people.open_account(
            None,
            people.NewAccount(
                jurisdiction_id=city.id,
                login="station1",
                name="联络站工作人员",
                secret_phc=PASSWORD_PHC,
                roles=frozenset({Role.STATION}),
                must_change=False,
                station="东街联络站",
            ),
        )
        return Actor(row.id, city.id, row.name, frozenset({Role.STATION}), station="东街联络站")


def passed_on(station: Actor, row: Commitment) -> int:
    with transaction():
        return actions.pass_on(station, row.id, SAID).id


@pytest.fixture
def waits(station: Actor, row: Commitment) -> str:
    """The path of a remark that waits."""
    return f"{HOME}/remarks/{passed_on(station, row)}"


@pytest.mark.pure
@pytest.mark.parametrize(
    "text",
    [
        "打 13835012345",
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "13812345678元",
        "138 1234 5678 元",
        "0350-3021234",
        "0350-3021234元",
        "87654321",
        "20260630",
        "2026-06-30 13812345678",
        "2026-06-30-1234567",
        "花了 1 200 000 元，打 3021234",
        "140902-1990-01-01-1234",
        "a@b.cn",
        "2026-06-30@b.cn",
    ],
)
def test_contacts_are_refused(text: str) -> None:
    with pytest.raises(FieldRefused):
        expect_no_contact(text)


@pytest.mark.pure
@pytest.mark.parametrize(
    "text",
    [
        "2026年7月8日，310 公里管网只换了 46 处，花了 48000 元。",
        "2026-06-30 停水，2026-7-2 才通。",
        "2026-06-30至2026-07-15停水",
        "2026-06-30 08:00 停水",
        "花了 1 200 000 元",
        "花了 1 200 000.50 元，还差 12 000 000元",
        "花了1200000元、1,200,000 元",
        "公示 2026-06-30，投入 1 200 000 万元",
    ],
)
def test_numbers_of_the_works_are_no_contacts(text: str) -> None:
    expect_no_contact(text)


@pytest.mark.pure
def test_the_first_sentence_is_the_title() -> None:
    assert title_from(SAID) == "东街停水两天没有通知"
    assert title_from("。。") == "。。"
    assert len(title_from("长" * 300)) == MOST_TITLE


def test_a_station_passes_on_and_reads_what_became_of_it(
    client: FlaskClient, staff: Actor, station: Actor, row: Commitment
) -> None:
    path = f"{HOME}/remarks/new"
    sign_in(client, station)
    assert path in client.get("/account").text
    sent = {"commitment_id": row.id, "text": SAID}
    assert client.post(path, data=sent).status_code == 303
    assert "待办理" in client.get(path).text
    ((number,),) = rows("SELECT id FROM resident_remark")
    sign_in(client, staff)
    assert f"/groups/{row.id}" in client.get(f"{HOME}/desk/{row.id}").text
    assert f"/remarks/{number}" in client.get(f"{HOME}/groups/{row.id}").text
    assert SAID in client.get(f"{HOME}/remarks/{number}").text
    assert client.post(f"{HOME}/remarks/{number}/close", data={"reason": ""}).status_code == 422
    assert client.post(f"{HOME}/remarks/{number}/close", data={"reason": "已通水。"}).status_code == 303
    assert client.post(f"{HOME}/remarks/{number}/close", data={"reason": "再来"}).status_code == 409
    assert client.post(f"{HOME}/remarks/{number}/raise", data=EDITED).status_code == 409
    assert rows("SELECT id FROM finding") == []
    assert "已通水。" in sign_in(client, station).get(path).text
    assert "停水" not in journal(), "the journal keeps no text"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"text": " "}, "请写明群众反映的情况。"),
        ({"text": "长" * 301}, "最多 300 个字。"),
        ({"text": "找王某 13835012345"}, "不要写电话"),
        ({"commitment_id": "0"}, "请选择一项。"),
        ({"commitment_id": "999"}, ""),
        ({"commitment_id": "x"}, ""),
    ],
)
def test_bad_input_gets_a_sentence(
    client: FlaskClient, station: Actor, row: Commitment, change: dict[str, str], sentence: str
) -> None:
    sent = {"commitment_id": str(row.id), "text": SAID, **change}
    answer = sign_in(client, station).post(f"{HOME}/remarks/new", data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows("SELECT id FROM resident_remark") == []


def test_a_deputy_of_the_group_makes_a_finding_in_words_that_he_edited(
    client: FlaskClient, city: Place, staff: Actor, station: Actor, row: Commitment
) -> None:
    first, second, _third = at_home(city)
    entrust(staff, row, [first])
    number = passed_on(station, row)
    path = f"{HOME}/remarks/{number}"
    sign_in(client, second, home=True)
    assert client.get(path).status_code == 404
    assert client.post(f"{path}/raise").status_code == 404
    assert client.post(f"{path}/raise", data=EDITED).status_code == 404
    assert client.post(f"{path}/close", data={"reason": "x"}).status_code == 404
    sign_in(client, first, home=True)
    assert path in client.get(f"{HOME}/groups/{row.id}").text
    page = client.get(path).text
    assert "下面写的文字向社会公开" in page
    assert 'value="东街停水两天没有通知"' in page, "the first sentence is offered"
    assert page.count(SAID) == 2, "what was said, and the text that is offered"
    assert client.post(f"{path}/raise", data=EDITED).status_code == 303
    assert rows("SELECT title FROM finding") == [(EDITED["title"],)]
    assert rows("SELECT text FROM finding_post") == [(EDITED["text"],)]
    assert rows("SELECT state, finding_id, text FROM resident_remark") == [("raised", 1, SAID)]
    assert SAID in client.get(path).text, "the remark keeps its own words"
    public = client.get(f"{HOME}/projects/{row.id}", follow_redirects=True).text
    assert EDITED["text"] in public
    assert "老人打水" not in public
    assert "停水" not in journal(), "the journal keeps no text"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": " "}, "请用一句话写出问题。"),
        ({"title": "长" * 121}, "最多 120 个字。"),
        ({"text": ""}, "请写明具体情况。"),
        ({"text": "长" * 1001}, "最多 1000 个字。"),
        ({"title": "找 13812345678"}, "不要写电话"),
        ({"text": "找王某 13812345678"}, "不要写电话"),
    ],
)
def test_bad_words_of_a_finding_get_a_sentence_and_are_kept(
    client: FlaskClient, staff: Actor, waits: str, change: dict[str, str], sentence: str
) -> None:
    sent = {**EDITED, **change}
    answer = sign_in(client, staff).post(f"{waits}/raise", data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert all(text in answer.text for text in sent.values())
    assert SAID in answer.text
    assert rows("SELECT id FROM finding") == []


def test_a_page_of_before_that_sends_no_words_raises_nothing(
    client: FlaskClient, staff: Actor, waits: str
) -> None:
    assert sign_in(client, staff).post(f"{waits}/raise").status_code == 422
    assert rows("SELECT id FROM finding") == []


def test_a_refused_close_leaves_the_offered_words(client: FlaskClient, staff: Actor, waits: str) -> None:
    answer = sign_in(client, staff).post(f"{waits}/close", data={"reason": ""})
    assert answer.status_code == 422
    assert answer.text.count(SAID) == 2


def test_without_a_unit_the_edited_words_stay(
    client: FlaskClient, staff: Actor, waits: str, row: Commitment
) -> None:
    with transaction():
        db.session.get_one(Commitment, row.id).unit_id = None
    answer = sign_in(client, staff).post(f"{waits}/raise", data=EDITED)
    assert answer.status_code == 422
    assert "先指定责任单位。" in answer.text
    assert EDITED["text"] in answer.text
    assert rows("SELECT state FROM resident_remark") == [("waiting",)]


def test_others_pass_nothing_on_and_read_nothing(
    client: FlaskClient, city: Place, county: Place, station: Actor, row: Commitment
) -> None:
    number = passed_on(station, row)
    for role in (Role.UNIT, Role.GOVERNMENT, Role.COMMITTEE):
        sign_in(client, account(city, role))
        assert client.get(f"{HOME}/remarks/{number}").status_code == 403
        assert client.post(f"{HOME}/remarks/{number}/raise").status_code == 403
    for role in (Role.STAFF, Role.DEPUTY, Role.SUPERVISION):
        sign_in(client, account(city, role))
        assert client.post(f"{HOME}/remarks/new", data={}).status_code == 403
    assert sign_in(client, station).get(f"{HOME}/remarks/{number}").status_code == 403
    sign_in(client, account(county, Role.STAFF))
    assert client.get(f"/j/{county.code}/supervision/remarks/{number}").status_code == 404
    assert SAID not in client.get(f"{HOME}/projects/{row.id}", follow_redirects=True).text


def waiting(actor: Actor) -> list[str]:
    db.session.rollback()
    return [one.kind for one in own(actor) if "remark" in one.kind]


def test_it_waits_for_the_office_the_shared_account_and_the_projects_own_group(
    city: Place, staff: Actor, group: Actor, station: Actor, row: Commitment
) -> None:
    first, second, _third = at_home(city)
    entrust(staff, row, [first])
    number = passed_on(station, row)
    assert waiting(staff) == waiting(group) == ["supervision:remark"]
    assert waiting(first) == ["supervision:own_remark"]
    assert waiting(second) == waiting(station) == []
    with transaction():
        actions.close_remark(first, number, "已通水。")
    assert waiting(staff) == waiting(group) == waiting(first) == []
