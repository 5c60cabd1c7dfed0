from datetime import date

import pytest

from tests.properties import given, st
from voting.supervision.handover import read_voted, voted_steps

pytestmark = pytest.mark.pure


def test_the_voted_text_binds_target_money_and_date() -> None:
    voted = read_voted(
        {
            "annual_target": "更新 310 公里",
            "planned_fen": 5,
            "finishes_on": "2026-11-30",
            "lead_unit": "市水利局",
            "lead_unit_id": 7,
            "milestones": [],
            "parts": [
                {"title": "管网", "quantity": 310, "measure": "公里", "unit": ""},
                {"title": "泵站", "quantity": 2, "measure": "座", "unit": "市水利局", "place": "云中河"},
            ],
        },
        2026,
    )
    assert (voted.target, voted.planned_fen, voted.due_on, voted.lead_unit_id) == (
        "更新 310 公里",
        5,
        date(2026, 11, 30),
        7,
    )
    assert voted.parts[0].quantity == 310
    assert [(part.unit_name, part.place) for part in voted.parts] == [("", ""), ("市水利局", "云中河")]


def test_a_project_of_several_years_is_bound_to_this_years_stage() -> None:
    document = {"annual_target": "全部", "stage_target": "主体完工", "multi_year": True}
    assert read_voted(document, 2026).target == "主体完工"


def test_what_the_text_does_not_say_gets_the_years_end_and_no_money() -> None:
    voted = read_voted({"summary": "一句话"}, 2026)
    assert (voted.target, voted.due_on, voted.planned_fen, voted.steps) == (
        "一句话",
        date(2026, 12, 31),
        0,
        (),
    )


@given(st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), min_size=1, max_size=12))
def test_milestones_share_the_whole_and_follow_one_another(days: list[date]) -> None:
    steps = voted_steps([{"title": str(n), "due_on": day.isoformat()} for n, day in enumerate(days)], 2026)
    assert sum(step.weight for step in steps) == 100
    assert all(step.weight >= 1 and step.starts_on <= step.due_on for step in steps)
    assert [step.due_on for step in steps] == sorted(days)
