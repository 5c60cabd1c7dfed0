"""The page of the tablets: bound by the QR code of the hour, counted, released all at once, free when a rehearsal ends."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import account, deputies, meeting, place, sign_in, term
from tests.hall.factories import Console, console
from tests.queries_counted import counted
from voting.audit.models import Entry
from voting.congress.meeting.models import Meeting
from voting.congress.meeting.rules import MeetingState
from voting.congress.steps.actions import take_step
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.qr import to_scan
from voting.hall.blueprint import bind_key
from voting.hall.tablet.kiosk import SYSTEMS
from voting.hall.tablet.views import this_hour
from voting.people import tablets
from voting.people.lock_out_rules import ALARM_FROM
from voting.people.models import BoundTablet, OutsideTries
from voting.people.rules import Place, Role

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def _nothing_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tablets, "heard", tablets.Heard())


@pytest.fixture
def sitting(city: Place) -> Meeting:
    in_term = term(city)
    deputies(city, 2, in_term=in_term)
    return meeting(city, in_term=in_term)


def at(sitting: Meeting, path: str = "") -> str:
    return f"/j/140900/tablet/{sitting.id}/{path}"


def led(client: FlaskClient, city: Place, role: Role = Role.STAFF) -> FlaskClient:
    return sign_in(client, account(city, role))


def word_of(staff: FlaskClient, sitting: Meeting, app: Flask) -> str:
    """The word in the QR code of this hour."""
    assert staff.get(at(sitting, "tablets")).status_code == 200
    with app.app_context():
        return bind_key(sitting.id, this_hour())


def bound(client: FlaskClient, sitting: Meeting, word: str) -> TestResponse:
    return client.post(at(sitting, "bind"), data={"key": word}, headers={"Accept": "application/json"})


def alive(client: FlaskClient, mark: str) -> TestResponse:
    return client.post("/tablets/alive", data={"mark": mark}, headers={"Accept": "application/json"})


def figures(staff: FlaskClient, sitting: Meeting) -> list[int]:
    page = staff.get(at(sitting, "tablets")).text
    return [int(n) for n in re.findall(r'data-figure="(?:bound|alive|used)">(\d+)<', page)]


def events(name: str) -> list[dict[str, Any]]:
    return [row.facts for row in db.session.query(Entry).filter_by(event=name)]


def test_a_tablet_is_bound_by_the_word_of_this_hour_and_of_the_one_before(
    app: Flask, client: FlaskClient, city: Place, sitting: Meeting
) -> None:
    with time_machine.travel("2026-11-20T01:59:00Z", tick=False) as clock:
        staff = led(app.test_client(), city)
        word = word_of(staff, sitting, app)
        first = bound(client, sitting, word)
        assert first.status_code == 200
        clock.shift(timedelta(hours=1))
        assert bound(client, sitting, word).get_json()["number"] == 2
        clock.shift(timedelta(hours=1))
        late = bound(client, sitting, word)
    assert late.status_code == 403
    assert "二维码已经过期" in late.get_json()["error"]["message"]
    assert bound(client, sitting, "").status_code == 403
    assert events("hall:tablet:bound") == [{"meeting": sitting.id, "number": n} for n in (1, 2)]
    kept = {row.secret_sha256 for row in db.session.query(BoundTablet)}
    assert first.get_json()["secret"] not in kept


def test_a_spot_check_is_scanned_and_not_typed(app: Flask, city: Place, sitting: Meeting) -> None:
    page = led(app.test_client(), city).get(at(sitting, "tablets")).text
    address = re.findall(r"http\S+#spot-check", page)[0]
    assert to_scan(address) in page


def test_the_word_binds_to_its_own_meeting_alone_and_not_elsewhere(
    app: Flask, client: FlaskClient, city: Place, sitting: Meeting
) -> None:
    word = word_of(led(app.test_client(), city), sitting, app)
    place(code="140921", name="定襄县")
    assert client.post(f"/j/140921/tablet/{sitting.id}/bind", data={"key": word}).status_code == 404
    assert client.post(f"/j/140900/tablet/{sitting.id + 1}/bind", data={"key": word}).status_code == 403


def test_bound_alive_and_used_are_counted(
    app: Flask, client: FlaskClient, city: Place, sitting: Meeting
) -> None:
    with time_machine.travel("2026-11-20T02:00:00Z", tick=False) as clock:
        staff = led(app.test_client(), city, Role.CHAIR)
        word = word_of(staff, sitting, app)
        made = [bound(client, sitting, word).get_json() for _ in range(3)]
        assert figures(staff, sitting) == [3, 3, 0]
        clock.shift(timedelta(seconds=61))
        assert alive(client, made[1]["mark"]).status_code == 200
        assert figures(staff, sitting) == [3, 1, 0]
        page = staff.get(at(sitting, "tablets")).text
        assert "1 号" in page
        assert "3 号" in page
        fields = {"number": "001", "pin": "482913", "tablet": made[2]["secret"]}
        assert client.post("/j/140900/deputy/sign-in", data=fields).status_code == 303
        assert figures(staff, sitting) == [3, 1, 1]


def test_many_signs_of_life_are_written_down_together(
    app: Flask, client: FlaskClient, city: Place, sitting: Meeting
) -> None:
    with time_machine.travel("2026-11-20T02:00:00Z", tick=False) as clock:
        word = word_of(led(app.test_client(), city), sitting, app)
        marks = [bound(client, sitting, word).get_json()["mark"] for _ in range(20)]
        clock.shift(timedelta(seconds=70))
        with counted() as sent:
            assert {alive(client, mark).status_code for mark in marks} == {200}
        assert sum(one.startswith("UPDATE") for one in sent) == 1
        clock.shift(timedelta(seconds=25))
        assert alive(client, marks[0]).status_code == 200
        assert tablets.counted(sitting.id).alive == 20


@pytest.mark.parametrize("mark", ["", "invented", "控制", "a\x00b"])
def test_who_is_not_bound_is_told_so(client: FlaskClient, sitting: Meeting, mark: str) -> None:
    assert alive(client, mark).status_code == 404


def test_all_are_released_at_once_after_a_second_thought_with_one_line_of_the_journal(
    app: Flask, client: FlaskClient, city: Place, sitting: Meeting
) -> None:
    staff = led(app.test_client(), city)
    word = word_of(staff, sitting, app)
    made = [bound(client, sitting, word).get_json() for _ in range(3)]
    asked = staff.get(at(sitting, "release-all"))
    assert "确认：解除全部平板" in asked.text
    assert figures(staff, sitting)[0] == 3
    assert staff.post(at(sitting, "release-all")).status_code == 303
    assert figures(staff, sitting) == [0, 0, 0]
    assert events("hall:tablets:released") == [{"meeting": sitting.id, "count": 3}]
    assert [alive(client, one["mark"]).status_code for one in made] == [404] * 3


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.SCRUTINEER, Role.TELLER, None])
def test_others_neither_see_nor_release_the_tablets(
    client: FlaskClient, city: Place, sitting: Meeting, role: Role | None
) -> None:
    if role is not None:
        led(client, city, role)
    status = 303 if role is None else 403
    for path in ("tablets", "release-all"):
        assert client.get(at(sitting, path)).status_code == status
    assert client.post(at(sitting, "release-all")).status_code in {status, 401}
    assert client.get("/j/140900/tablet/kiosk").status_code == status


def test_a_neighbours_staff_find_no_tablets_here(client: FlaskClient, city: Place, sitting: Meeting) -> None:
    led(client, place(code="140921", name="定襄县"))
    assert client.get(f"/j/140921/tablet/{sitting.id}/tablets").status_code == 404
    assert client.post(f"/j/140921/tablet/{sitting.id}/release-all").status_code == 404


@pytest.mark.parametrize(
    "course",
    [
        (True, "close", MeetingState.SCRUTINEERS_ADOPTED, 0),
        (False, "close", MeetingState.SCRUTINEERS_ADOPTED, 1),
        (False, "archive", MeetingState.CLOSED, 0),
    ],
)
def test_a_rehearsals_bindings_end_with_it_and_a_meetings_when_it_is_archived(
    app: Flask, client: FlaskClient, city: Place, course: tuple[bool, str, MeetingState, int]
) -> None:
    rehearsal, step, state, left = course
    in_term = term(city)
    sitting = meeting(city, in_term=in_term, rehearsal=rehearsal)
    staff = account(city, Role.STAFF)
    word = word_of(sign_in(app.test_client(), staff), sitting, app)
    assert bound(client, sitting, word).status_code == 200
    with transaction():
        db.session.get_one(Meeting, sitting.id).state = state
    with transaction():
        take_step(staff, place=city, meeting_id=sitting.id, step=step)
    assert db.session.query(BoundTablet).count() == left
    again = bound(client, sitting, word)
    assert again.status_code == (200 if left else 409)


def test_the_console_and_the_tablets_page_show_an_attack_from_outside(app: Flask, city: Place) -> None:
    seen: Console = console(app, city)
    assert "有人在会场以外" not in seen.page()
    with transaction():
        row = OutsideTries(jurisdiction_id=city.id, tries=ALARM_FROM + 13, since=now(), last_at=now())
        db.session.add(row)
    beside = seen.first.get(f"/j/140900/tablet/{seen.meeting_id}/tablets").text
    for page in (seen.page(), beside):
        assert re.search(
            r'notice is-red" role="alert">.*有人在会场以外试代表的个人密码：\d\d:\d\d 起至少 43 次',
            page,
            re.DOTALL,
        )


def test_the_notes_for_each_make_of_tablet_can_be_read(client: FlaskClient, city: Place) -> None:
    led(client, city)
    page = client.get("/j/140900/tablet/kiosk").text
    assert {one.key for one in SYSTEMS} >= {"ipad", "android", "harmony", "windows"}
    for one in SYSTEMS:
        assert f'id="{one.key}"' in page
        assert all(step[:8] in page for step in one.steps)


def test_the_menu_of_desk_and_console_leads_to_the_tablets(app: Flask, city: Place) -> None:
    seen = console(app, city)
    link = f'href="/j/140900/tablet/{seen.meeting_id}/tablets"'
    assert link in seen.page()
    assert link in seen.first.get(f"{seen.url}/check-in").text
