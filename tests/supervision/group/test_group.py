"""A project's own group: proposed by trade and nearness, confirmed by staff, seen and used by its deputies from home."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import rows
from tests.factories import account, sign_in
from tests.supervision.group.factories import at_home, close, entrust
from tests.supervision.requests import HOME
from voting.audit.models import Entry
from voting.core.db import db, transaction
from voting.people.rules import Actor, Place, Role
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import FieldRefused
from voting.supervision.group.rules import (
    MEMBERSHIP,
    MOST_MEMBERS,
    MembershipState,
    Work,
    expect_group,
    fitness,
    is_near,
    steps_to,
)

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("july")]
M = MembershipState


@pytest.fixture
def desk(client: FlaskClient, staff: Actor) -> FlaskClient:
    """The client of the office."""
    return sign_in(client, staff)


@pytest.fixture
def at_site(client: FlaskClient, city: Place, staff: Actor, row: Commitment) -> FlaskClient:
    """The client of a deputy in the project's group."""
    first = at_home(city)[0]
    entrust(staff, row, [first])
    return sign_in(client, first, home=True)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("post", "delegation", "points"),
    [
        ("实验小学教师", "第一代表团", 1),
        ("实验小学教师", "大林乡代表团", 2),
        ("个体户", "大林乡代表团", 1),
        ("", "乡代表团", 0),
        ("市教育局局长，原教师", "大林乡代表团", 0),
    ],
)
def test_a_deputy_fits_by_trade_and_nearness_but_not_over_his_own_unit(
    post: str, delegation: str, points: int
) -> None:
    work = Work(field="education", places=["大林乡东街"], unit="市教育局")
    assert fitness(work, post, delegation).points == points


@pytest.mark.pure
def test_a_delegation_is_near_a_place_that_is_named_in_full() -> None:
    assert is_near("定襄县代表团", ["定襄县城区"])
    assert not is_near("第一代表团", ["定襄县城区"])
    assert not is_near("代表团", [""])


@pytest.mark.pure
@pytest.mark.parametrize("state", [None, *M])
@pytest.mark.parametrize("member", [True, False])
@pytest.mark.parametrize("leader", [True, False])
def test_the_steps_lead_to_what_is_wanted(state: MembershipState | None, member: bool, leader: bool) -> None:
    if leader and not member:
        return
    at = state
    for step in steps_to(state, member=member, leader=leader):
        at = MEMBERSHIP.start if at is None else MEMBERSHIP.after(at, step)
    wanted = (M.LEADER if leader else M.MEMBER) if member else (None if state is None else M.LEFT)
    assert at is wanted


@pytest.mark.pure
def test_a_group_has_a_leader_of_its_own() -> None:
    expect_group((), None)
    expect_group((1, 2), 2)
    for members, leader in (((1,), None), ((1,), 2), ((), 1), (range(MOST_MEMBERS + 1), 1)):
        with pytest.raises(FieldRefused):
            expect_group(members, leader)


