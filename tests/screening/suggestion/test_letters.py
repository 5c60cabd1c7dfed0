"""Typed letters: nothing is chosen beforehand, the day of receipt counts, one motion or work order is entered once."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import rows
from tests.screening.factories import call
from voting.core.clock import today
from voting.core.db import db
from voting.people.rules import Place
from voting.screening.suggestion.models import Suggestion
from voting.screening.words import Channel

pytestmark = pytest.mark.database
ENTER = "/j/140900/screening/suggestions/new"
CAME = timedelta(days=9)


def letter(**changes: str) -> dict[str, str]:
    return {
        "nonce": uuid4().hex,
        "title": "来信反映的事情",
        "content": "信里写了很多，希望尽快办理。",
        "source": "resident",
        "channel": "letter",
        "received_on": (today() - CAME).isoformat(),
        **changes,
    }


def test_nothing_is_chosen_beforehand(desk: FlaskClient, city: Place) -> None:
    call(city)
    page = desk.get(ENTER).text
    assert " selected " not in page.split("<main", 1)[1].replace('<option selected value="">', "")
    assert 'name="received_on"' in page
    assert f'value="{today().isoformat()}"' not in page


@pytest.mark.parametrize(
    "wrong",
    [{"source": ""}, {"channel": ""}, {"channel": "online"}, {"received_on": ""}, {"received_on": "昨天"}],
    ids=str,
)
def test_what_is_not_chosen_is_asked_for(desk: FlaskClient, city: Place, wrong: dict[str, str]) -> None:
    call(city)
    answer = desk.post(ENTER, data=letter(**wrong))
    assert answer.status_code == 422
    assert "信里写了很多" in answer.text
    assert rows("SELECT id FROM screening_suggestion") == []


def test_a_letter_of_tomorrow_or_of_long_ago_is_a_slip(desk: FlaskClient, city: Place) -> None:
    call(city)
    for day in (today() + timedelta(days=2), today() - timedelta(days=4 * 366)):
        answer = desk.post(ENTER, data=letter(received_on=day.isoformat()))
        assert answer.status_code == 422
        assert "收到日期不能晚于今天" in answer.text


def test_the_day_of_receipt_is_the_one_that_its_proposer_reads(desk: FlaskClient, city: Place) -> None:
    call(city)
    sent = letter()  # its day is read once: midnight may come before the answer
    assert desk.post(ENTER, data=sent).status_code == 303
    row = db.session.scalars(select(Suggestion)).one()
    assert row.came_on.isoformat() == sent["received_on"]
    day = f'datetime="{row.came_on.isoformat()}"'
    assert day in desk.get(f"/j/140900/track?number={row.number}").text


def test_a_converted_motion_is_entered_once(desk: FlaskClient, city: Place) -> None:
    call(city)
    motion = {"channel": "motion", "source": "deputy", "order_number": "第 27 号建议"}
    assert desk.post(ENTER, data=letter(**motion)).status_code == 303
    row = db.session.scalars(select(Suggestion)).one()
    assert (row.channel, row.order_number) == (Channel.MOTION, "第 27 号建议")
    again = desk.post(ENTER, data=letter(**motion, title="另一种写法的同一件事"))
    assert again.status_code == 422
    assert row.number in again.text
    assert "另一种写法的同一件事" in again.text
    assert len(rows("SELECT id FROM screening_suggestion")) == 1
