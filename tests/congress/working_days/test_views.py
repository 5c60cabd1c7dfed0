"""The holiday calendar: seeded from the library, shown, entered by the topmost place's administrator, read by all below."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.factories import account, sign_in
from tests.look.markup import faults
from voting.audit.models import Entry
from voting.congress.working_days.actions import seed_all_places
from voting.congress.working_days.facts import working_days_of
from voting.congress.working_days.models import HolidayYear, SpecialDay
from voting.core.db import db, transaction
from voting.people.rules import Place, Role

SPRING = {
    "first": "2027-02-05",
    "last": "2027-02-11",
    "kind": "holiday",
    "name": "春节",
    "source": "国办发明电〔2026〕9 号",
}
WORKED = {
    "first": "2027-02-20",
    "last": "2027-02-20",
    "kind": "working",
    "name": "春节调休",
    "source": "同上",
}


@pytest.fixture
def url(city: Place) -> str:
    return f"/j/{city.code}/congress/working-days"


def seeded() -> None:
    with time_machine.travel("2026-11-28T02:00:00Z", tick=False), transaction():
        seed_all_places()


def events() -> list[str]:
    db.session.rollback()
    ours = Entry.event.startswith("congress:working_days:")
    return list(db.session.scalars(select(Entry.event).where(ours).order_by(Entry.id)))


@pytest.mark.database
def test_the_topmost_place_is_seeded_once_and_what_a_person_entered_stays(
    client: FlaskClient, city: Place, county: Place, url: str
) -> None:
    admin = sign_in(client, account(city, Role.PLATFORM_ADMIN))
    day = {**SPRING, "first": "2026-01-02", "last": "2026-01-02", "name": "本地安排"}
    assert admin.post(url, data=day).status_code == 303
    seeded()
    seeded()
    assert events() == ["congress:working_days:entered", *["congress:working_days:seeded"] * 2]
    assert set(db.session.scalars(select(SpecialDay.jurisdiction_id))) == {city.id}
    assert db.session.get_one(SpecialDay, (city.id, date(2026, 1, 2))).name == "本地安排"
    assert set(db.session.scalars(select(HolidayYear.year))) == {2025, 2026}
    days = working_days_of(county)
    assert days.includes(date(2026, 2, 14))
    assert not days.includes(date(2026, 2, 16))
    assert days.published == {2025, 2026}


def test_a_year_is_shown_with_what_is_not_yet_published(client: FlaskClient, city: Place, url: str) -> None:
    seeded()
    sign_in(client, account(city, Role.STAFF))
    page = client.get(f"{url}?year=2026").text
    assert "2026 年工作日历" in page
    assert "248 个工作日" in page
    assert "尚未公布" not in page
    assert "2026年2月15日 – 2026年2月23日" in page
    later = client.get(f"{url}?year=2028").text
    assert "国务院办公厅尚未公布 2028 年放假安排" in later
    assert "这一年还没有登记" in later
    assert faults(page) == faults(later) == []
    assert client.get(f"{url}?year=99").status_code == 200


@pytest.mark.database
def test_the_administrator_enters_days_and_says_that_a_year_is_published(
    client: FlaskClient, city: Place, url: str
) -> None:
    sign_in(client, account(city, Role.PLATFORM_ADMIN))
    early = client.post(f"{url}/2027/published")
    assert (early.status_code, "还没有登记 2027 年的放假日" in early.text) == (422, True)
    assert client.post(url, data=SPRING).headers["Location"].endswith("year=2027")
    assert client.post(url, data=WORKED).status_code == 303
    assert client.post(f"{url}/2027/published").status_code == 303
    page = client.get(f"{url}?year=2027").text
    assert "尚未公布 2027" not in page
    assert "国办发明电〔2026〕9 号" in page
    days = working_days_of(city)
    assert not days.includes(date(2027, 2, 8))
    assert days.includes(date(2027, 2, 20))
    assert client.post(url, data={**SPRING, "kind": "plain", "last": "2027-02-08"}).status_code == 303
    assert client.post(f"{url}/2027/unpublished").status_code == 303
    assert "尚未公布 2027" in client.get(f"{url}?year=2027").text
    assert working_days_of(city).includes(date(2027, 2, 8))
    assert events() == [
        "congress:working_days:entered",
        "congress:working_days:entered",
        "congress:working_days:year_told",
        "congress:working_days:entered",
        "congress:working_days:year_told",
    ]
    seeded()
    assert events()[-1] != "congress:working_days:year_told"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"last": "2027-02-04"}, "止日早于起日"),
        ({"last": "2027-05-05"}, "一次最多登记 31 天"),
        ({"kind": "working"}, "是周一至周五，本来就上班"),
        ({"first": ""}, "请填写日期"),
        ({"first": "三月"}, "Not a valid date"),
        ({"kind": ""}, "请选择一项"),
        ({"name": ""}, "请写明是什么节日"),
        ({"source": ""}, "请写明依据"),
        ({"first": "0999-01-01", "last": "0999-01-01"}, "年份不对"),
    ],
)
def test_bad_days_are_refused_with_a_sentence_and_nothing_is_lost(
    client: FlaskClient, city: Place, url: str, change: dict[str, str], said: str
) -> None:
    sign_in(client, account(city, Role.PLATFORM_ADMIN))
    answer = client.post(url, data=SPRING | change)
    assert answer.status_code == 422
    if said != "Not a valid date":
        assert said in answer.text
    kept = (SPRING | change)["source"]
    assert kept in answer.text
    assert db.session.scalar(select(func.count()).select_from(SpecialDay)) == 0


def test_only_the_topmost_place_s_administrator_changes_the_calendar(
    client: FlaskClient, city: Place, county: Place, url: str
) -> None:
    below = f"/j/{county.code}/congress/working-days"
    assert client.get(url).status_code in {302, 303}
    sign_in(client, account(city, Role.STAFF))
    assert client.post(url, data=SPRING).status_code == 403
    sign_in(client, account(county, Role.PLATFORM_ADMIN))
    assert client.post(below, data=SPRING).status_code == 403
    assert client.post(f"{below}/2027/published").status_code == 403
    assert client.post(url, data=SPRING).status_code == 404
    sign_in(client, account(city, Role.PLATFORM_ADMIN))
    assert client.post(below, data=SPRING).status_code == 403
    page = client.get(below).text
    assert "各地共用忻州市登记的工作日历" in page
    assert "登记放假、调休" not in page


def test_a_limit_is_counted_and_says_what_may_still_move(client: FlaskClient, city: Place, url: str) -> None:
    seeded()
    sign_in(client, account(city, Role.UNIT))
    page = client.get(f"{url}/limit?start=2026-02-12&n=5&unit=working_days").text
    assert "2026年2月26日" in page
    assert "5 个工作日内" in page
    assert "尚未公布" not in page
    later = client.get(f"{url}/limit?start=2026-12-20&n=30&unit=days").text
    assert "收到后 30 日内" in later
    assert "尚未公布 2027 年" in later
    assert faults(page) == []
    assert client.get(f"{url}/limit").status_code == 200


@pytest.mark.parametrize(
    "asked",
    ["start=&n=5&unit=days", "start=2026-02-12&n=0&unit=days", "start=2026-02-12&n=5", "n=" + "9" * 30],
)
def test_a_limit_that_cannot_be_counted_is_refused_with_a_sentence(
    client: FlaskClient, city: Place, url: str, asked: str
) -> None:
    sign_in(client, account(city, Role.STAFF))
    assert client.get(f"{url}/limit?{asked}").status_code == 422
