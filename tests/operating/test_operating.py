"""The administrator's page: what is due, late, given up, what waits to be sent; "try again now"; whether the program is well."""

from __future__ import annotations

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import account, sign_in
from tests.jobs.factories import START, days, owed_in, row
from tests.notices.factories import letter, told, under_way, wishes
from voting.audit.models import Entry
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.due_rules import MOST_TRIES, PAUSES, DueState
from voting.core.errors import RuleBroken
from voting.jobs import JOBS, Job, be_heard, work_off
from voting.notices.outbox import actions as outbox
from voting.notices.outbox.models import Message
from voting.operating.rules import KIND_NAMES, LATE_AFTER
from voting.people.rules import Place, Role
from voting.supervision.report.reminding import REMINDER

pytestmark = pytest.mark.database
PAGE = "/j/140900/operating"


def refuse(_owed: object) -> None:
    raise RuleBroken("没有收件人。")


def given_up(app: Flask, at: Place, key: str = "bad") -> int:
    """A thing that failed until it was given up, as of now; its id."""
    with time_machine.travel(now() - MOST_TRIES * PAUSES[-1], tick=False) as clock:
        owed_in(at, key, now(), REMINDER)
        for _ in range(MOST_TRIES):
            work_off(app, {REMINDER: Job(deed=refuse)})
            clock.shift(PAUSES[-1])
    return row(key, REMINDER).id


@pytest.mark.pure
def test_every_job_has_a_name_and_every_name_a_job() -> None:
    assert set(KIND_NAMES) == set(JOBS)


def test_the_administrator_sees_what_failed_and_tries_it_again_with_a_line_in_the_journal(
    app: Flask, client: FlaskClient, city: Place
) -> None:
    admin = account(city, Role.PLATFORM_ADMIN)
    number = given_up(app, city)
    sign_in(client, admin)
    page = client.get(PAGE).text
    assert "提醒报送月报" in page
    assert "没有收件人。" in page
    assert "再办一次" in page
    answer = client.post(f"{PAGE}/{number}/retry", follow_redirects=True)
    assert "已重新排上" in answer.text
    assert "/retry" not in answer.text
    again = row("bad", REMINDER)
    assert (again.state, again.tries) == (DueState.WAITING, 0)
    line = db.session.scalars(select(Entry).where(Entry.event == "operating:job:retried")).one()
    assert (line.account_id, line.facts) == (admin.account_id, {"job": REMINDER, "key": "bad"})
    assert work_off(app, {REMINDER: Job()}) == 1
    assert client.post(f"{PAGE}/{number}/retry").status_code == 409, "what is done is not tried again"
    assert client.post(f"{PAGE}/999999/retry").status_code == 404


def test_what_is_late_says_its_tries_and_the_next_and_what_comes_is_listed(
    app: Flask, client: FlaskClient, city: Place
) -> None:
    sign_in(client, account(city, Role.PLATFORM_ADMIN))
    owed_in(city, "late", now(), REMINDER)
    owed_in(city, "far", now() + days(9), REMINDER)
    work_off(app, {REMINDER: Job(deed=refuse)})
    assert "晚了的事" not in client.get(PAGE).text, "a first try that failed just now is not late"
    with time_machine.travel(now() + LATE_AFTER * 2):
        page = client.get(PAGE).text
    late = page.partition('id="late"')[2].partition("</table>")[0]
    assert f"{REMINDER} late" in late
    assert "没有收件人。" in late
    assert f"{REMINDER} far" not in late
    assert f"{REMINDER} far" in page


def test_what_waits_to_be_sent_says_how_many_since_when_and_why_and_shows_no_contact(
    app: Flask, client: FlaskClient, city: Place
) -> None:
    world = under_way(city)
    wishes(world.clerk)
    told()
    letter(world)
    told()
    while outbox._compose():  # noqa: SLF001  the server is not asked here
        pass
    with transaction():
        db.session.scalars(select(Message)).first().failure = "450"  # type: ignore[union-attr]
    sign_in(client, account(city, Role.PLATFORM_ADMIN))
    page = client.get(PAGE).text
    assert "对方服务器回答 450" in page
    assert "reader@example.cn" not in page


def test_others_do_not_see_it_and_a_county_sees_and_retries_its_own_alone(
    app: Flask, client: FlaskClient, city: Place, county: Place
) -> None:
    of_city, of_county = given_up(app, city, "of_city"), given_up(app, county, "of_county")
    sign_in(client, account(city, Role.STAFF))
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}/{of_city}/retry").status_code == 403
    sign_in(client, account(county, Role.PLATFORM_ADMIN))
    assert client.get(PAGE).status_code == 404
    own = f"/j/{county.code}/operating"
    page = client.get(own).text
    assert "of_county" in page
    assert "of_city" not in page
    assert client.post(f"{own}/{of_city}/retry").status_code == 404
    assert row("of_city", REMINDER).state is DueState.FAILED
    assert client.post(f"{own}/{of_county}/retry").status_code == 303


def test_what_was_given_up_waits_for_the_administrator_with_a_way_there(
    app: Flask, client: FlaskClient, city: Place
) -> None:
    given_up(app, city)
    sign_in(client, account(city, Role.PLATFORM_ADMIN))
    page = client.get("/todo").text
    assert "提醒报送月报" in page
    assert PAGE in page


def test_ready_says_what_should_be_mended_and_stays_ready(
    app: Flask, client: FlaskClient, city: Place
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        with app.app_context():
            be_heard("here")
        assert client.get("/ready").json == {"ready": True, "degraded": []}
        clock.shift(days(1))
        answer = client.get("/ready")
        assert (answer.status_code, answer.json) == (200, {"ready": True, "degraded": ["worker_silent"]})
        with app.app_context():
            be_heard("here")
    given_up(app, city)
    with app.app_context():
        be_heard("here")
    assert client.get("/ready").json == {"ready": True, "degraded": ["jobs_failed"]}
