"""What residents say: passed on by a station without contacts, made a finding in one click or closed with a reason."""

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


@pytest.mark.pure
@pytest.mark.parametrize("text", ["打 13835012345", "0350-3030303", "a@b.cn", "138 3501 2345"])
def test_contacts_are_refused(text: str) -> None:
    with pytest.raises(FieldRefused):
        expect_no_contact(text)


@pytest.mark.pure
def test_numbers_of_the_works_are_no_contacts() -> None:
    expect_no_contact("2026年7月8日，310 公里管网只换了 46 处，花了 48000 元。")


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
    assert client.post(f"{HOME}/remarks/{number}/raise").status_code == 409
    assert rows("SELECT id FROM finding") == []
    assert "已通水。" in sign_in(client, station).get(path).text
    lines = db.session.scalars(select(Entry.facts).order_by(Entry.number)).all()
    assert not any("停水" in str(line) for line in lines), "the journal keeps no text"


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


def test_a_deputy_of_the_group_makes_a_finding_in_one_click(
    client: FlaskClient, city: Place, staff: Actor, station: Actor, row: Commitment
) -> None:
    first, second, _third = at_home(city)
    entrust(staff, row, [first])
    number = passed_on(station, row)
    path = f"{HOME}/remarks/{number}"
    sign_in(client, second, home=True)
    assert client.get(path).status_code == 404
    assert client.post(f"{path}/raise").status_code == 404
    assert client.post(f"{path}/close", data={"reason": "x"}).status_code == 404
    sign_in(client, first, home=True)
    assert path in client.get(f"{HOME}/groups/{row.id}").text
    assert client.get(path).status_code == 200
    assert client.post(f"{path}/raise").status_code == 303
    assert rows("SELECT title FROM finding") == [("东街停水两天没有通知",)]
    assert rows("SELECT state, finding_id FROM resident_remark") == [("raised", 1)]
    assert client.get(path).status_code == 200
    assert SAID in client.get(f"{HOME}/projects/{row.id}", follow_redirects=True).text


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
