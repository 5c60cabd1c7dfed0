"""Tracking: any width of digits, the right congress, a day on each step, through the years."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.factories import unit
from tests.screening.factories import YEAR, answer, call, decided, project, staff, suggestion
from voting.core.db import transaction
from voting.people.rules import Actor, Place
from voting.screening.appraisal import actions as appraisal_actions
from voting.screening.merging import actions as merging_actions
from voting.screening.reserve import actions as reserve_actions
from voting.screening.suggestion import actions as suggestion_actions
from voting.screening.suggestion.rules import AnswerClass

TRACK = "/j/140900/track"
WIDE = {ord(narrow): ord(narrow) + 0xFEE0 for narrow in "0123456789ABCDEFGHJKMNPQRSTUVWXYZ-"}


@pytest.mark.parametrize(
    "typed",
    [
        lambda number: number.translate(WIDE),
        lambda number: number.lower().replace("-", "－"),
        lambda number: f"编号：{number.replace('-', ' ')}",
        lambda number: f"\u3000{number.replace('-', '')}\u3000",
    ],
)
def test_a_number_is_found_in_whatever_width_it_is_typed(client: FlaskClient, city: Place, typed) -> None:  # type: ignore[no-untyped-def]
    call(city)
    number = suggestion(city).number
    answered = client.get(TRACK, query_string={"number": typed(number)})
    assert answered.status_code == 200
    assert "给东关小学门口装红绿灯" in answered.text


def test_a_number_of_another_congress_leads_there_and_tells_nothing_here(
    client: FlaskClient, city: Place, county: Place
) -> None:
    call(county)
    number = suggestion(county, title="县里的一件事").number
    page = client.get(f"{TRACK}?number={number}")
    assert page.status_code == 404
    assert f"是提给{county.name}的" in page.text
    assert f"/j/140921/track?number={number}" in page.text
    assert "县里的一件事" not in page.text
    assert "没有查到" not in page.text


def test_each_step_bears_its_day(client: FlaskClient, city: Place, clerk: Actor) -> None:
    with time_machine.travel(datetime(2026, 10, 8, 2, tzinfo=UTC), tick=False):
        call(city, actor=clerk)
        row = suggestion(city)
        key, number = row.id, row.number
    made = project(clerk, city, unit(city), title="路口信号灯").id
    for day, deed in (
        (
            9,
            lambda: merging_actions.merge(
                clerk, jurisdiction_id=city.id, project_id=made, suggestion_ids=[key]
            ),
        ),
        (10, lambda: merging_actions.detach(clerk, jurisdiction_id=city.id, suggestion_id=key)),
        (
            11,
            lambda: answer(
                clerk,
                city,
                key,
                text="交警部门已经安排。",
                answer_class=AnswerClass.SOLVED,
                elsewhere="交警大队",
            ),
        ),
    ):
        with time_machine.travel(datetime(2026, 10, day, 2, tzinfo=UTC), tick=False), transaction():
            deed()
    text = client.get(f"{TRACK}?number={number}").text
    for part in ("2026 年 10 月 8 日", "2026 年 10 月 9 日", "2026 年 10 月 10 日", "2026 年 10 月 11 日"):
        assert part.replace(" ", "") in text.replace(" ", ""), part
    assert "A 类：已经解决或者基本解决" in text
    assert "交警部门已经安排。" in text
    assert "交警大队" in text
    with transaction():
        suggestion_actions.reconsider(clerk, jurisdiction_id=city.id, suggestion_id=key)
    again = client.get(f"{TRACK}?number={number}").text
    assert "交警部门已经安排。" not in again
    assert "原来的答复不再作数" in again


def test_a_proposer_follows_his_project_through_the_reserve_into_the_next_list(
    client: FlaskClient, township: Place
) -> None:
    actor = staff(township)
    call(township, actor=actor)
    row = suggestion(township)
    key, number = row.id, row.number
    kept = project(actor, township, unit(township), title="村口的桥").id
    with transaction():
        merging_actions.merge(actor, jurisdiction_id=township.id, project_id=kept, suggestion_ids=[key])
        appraisal_actions.step(
            actor, jurisdiction_id=township.id, project_id=kept, name="shelve", reason="等设计。"
        )
    decided(actor, township, candidates=6)
    call(township, year=YEAR + 1, actor=actor, opened=False)
    with transaction():
        again = reserve_actions.take_up(
            actor, jurisdiction_id=township.id, project_id=kept, year=YEAR + 1, reason="设计已经完成。"
        ).id
    text = client.get(f"/j/140921100/track?number={number}").text
    assert "进入项目储备库" in text
    assert "等设计。" in text
    assert f"已转入 {YEAR + 1} 年" in text
    assert "论证中" in text
    with transaction():
        form = merging_actions.NewProject(jurisdiction_id=township.id, year=YEAR + 1, title="两座桥")
        wider = merging_actions.form(actor, form).id
        merging_actions.join(actor, jurisdiction_id=township.id, project_id=again, into_id=wider)
    joined = client.get(f"/j/140921100/track?number={number}").text
    assert "已归并到项目“<bdi>两座桥</bdi>”" in joined
    assert joined.count('aria-current="step"') == 1