def test_staff_confirm_a_group_and_change_it(
    client: FlaskClient, city: Place, staff: Actor, row: Commitment
) -> None:
    first, second, third = at_home(city)
    path = f"{HOME}/desk/{row.id}/group"
    page = sign_in(client, staff).get(path).text
    assert "实验小学教师" in page
    assert "在责任单位任职，应当回避" in page
    chosen = {"others": [first.account_id, third.account_id], "leader": first.account_id}
    assert client.post(path, data=chosen).status_code == 303
    work = client.get(f"{HOME}/groups/{row.id}").text
    assert path in work
    assert "代表001" in work
    assert "代表002" not in work
    page = client.get(path).text
    assert page.count(" checked") == 2
    changed = {"members": [third.account_id], "others": [second.account_id], "leader": third.account_id}
    assert client.post(path, data=changed).status_code == 303
    assert client.post(path, data={**changed, "members": [third.account_id, second.account_id], "others": []})
    found = rows("SELECT account_id, state FROM group_membership ORDER BY account_id")
    assert found == [
        (first.account_id, "left"),
        (second.account_id, "member"),
        (third.account_id, "leader"),
    ]
    told = db.session.scalars(
        select(Entry.facts).where(Entry.event == "supervision:group:moved").order_by(Entry.number)
    ).all()
    assert len(told) == 6, "join, lead, join; leave, join, lead; the same group again writes nothing"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"leader": "0"}, "请指定一名组长。"),
        ({"leader": "second"}, "组长要在小组成员当中。"),
        ({"others": ["999"], "leader": "first"}, ""),
        ({"others": ["many"]}, ""),
    ],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(
    desk: FlaskClient, city: Place, row: Commitment, sent: dict[str, object], sentence: str
) -> None:
    first, second, _third = at_home(city)
    ids = {"first": first.account_id, "second": second.account_id}
    data = {"others": [first.account_id], **sent}
    data["leader"] = ids.get(str(data.get("leader")), data.get("leader"))
    answer = desk.post(f"{HOME}/desk/{row.id}/group", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows("SELECT account_id FROM group_membership") == []


def test_only_the_office_forms_groups(
    client: FlaskClient, city: Place, county: Place, row: Commitment
) -> None:
    path = f"{HOME}/desk/{row.id}/group"
    for role in (Role.UNIT, Role.SUPERVISION, Role.DEPUTY, Role.STATION):
        sign_in(client, account(city, role))
        assert client.get(path).status_code == 403
        assert client.post(path, data={}).status_code == 403
    sign_in(client, account(county, Role.STAFF))
    assert client.post(f"/j/{county.code}/supervision/desk/{row.id}/group", data={}).status_code == 404


def test_a_member_sees_his_project_on_his_first_page_and_others_do_not(
    client: FlaskClient, city: Place, staff: Actor, row: Commitment
) -> None:
    first, second, third = at_home(city)
    entrust(staff, row, [first, third])
    own = f"{HOME}/groups/{row.id}"
    sign_in(client, first, home=True)
    assert own in client.get("/account").text
    page = client.get(own).text
    assert row.title in page
    assert "组长" in page
    sign_in(client, second, home=True)
    assert own not in client.get("/account").text
    assert client.get(own).status_code == 404
    entrust(staff, row, [third])
    sign_in(client, first, home=True)
    assert client.get(own).status_code == 404, "who left is out"
    sign_in(client, third)
    assert client.get(own).status_code != 200, "by the digits of the hall he supervises nothing"


def test_a_member_whose_account_is_closed_is_not_offered_again(
    client: FlaskClient, city: Place, staff: Actor, row: Commitment
) -> None:
    first, _second, third = at_home(city)
    entrust(staff, row, [first, third])
    close(first)
    path = f"{HOME}/desk/{row.id}/group"
    assert "代表001" not in sign_in(client, staff).get(path).text
    kept = {"members": [third.account_id], "leader": third.account_id}
    assert client.post(path, data=kept).status_code == 303
    assert rows("SELECT state FROM group_membership ORDER BY account_id") == [("left",), ("leader",)]


VISIT = {
    "on": "2026-07-07",
    "began_at": "10:30",
    "place": "大林乡",
    "people": "1",
    "text": "看了三个村。",
    "praise": "施工围挡整齐。",
}
PROBLEM = {"problem": "东街路面没有恢复。雨天积水。", "hand_over": "y", "due_on": "2026-08-01"}


def test_a_member_records_a_visit_with_praise_from_his_phone(
    client: FlaskClient, city: Place, staff: Actor, row: Commitment
) -> None:
    first, second, _third = at_home(city)
    entrust(staff, row, [first])
    path = f"{HOME}/groups/{row.id}/inspections/new"
    assert sign_in(client, first, home=True).get(path).status_code == 200
    assert client.post(path, data=VISIT).status_code == 303
    public = client.get(f"{HOME}/projects/{row.id}", follow_redirects=True).text
    assert "施工围挡整齐。" in public
    assert "10:30" in public
    assert rows("SELECT id FROM finding") == []
    sign_in(client, second, home=True)
    assert client.get(path).status_code == 404
    assert client.post(path, data=VISIT).status_code == 404
    assert client.post(f"{HOME}/desk/{row.id}/inspections/new", data=VISIT).status_code == 403


def test_a_problem_becomes_a_finding_by_one_tick(
    client: FlaskClient, city: Place, staff: Actor, row: Commitment
) -> None:
    first = at_home(city)[0]
    entrust(staff, row, [first])
    path = f"{HOME}/groups/{row.id}/inspections/new"
    sign_in(client, first, home=True)
    assert client.post(path, data={**VISIT, **PROBLEM}).status_code == 303
    ((title, due_on),) = rows("SELECT title, due_on FROM finding")
    assert (title, str(due_on)) == ("东街路面没有恢复", "2026-08-01")
    assert rows('SELECT text, "by" FROM finding_post') == [(PROBLEM["problem"], "代表监督小组")]
    lines = db.session.scalars(select(Entry.facts).order_by(Entry.number)).all()
    assert {"step": "raise", "finding": 1, "commitment": row.id} in lines
    assert not any("路面" in str(line) or VISIT["text"] in str(line) for line in lines), (
        "the journal keeps no text"
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"problem": " "}, "要交责任单位整改，请先写明发现的问题。"),
        ({"due_on": ""}, "请填写整改期限。"),
        ({"due_on": "2026-07-01"}, "期限不能在今天以前。"),
        ({"on": "2026-07-09"}, "视察日期不能在今天以后。"),
        ({"began_at": "half past"}, ""),
        ({"praise": "好" * 1001}, "最多 1000 个字。"),
    ],
)
def test_bad_input_of_a_visit_records_neither_visit_nor_finding(
    at_site: FlaskClient, row: Commitment, change: dict[str, str], sentence: str
) -> None:
    answer = at_site.post(f"{HOME}/groups/{row.id}/inspections/new", data={**VISIT, **PROBLEM, **change})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "看了三个村。" in answer.text
    assert rows("SELECT id FROM inspection") == []
    assert rows("SELECT id FROM finding") == []


def test_without_a_unit_the_visit_waits_for_its_tick(
    client: FlaskClient, city: Place, staff: Actor, row: Commitment
) -> None:
    with transaction():
        db.session.get_one(Commitment, row.id).unit_id = None
    first = at_home(city)[0]
    entrust(staff, row, [first])
    sign_in(client, first, home=True)
    answer = client.post(f"{HOME}/groups/{row.id}/inspections/new", data={**VISIT, **PROBLEM})
    assert answer.status_code == 422
    assert "先指定责任单位。" in answer.text
    assert rows("SELECT id FROM inspection") == []


def test_the_shared_account_sees_everything_as_before(
    client: FlaskClient, city: Place, staff: Actor, group: Actor, row: Commitment
) -> None:
    entrust(staff, row, at_home(city)[:1])
    sign_in(client, group)
    assert client.get(f"{HOME}/desk/{row.id}").status_code == 200
    assert client.post(f"{HOME}/desk/{row.id}/inspections/new", data=VISIT).status_code == 303
