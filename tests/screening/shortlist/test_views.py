import re

import pytest
from flask.testing import FlaskClient

from tests.conftest import rows
from tests.factories import account, meeting, sign_in, term, unit
from tests.queries_counted import counted
from tests.screening.factories import YEAR, appraised, call, decided, project, staff, suggestion
from voting.congress.rule_set.actions import set_rules
from voting.core.clock import today
from voting.core.db import transaction
from voting.people.rules import Actor, Place, Role

BASE = f"/j/140921100/screening/list/{YEAR}"
VOTES = {"due": "7", "present": "7", "approve": "6", "oppose": "0", "abstain": "1"}


@pytest.fixture
def ready(clerk: Actor, township: Place) -> list[int]:
    return appraised(clerk, township, 6)


def form(ids: list[int], **changes: str) -> dict[str, str]:
    orders = {f"order-{one}": str(n) for n, one in enumerate(ids, 1)}
    return {**orders, "decided_on": today().isoformat(), **VOTES, **changes}


def confirmed(client: FlaskClient, at: Place, number: int = 1) -> int:
    """Let a second person of the office confirm the list that waits; leaves him signed in."""
    second = sign_in(client, account(at, Role.STAFF))
    return second.post(f"{BASE}/freeze/{number}/confirm").status_code


def test_the_list_walks_its_three_approvals(desk: FlaskClient, township: Place, ready: list[int]) -> None:
    page = desk.get("/j/140921100/screening/list").text
    assert "下一步：乡镇政府办公会议提出初步候选项目" in page
    for kind in ("executive", "review", "decision"):
        assert desk.post(f"{BASE}/{kind}", data=form(ready)).status_code == 303
    assert "名单已经确定" not in desk.get("/j/140921100/screening/list").text
    assert confirmed(desk, township) == 303
    page = desk.get("/j/140921100/screening/list").text
    assert "名单已经确定" in page
    assert "应到 7，实到 7" in page


