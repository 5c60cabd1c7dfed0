"""A light once shown is kept for good: read once, on its day, whatever is reported, decided or asked for afterwards."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from tests.factories import account, sign_in, unit
from tests.supervision import factories as make
from tests.supervision.requests import locking
from voting.audit.journal import first_broken_line
from voting.audit.models import Entry
from voting.congress.place.queries import place_by_id
from voting.core.db import db, transaction
from voting.core.errors import WrongMoment
from voting.people.rules import Actor, Place, Role
from voting.supervision.commitment.models import Commitment, Milestone
from voting.supervision.commitment.rules import CommitmentState
from voting.supervision.light.actions import choose_light, set_rule
from voting.supervision.light.facts import lights_of
from voting.supervision.light.models import LaterReading, MonthLight
from voting.supervision.light.rules import Light, Thresholds
from voting.supervision.plan.actions import NewPlan, publish_plan
from voting.supervision.report import lighting
from voting.supervision.report.actions import NewReport, fill_in, report_same, submit
from voting.supervision.report.queries import light_row
from voting.supervision.report.shown import shown_of


def lights(row: Commitment) -> dict[int, Light]:
    db.session.expire_all()
    return {light.month: light.light for light in lights_of(db.session.get_one(Commitment, row.id))}


def later_readings(row: Commitment) -> dict[int, LaterReading]:
    asked = select(LaterReading).where(LaterReading.commitment_id == row.id)
    return {one.month: one for one in db.session.scalars(asked.order_by(LaterReading.number))}


def read(staff: Actor, month: int) -> int:
    with transaction():
        return lighting.read_month(staff, 2026, month)


def journal(event: str) -> int:
    return db.session.scalar(select(func.count()).select_from(Entry).where(Entry.event == event)) or 0


def plan_again(row: Commitment) -> NewPlan:
    """The plan in force, as its form would send it again."""
    return NewPlan(
        commitment_id=row.id,
        target=row.target,
        due_on=row.due_on,
        funding="市级财政 4800 万元",
        safeguards="成立专班，每周调度。",
        steps=make.steps(row),
    )


@pytest.fixture
def lit(clerk: Actor, staff: Actor, assigned: Commitment) -> Commitment:
    """Planned, on time in July, and behind when August is read, because its report is not in."""
    row = make.taken_over(assigned, date(2026, 1, 28))
    with time_machine.travel("2026-08-03T02:00:00Z"):
        make.planned(clerk, row)
        make.report(clerk, row, 7, 72, done=2)
    with time_machine.travel("2026-08-06T02:00:00Z"):
        assert read(staff, 7) == 1
    with time_machine.travel("2026-09-08T02:00:00Z"):
        assert read(staff, 8) == 1
    return row


def test_a_late_report_and_a_correction_stand_beside_the_light(clerk: Actor, lit: Commitment) -> None:
    shown = lights(lit)
    with time_machine.travel("2026-09-20T02:00:00Z"):
        make.report(clerk, lit, 7, 20, done=0, text="招标没有完成。", correction="上月误报")
        assert lights(lit) == shown
        beside = later_readings(lit)
        assert {month: row.light for month, row in beside.items()} == {7: Light.RED, 8: Light.RED}
        make.report(clerk, lit, 8, 20, done=0, text="招标没有完成。")
        assert lights(lit) == shown
        assert journal("supervision:light:read_later") == 2
        make.report(clerk, lit, 8, 85, done=2, correction="漏报")
        assert later_readings(lit)[8].number == 2
    assert first_broken_line(lit.jurisdiction_id) is None


@pytest.mark.parametrize(
    "state", [CommitmentState.UNFINISHED, CommitmentState.SUSPENDED, CommitmentState.ACCEPTED]
)
def test_a_correction_judges_a_month_by_what_held_in_it(
    clerk: Actor, lit: Commitment, state: CommitmentState
) -> None:
    with transaction():
        db.session.get_one(Commitment, lit.id).state = state
        for step in db.session.scalars(select(Milestone).where(Milestone.commitment_id == lit.id)):
            step.starts_on, step.due_on = date(2026, 7, 1), date(2026, 7, 2)
    with time_machine.travel("2026-09-20T02:00:00Z"):
        with transaction():
            lighting.read_later(clerk, db.session.get_one(Commitment, lit.id), 7)
        assert later_readings(lit) == {}, "no figure has changed, so nothing else is said of July and August"


def test_a_milestone_that_a_revision_moved_is_done_where_the_one_of_its_name_is(
    clerk: Actor, lit: Commitment
) -> None:
    with transaction():
        row = db.session.get_one(Commitment, lit.id)
        steps = [
            replace(step, id=None, starts_on=date(2026, 9, 1)) if n == 2 else step
            for n, step in enumerate(make.steps(row))
        ]
        revised = replace(plan_again(row), steps=tuple(steps), reason="汛期停工。")
        publish_plan(clerk, revised)
    with time_machine.travel("2026-09-20T02:00:00Z"):
        make.report(clerk, lit, 8, 100, done=3, text="管网换完。")
    (august,) = later_readings(lit).values()
    assert august.read_from["plan"] == 1
    assert [step[5] for step in august.read_from["milestones"]] == [True, True, True, False]
    assert august.read_from["report"] == [8, 1]


def test_one_place_that_cannot_be_read_stops_no_other(
    county: Place, assigned: Commitment, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make.taken_over(assigned, date(2026, 1, 28))
    other = make.commitment(account(county, Role.STAFF), county, unit(county, "县水利局"), "食堂")
    make.taken_over(other, date(2026, 1, 28))
    (broken, whole) = sorted([row, other], key=lambda one: one.jurisdiction_id)
    broken_at, whole_id = broken.jurisdiction_id, whole.id
    honest = lighting.reading_days

    def days(place: Place) -> lighting.ReadingDays:
        if place.id == broken_at:
            raise ValueError("a calendar that cannot be read")
        return honest(place)

    monkeypatch.setattr(lighting, "reading_days", days)
    with time_machine.travel("2026-08-06T02:00:00Z"), pytest.raises(ExceptionGroup):
        lighting.read_what_is_due()
    assert list(lights(db.session.get_one(Commitment, whole_id))) == [7]


@pytest.mark.database
def test_the_pace_is_told_by_the_thresholds_of_its_month(
    staff: Actor, clerk: Actor, assigned: Commitment
) -> None:
    row = make.taken_over(assigned, date(2026, 1, 28))
    with transaction():
        set_rule(staff, Thresholds(yellow_from=2, red_above=20, source="通知", holds_from=date(2026, 8, 1)))
    with time_machine.travel("2026-08-03T02:00:00Z"):
        make.planned(clerk, row)
        make.report(clerk, row, 7, 60, done=2)
    with time_machine.travel("2026-08-06T02:00:00Z"):
        read(staff, 7)
    db.session.expire_all()
    kept = db.session.get_one(MonthLight, (row.jurisdiction_id, row.id, 7))
    assert kept.by.yellow_from == 2
    assert 2 <= kept.reading.gap < 10
    assert shown_of(kept).pace == "慢于序时"


def test_deeds_that_would_collide_hold_their_project(staff: Actor, clerk: Actor, lit: Commitment) -> None:
    """One form sent twice at once: the second waits, and then finds what the first has done."""
    deeds: dict[str, Callable[[], object]] = {
        "choose": lambda: choose_light(staff, lit.id, 8, Light.YELLOW, "先按预警管理"),
        "fill_in": lambda: fill_in(clerk, NewReport(commitment_id=lit.id, month=8, progress=95, spent_fen=0)),
        "submit": lambda: submit(clerk, lit.id, 8),
        "same": lambda: report_same(clerk, lit.id, 8),
        "plan": lambda: publish_plan(clerk, plan_again(lit)),
    }
    with time_machine.travel("2026-09-08T02:00:00Z", tick=False):
        for name, deed in deeds.items():
            held: list[str] = []
            with locking(held), transaction():
                deed()
            assert held, name


def test_after_going_back_to_the_rule_nobody_has_set_the_light(staff: Actor, lit: Commitment) -> None:
    for light in (Light.YELLOW, None):
        with transaction():
            choose_light(staff, lit.id, 8, light, "恢复")
    told = light_row(
        8,
        db.session.get_one(
            MonthLight, (lit.jurisdiction_id, lit.id, 8), options=[joinedload(MonthLight.beside)]
        ),
    )
    assert (told.chosen_by, told.chosen_reason) == ("", "")


def test_a_light_keeps_what_it_was_read_from(lit: Commitment) -> None:
    row = db.session.get_one(MonthLight, (lit.jurisdiction_id, lit.id, 7))
    assert row.read_from is not None
    assert row.read_from["report"] == [7, 1]
    assert row.read_from["plan"] == 1
    assert [step[5] for step in row.read_from["milestones"]] == [True, True, False, False]
    assert row.read_from["thresholds"]["red_above"] == 30
    assert not row.is_of_the_old_way


def test_no_earlier_month_is_read_or_chosen(staff: Actor, lit: Commitment) -> None:
    before = lights(lit)
    with time_machine.travel("2026-09-09T02:00:00Z"):
        for month in (3, 7):
            with pytest.raises(WrongMoment, match="早已定下"):
                read(staff, month)
        with pytest.raises(WrongMoment, match="才生成"):
            read(staff, 9)
        with transaction(), pytest.raises(WrongMoment, match="早已定下"):
            choose_light(staff, lit.id, 7, Light.GREEN, "另有核实")
        assert read(staff, 8) == 0
    assert lights(lit) == before


def test_what_a_person_chose_stands_beside_what_was_read(staff: Actor, lit: Commitment) -> None:
    with transaction():
        choose_light(staff, lit.id, 8, Light.YELLOW, "先按预警管理")
    row = db.session.get_one(MonthLight, (lit.jurisdiction_id, lit.id, 8))
    assert (row.chosen, row.chosen_reason, row.chosen_by) == (Light.YELLOW, "先按预警管理", staff.name)
    assert row.read_from is not None
    assert [(one.month, one.shown) for one in lights_of(lit)] == [
        (7, lights(lit)[7]),
        (8, Light.YELLOW),
    ]


def test_the_program_reads_by_itself_on_the_day_and_once(
    app: Flask, clerk: Actor, assigned: Commitment
) -> None:
    row = make.taken_over(assigned, date(2026, 1, 28))
    with time_machine.travel("2026-08-03T02:00:00Z"):
        make.planned(clerk, row)
    with time_machine.travel("2026-09-06T02:00:00Z"):
        lighting.read_what_is_due()
        assert set(lights(row)) == {7}
    with time_machine.travel("2026-09-07T15:59:00Z"):
        lighting.read_what_is_due()
        assert set(lights(row)) == {
            7
        }  # the 5th is a Saturday: reports are due on the 7th, and may come on it
    with time_machine.travel("2026-09-07T16:00:00Z"):
        for _ in range(2):
            lighting.read_what_is_due()
        assert set(lights(row)) == {7, 8}
    assert journal("supervision:light:read") == 2


def test_what_is_not_taken_over_yet_has_no_light(staff: Actor, assigned: Commitment) -> None:
    with transaction():
        db.session.get_one(Commitment, assigned.id).taken_at = datetime(2026, 8, 31, 16, tzinfo=UTC)
    with time_machine.travel("2026-09-08T02:00:00Z"):
        assert read(staff, 8) == 0
    with time_machine.travel("2026-10-12T02:00:00Z"):
        assert read(staff, 9) == 1
    assert lighting.before(2027, 1) == (2026, 12)
    days = lighting.reading_days(place_by_id(assigned.jurisdiction_id))
    assert days.due(2026, 12).on == date(2027, 1, 6)


RULE = {
    "yellow_from": "5",
    "red_above": "20",
    "running_months": "2",
    "reading_day": "8",
    "source": "县政府办通知〔2026〕9 号",
    "holds_from": "2026-09-01",
}


@pytest.mark.usefixtures("july")
def test_staff_set_thresholds_that_hold_from_a_day_to_come(
    client: FlaskClient, staff: Actor, clerk: Actor, assigned: Commitment
) -> None:
    url = "/j/140900/supervision/desk/lights"
    assert sign_in(client, clerk).get(url).status_code == 403
    sign_in(client, staff)
    assert "参照银川市做法（2025）" in client.get(url).text
    for wrong, sentence in (
        ({"holds_from": "2026-01-01"}, "起用日期要在今天以后"),
        ({"red_above": "4"}, "红灯的标准不能低于黄灯的标准"),
        ({"source": " "}, "请写明依据"),
        ({"reading_day": "31"}, "请填写 1 到 28 的整数"),
    ):
        answer = client.post(url, data=RULE | wrong)
        assert (answer.status_code, sentence in answer.text) == (422, True), wrong
    assert client.post(url, data=RULE).status_code == 303
    assert client.post(url, data=RULE).status_code == 422  # the same deed twice
    assert "县政府办通知〔2026〕9 号" in client.get(url).text
    days = lighting.reading_days(place_by_id(assigned.jurisdiction_id))
    assert (days.due(2026, 7).by.yellow_from, days.due(2026, 8).by.yellow_from) == (10, 5)
    assert days.due(2026, 9).on == date(2026, 10, 8)
