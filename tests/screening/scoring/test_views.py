import re

import pytest
from flask.testing import FlaskClient

from tests.conftest import rows
from tests.factories import account, sign_in
from tests.screening.factories import YEAR, close, line, project, scoring, sheet
from voting.congress.place.models import Unit
from voting.core.clock import today
from voting.people.rules import Actor, Place, Role
from voting.screening.appraisal.criteria import CRITERIA

BASE = "/j/140900/screening"


def points(project_id: int, value: object = 20) -> dict[str, object]:
    return {f"points_{project_id}_{one.key}": value for one in CRITERIA}


@pytest.fixture
def made(city: Place, clerk: Actor, lead: Unit) -> list[int]:
    return [project(clerk, city, lead).id for _ in range(2)]


@pytest.fixture
def appraiser(city: Place) -> Actor:
    return account(city, Role.APPRAISER)


def test_an_appraiser_saves_a_part_and_hands_in_the_whole(
    client: FlaskClient, city: Place, clerk: Actor, made: list[int], appraiser: Actor
) -> None:
    going = scoring(clerk, city)
    url = f"{BASE}/sheet/{going.id}"
    me = sign_in(client, appraiser)
    part = {**points(made[0]), f"reason_{made[0]}": "群众盼了三年"}
    assert me.post(url, data=part).status_code == 303
    page = me.get(f"{BASE}/sheet").text
    assert "群众盼了三年" in page
    refused = me.post(url, data={**part, "hand_in": "y"})
    assert refused.status_code == 422
    assert "还没有打分" in refused.text
    assert "群众盼了三年" in refused.text
    away = {f"avoids_{made[1]}": "y"}
    refused = me.post(url, data={**part, **away, "hand_in": "y"})
    assert "请写明回避的事由" in refused.text
    whole = {**part, **away, f"reason_{made[1]}": "我在牵头单位任职", "hand_in": "y"}
    assert me.post(url, data=whole).status_code == 303
    assert rows("SELECT avoids, expectation FROM screening_score ORDER BY project_id") == [(0, 20), (1, None)]
    assert "撤回修改" in me.get(f"{BASE}/sheet").text
    assert me.post(url, data=whole).status_code == 409
    assert me.post(f"{url}/take-back").status_code == 303


@pytest.mark.parametrize("wrong", ["26", "-1", "x", "2.5"])
def test_points_out_of_bounds_are_told_at_their_box_and_kept(  # noqa: PLR0917  who takes part
    client: FlaskClient, city: Place, clerk: Actor, made: list[int], appraiser: Actor, wrong: str
) -> None:
    going = scoring(clerk, city)
    form = {**points(made[0]), **points(made[1]), f"points_{made[1]}_urgency": wrong}
    answer = sign_in(client, appraiser).post(f"{BASE}/sheet/{going.id}", data=form)
    assert answer.status_code == 422
    assert f'value="{wrong}"' in answer.text
    assert rows("SELECT count(*) FROM screening_score") == [(0,)]


def test_the_office_opens_and_closes_a_round_and_sees_who_has_not_handed_in(
    client: FlaskClient, city: Place, clerk: Actor, made: list[int], appraiser: Actor
) -> None:
    desk = sign_in(client, clerk)
    assert "开始评分" in desk.get(f"{BASE}/board?year={YEAR}").text
    assert desk.post(f"{BASE}/rounds/{YEAR}", data={"closes_on": "2020-01-01"}).status_code == 422
    assert desk.post(f"{BASE}/rounds/{YEAR}", data={}).status_code == 422
    assert desk.post(f"{BASE}/rounds/{YEAR}", data={"closes_on": today().isoformat()}).status_code == 303
    page = desk.get(f"{BASE}/board?year={YEAR}").text
    assert appraiser.name in page
    assert "还没有填写" in page
    assert "结束评分" not in page
    number = rows("SELECT id FROM screening_scoring_round")[0][0]
    assert desk.post(f"{BASE}/rounds/{number}/close").status_code == 422
    me = sign_in(client.application.test_client(), appraiser)
    whole = {**points(made[0]), **points(made[1], 10), "hand_in": "y"}
    assert me.post(f"{BASE}/sheet/{number}", data=whole).status_code == 303
    assert me.get(f"{BASE}/sheet").text.count("readonly") >= 8
    assert desk.post(f"{BASE}/rounds/{number}/close").status_code == 303
    page = desk.get(f"{BASE}/board?year={YEAR}").text
    assert "80.0" in page
    assert re.search(r"80—80", page)
    assert "现在没有进行中的评分" in me.get(f"{BASE}/sheet").text
    assert me.post(f"{BASE}/sheet/{number}", data=whole).status_code == 409


def test_only_appraisers_score_and_only_the_office_opens_and_closes(
    client: FlaskClient, city: Place, clerk: Actor, made: list[int], appraiser: Actor
) -> None:
    going = scoring(clerk, city)
    for role in (Role.GOVERNMENT, Role.LEGAL_REVIEWER, Role.COMMITTEE, Role.UNIT):
        other = sign_in(client, account(city, role))
        assert other.get(f"{BASE}/sheet").status_code == 403
        assert other.post(f"{BASE}/sheet/{going.id}", data=points(made[0])).status_code == 403
    me = sign_in(client, appraiser)
    assert me.post(f"{BASE}/rounds/{going.id}/close").status_code == 403
    assert me.post(f"{BASE}/rounds/{YEAR}", data={"closes_on": today().isoformat()}).status_code == 403


def test_a_projects_page_says_who_gave_what_once_the_round_is_closed(
    client: FlaskClient, city: Place, clerk: Actor, made: list[int], appraiser: Actor
) -> None:
    going = scoring(clerk, city)
    desk = sign_in(client, clerk)
    sheet(appraiser, going, line(made[0], 19, reason="资金已经落实"), line(made[1]))
    hidden = desk.get(f"{BASE}/projects/{made[0]}").text
    assert "结束前不显示" in hidden
    assert "资金已经落实" not in hidden
    close(clerk, going)
    page = desk.get(f"{BASE}/projects/{made[0]}").text
    assert "76.0" in page
    assert "资金已经落实" in page
    assert appraiser.name in page