def test_out_of_turn_is_the_wrong_moment(desk: FlaskClient, ready: list[int]) -> None:
    for kind in ("review", "decision"):
        assert desk.post(f"{BASE}/{kind}", data=form(ready)).status_code == 409
    desk.post(f"{BASE}/executive", data=form(ready))
    assert desk.post(f"{BASE}/executive", data=form(ready)).status_code == 409
    assert desk.post(f"{BASE}/nonsense", data=form(ready)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"decided_on": ""}, "请填写日期。"),
        ({"decided_on": "2999-01-01"}, "日期不能晚于今天。"),
        ({"due": ""}, "请填写人数。"),
        ({"approve": "3"}, "名单没有通过"),
        ({"present": "8"}, "实到人数不能多于应到人数。"),
        ({"oppose": "5"}, "合计不能多于实到人数"),
    ],
    ids=str,
)
def test_a_wrong_approval_is_told_and_nothing_moves(
    desk: FlaskClient, ready: list[int], changes: dict[str, str], sentence: str
) -> None:
    desk.post(f"{BASE}/executive", data=form(ready))
    before = rows("SELECT id, state, version FROM screening_project ORDER BY id")
    answer = desk.post(f"{BASE}/review", data=form(ready, **changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows("SELECT id, state, version FROM screening_project ORDER BY id") == before


@pytest.mark.parametrize("order", ["x", "0", "-1", "1000", "9" * 5000, "2"])
def test_a_wrong_order_is_refused(desk: FlaskClient, ready: list[int], order: str) -> None:
    answer = desk.post(f"{BASE}/executive", data=form(ready) | {f"order-{ready[0]}": order})
    assert answer.status_code == 422
    assert "顺序" in answer.text


def test_too_short_a_list_is_refused(desk: FlaskClient, ready: list[int]) -> None:
    answer = desk.post(f"{BASE}/executive", data=form(ready[:4]))
    assert answer.status_code == 422
    assert "少于应选数量" in answer.text


def test_a_project_that_is_not_ours_is_not_found(desk: FlaskClient, county: Place, ready: list[int]) -> None:
    theirs = project(staff(county), county, unit(county), appraised=True).id
    assert desk.post(f"{BASE}/executive", data=form([*ready, theirs])).status_code == 404
    assert desk.post(f"{BASE}/executive", data=form(ready) | {"order-99999999999999": "9"}).status_code == 422


def test_a_small_surplus_is_warned_about(
    desk: FlaskClient, township: Place, clerk: Actor, ready: list[int]
) -> None:
    assert "<div data-surplus-warning hidden>" in desk.get("/j/140921100/screening/list").text
    desk.post(f"{BASE}/executive", data=form(ready[:5]))
    assert "<div data-surplus-warning><" in desk.get("/j/140921100/screening/list").text


def test_the_list_is_sent_back_with_a_reason_until_it_is_decided(
    desk: FlaskClient, township: Place, ready: list[int]
) -> None:
    assert desk.post(f"{BASE}/send-back", data={"reason": "资金安排有变化"}).status_code == 409
    desk.post(f"{BASE}/executive", data=form(ready))
    assert desk.post(f"{BASE}/send-back", data={"reason": ""}).status_code == 422
    assert desk.post(f"{BASE}/send-back", data={"reason": "资金安排有变化"}).status_code == 303
    for kind in ("executive", "review", "decision"):
        assert desk.post(f"{BASE}/{kind}", data=form(ready)).status_code == 303
    assert confirmed(desk, township) == 303
    assert desk.post(f"{BASE}/send-back", data={"reason": "资金安排有变化"}).status_code == 409


@pytest.mark.parametrize("path", ["/executive", "/review", "/decision", "/send-back"])
def test_only_the_places_own_staff_move_the_list(
    client: FlaskClient, county: Place, township: Place, ready: list[int], path: str
) -> None:
    data = form(ready, reason="资金安排有变化")
    assert client.post(BASE + path, data=data).status_code == 401  # asked to sign in, with what was sent
    assert sign_in(client, account(county, Role.STAFF)).post(BASE + path, data=data).status_code == 404
    assert sign_in(client, account(county, Role.OVERSIGHT)).post(BASE + path, data=data).status_code == 403
    assert sign_in(client, account(township, Role.DEPUTY)).post(BASE + path, data=data).status_code == 403
    assert rows("SELECT count(*) FROM screening_approval") == [(0,)]


def test_no_page_of_staff_needs_more_than_fifteen_queries(
    desk: FlaskClient, township: Place, clerk: Actor
) -> None:
    call(township, actor=clerk)
    made = [suggestion(township).id for _ in range(20)]
    ids = decided(clerk, township, candidates=8)
    project(clerk, township, unit(township, "镇财政所"))
    paths = [
        "",
        "/suggestions",
        f"/suggestions/{made[0]}",
        "/merge",
        f"/merge?ids={made[0]}&ids={made[1]}",
        "/board",
        f"/projects/{ids[0]}",
        "/list",
        "/call",
        f"/booklet/{YEAR}",
        f"/candidates/{ids[0]}",
    ]
    for path in paths:
        with counted() as sent:
            assert desk.get(f"/j/140921100/screening{path}").status_code == 200
        assert len(sent) <= 15, (path, len(sent))


def test_an_empty_list_has_no_surplus_and_says_where_projects_without_suggestions_begin(
    desk: FlaskClient,
) -> None:
    page = desk.get("/j/140921100/screening/list").text
    assert "-100%" not in page
    assert "由规划或者部门提出的项目在归并台直接登记" in page
    assert 'href="/j/140921100/screening/merge"' in page


@pytest.mark.parametrize("page", ["list", "board", "inbox"])
def test_an_empty_place_is_shown_the_year_of_its_next_session(
    client: FlaskClient, township: Place, page: str
) -> None:
    """Every page reads one year, and the seats of its rules: none says year 0 with the seats of a default."""
    clerk = staff(township)
    meeting(township, in_term=term(township), year=YEAR)
    with transaction():
        set_rules(clerk, place=township, year=YEAR, values={"seats": 3})
    said = sign_in(client, clerk).get(f"/j/140921100/screening/{page}").text
    assert "0 年" not in said.replace("2030 年", "")
    if page == "list":
        assert f"{YEAR} 年" in said
        assert re.search(r"应选数量</dt><dd>\s*3", said)
