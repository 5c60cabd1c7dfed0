"""A yellow or red light is followed by who has to act, in working days, until it goes out."""

from __future__ import annotations

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import account, sign_in, unit
from tests.supervision import factories as make
from tests.supervision.requests import HOME
from tests.waiting import while_uncommitted
from voting.audit.journal import first_broken_line
from voting.congress.place.models import Unit
from voting.congress.place.queries import place_by_id
from voting.core.db import db, transaction
from voting.core.errors import NotAllowed, NotFound, WrongMoment
from voting.people.rules import Actor, Place, Role
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import CommitmentState
from voting.supervision.ladder.actions import climb_everywhere, settle
from voting.supervision.ladder.facts import steps_of
from voting.supervision.ladder.rules import Rung
from voting.supervision.light.facts import lights_of
from voting.supervision.light.rules import Light
from voting.supervision.pages.to_do.queries import to_dos
from voting.supervision.report import lighting

NOON = "2026-06-15T04:00:00Z"  # a Monday


def _day(at: str) -> time_machine.travel:
    return time_machine.travel(f"{at}T04:00:00Z", tick=False)


def _rungs(row: Commitment) -> list[Rung]:
    db.session.expire_all()
    return [step.rung for step in steps_of(row)]


def _show(staff: Actor, row: Commitment, light: Light) -> None:
    """Let the newest month show this light, and the months before a green one."""
    newest = lighting.reading_days(place_by_id(row.jurisdiction_id)).newest
    with transaction():
        lighting.read_month(staff, newest.year, newest.month)
    with transaction():
        kept = lights_of(row)
        for month in kept:
            month.chosen = Light.GREEN
        kept[-1].chosen = light


@pytest.fixture
def red(city: Place, staff: Actor, water: Unit, clerk: Actor) -> Commitment:
    """A project whose light of May is red since Monday the 15th of June."""
    with _day("2026-05-11"):
        row = make.planned(clerk, make.commitment(staff, city, water))
    with time_machine.travel(NOON, tick=False):
        _show(staff, row, Light.RED)
        climb_everywhere()
    return row


def test_the_rungs_come_one_after_the_other(red: Commitment, staff: Actor) -> None:
    assert _rungs(red) == [Rung.UNIT]
    with _day("2026-06-17"):
        climb_everywhere()
        assert _rungs(red) == [Rung.UNIT], "two working days"
    with _day("2026-06-18"):
        climb_everywhere()
        climb_everywhere()
        assert _rungs(red) == [Rung.UNIT, Rung.HEAD], "three, and the same day twice adds nothing"
    with _day("2026-07-13"):
        _show(staff, red, Light.GREEN)
        climb_everywhere()
        assert [step.settled_at is None for step in steps_of(red)] == [False, False]
        assert [step.by for step in steps_of(red)] == ["", ""], "the light went out"
    assert first_broken_line(red.jurisdiction_id) is None


def test_a_unit_says_what_was_done(red: Commitment, clerk: Actor, staff: Actor, client: FlaskClient) -> None:
    place = place_by_id(red.jurisdiction_id)
    with _day("2026-06-16"):
        (to_do,) = [one for one in to_dos(place, clerk) if one.kind == "supervision:ladder"]
        assert (to_do.is_for(clerk), to_do.is_for(staff), to_do.is_overdue) == (True, False, False)
    with _day("2026-07-01"):
        (to_do,) = [one for one in to_dos(place, clerk) if one.kind == "supervision:ladder"]
        assert to_do.is_overdue
        at = f"{HOME}/projects/{red.id}/ladder"
        page = sign_in(client, clerk).get(at)
        assert "已逾期" in page.text
        answer = client.post(at, data={"rung": "unit", "text": " "})
        assert (answer.status_code, "请写明情况。" in answer.text) == (422, True)
        assert client.post(at, data={"rung": "board", "text": "好"}).status_code == 422
        assert client.post(at, data={"rung": "unit", "text": "材料已到，本周复工。"}).status_code == 303
        assert client.post(at, data={"rung": "unit", "text": "材料已到。"}).status_code == 409
        assert "本周复工" in sign_in(client, staff).get(at).text
        assert not [one for one in to_dos(place, clerk) if one.kind == "supervision:ladder"]


def test_others_settle_nothing(red: Commitment, staff: Actor) -> None:
    place = place_by_id(red.jurisdiction_id)
    stranger = account(place, Role.UNIT, unit=unit(place, "市住建局"))
    with pytest.raises(NotFound):
        settle(stranger, red.id, Rung.UNIT, "好")
    with pytest.raises(NotAllowed):
        settle(staff, red.id, Rung.UNIT, "好")
    with pytest.raises(WrongMoment):
        settle(staff, red.id, Rung.BOARD, "好")


def test_a_red_light_climbs_to_the_board(red: Commitment) -> None:
    for day in ("06-18", "06-22", "06-29", "07-13", "07-27"):
        with _day(f"2026-{day}"):
            climb_everywhere()
    assert _rungs(red) == list(Rung)


@pytest.mark.parametrize("state", [CommitmentState.SUSPENDED, CommitmentState.TERMINATED])
def test_work_that_rests_does_not_climb(
    red: Commitment, staff: Actor, client: FlaskClient, state: CommitmentState
) -> None:
    with _day("2026-06-29"):
        with transaction():
            db.session.get_one(Commitment, red.id).state = state
        climb_everywhere()
        assert _rungs(red) == [Rung.UNIT]
        assert [step.settled_at is None for step in steps_of(red)] == [False]
        page = sign_in(client, staff).get(f"{HOME}/projects/{red.id}/ladder").text
        assert "项目暂缓、办结" in page


def test_one_place_s_fault_stops_no_other_s_ladders(
    red: Commitment, county: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other place comes after the one that raises."""
    climbed: list[int] = []

    def broken(place: Place) -> None:
        climbed.append(place.id)
        if place.id == min(red.jurisdiction_id, county.id):
            raise ZeroDivisionError

    bureau = unit(county, "县水利局")
    make.commitment(account(county, Role.STAFF), county, bureau)
    monkeypatch.setattr("voting.supervision.ladder.actions.climb", broken)
    with pytest.raises(ZeroDivisionError):
        climb_everywhere()
    assert climbed == sorted({red.jurisdiction_id, county.id})


@pytest.mark.database
def test_of_two_who_settle_at_once_the_first_counts(red: Commitment, clerk: Actor, app: Flask) -> None:
    number = red.id
    raised = while_uncommitted(
        app,
        lambda: settle(clerk, number, Rung.UNIT, "材料已到。"),
        lambda: settle(clerk, number, Rung.UNIT, "本周复工。"),
    )
    assert [type(error) for error in raised] == [WrongMoment]
    db.session.expire_all()
    assert [step.account for step in steps_of(red)] == ["材料已到。"]


def test_a_green_light_sets_nothing_off(city: Place, staff: Actor, water: Unit, clerk: Actor) -> None:
    with _day("2026-05-11"):
        row = make.planned(clerk, make.commitment(staff, city, water))
    with time_machine.travel(NOON, tick=False):
        _show(staff, row, Light.GREEN)
        climb_everywhere()
    assert not _rungs(row)
