"""The public pages: what they show, what they never show, whose they are, what they cost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from PIL import Image

from tests.factories import meeting, term
from tests.look.markup import faults
from tests.portal.factories import (
    TITLES,
    UUID,
    announced,
    ballot,
    chosen,
    finding,
    shortlist,
    unit_named,
    year_of,
)
from tests.queries_counted import counted
from voting.ballot.order.rules import BallotState
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.made_once import MadeOnce
from voting.core.sheets import Sheet, as_workbook
from voting.people.rules import Place
from voting.portal.home import views
from voting.screening.call.models import Call
from voting.screening.call.rules import CallState
from voting.supervision.change.models import Change
from voting.supervision.change.rules import ChangeKind, ChangeState
from voting.supervision.photo.models import Photo
from voting.supervision.report.models import Report

HOME = "/j/140900/"


@pytest.fixture(autouse=True)
def july() -> Iterator[None]:
    """Stand on 8 July 2026: the lights that were chosen for June count, and half the plan is due."""
    with time_machine.travel("2026-07-08T02:00:00Z", tick=False):
        yield


def project_url(project_id: int) -> str:
    return f"/j/140900/projects/{project_id}"


def test_the_root_leads_to_the_only_congress_that_stands_under_no_other(
    client: FlaskClient, county: Place
) -> None:
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == HOME


def test_the_root_says_so_when_there_is_no_place(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert "还没有地方" in answer.text
    assert faults(answer.text) == []


def test_the_front_page_shows_the_years_projects_and_the_places_below(
    client: FlaskClient, city: Place, county: Place
) -> None:
    year_of(city)
    year_of(county, count=4, uuid="county")
    answer = client.get(HOME)
    assert answer.status_code == 200
    assert faults(answer.text) == []
    for title in TITLES:
        assert title in answer.text
    assert "2026 年，为您办的 5 件民生实事" in answer.text
    assert "定襄县" in answer.text
    assert "滞后 1" in " ".join(answer.text.replace("</span>", " ").replace("<span>", " ").split())


def test_an_empty_year_says_what_comes_next(client: FlaskClient, city: Place) -> None:
    answer = client.get(HOME)
    assert answer.status_code == 200
    assert "今年的项目还没有选定" in answer.text
    assert faults(answer.text) == []


def test_candidates_are_public_once_the_presidium_has_decided(client: FlaskClient, city: Place) -> None:
    texts = shortlist(city, unit_named(city), *TITLES)
    answer = client.get(HOME)
    assert TITLES[0] in answer.text
    assert client.get(project_url(texts[0].project_id)).status_code == 200


def test_a_list_that_is_not_decided_is_nobodys_business(client: FlaskClient, city: Place) -> None:
    texts = shortlist(city, unit_named(city), *TITLES, decided=False)
    answer = client.get(HOME)
    assert answer.status_code == 200
    assert TITLES[0] not in answer.text
    assert client.get(project_url(texts[0].project_id)).status_code == 404
    assert client.get("/j/140900/archive/2026").status_code == 404


def test_while_a_ballot_runs_only_the_turnout_is_shown(client: FlaskClient, city: Place) -> None:
    texts = shortlist(city, unit_named(city), *TITLES)
    ballot(city, meeting(city, in_term=term(city)), texts, state=BallotState.OPEN)
    answer = client.get(HOME)
    assert "票决正在进行" in answer.text
    assert "应到" in answer.text
    assert "赞成" not in answer.text
    assert "获得通过" not in answer.text


def test_a_closed_box_shows_no_result_before_it_is_announced(client: FlaskClient, city: Place) -> None:
    texts = shortlist(city, unit_named(city), *TITLES)
    ballot(city, meeting(city, in_term=term(city)), texts, state=BallotState.CLOSED)
    for path in (HOME, project_url(texts[0].project_id)):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "赞成" not in answer.text
        assert "获得通过" not in answer.text
    assert "327" in client.get(HOME).text


def test_a_rehearsal_is_never_on_the_public_page(client: FlaskClient, city: Place) -> None:
    texts = shortlist(city, unit_named(city), *TITLES)
    at = meeting(city, in_term=term(city), rehearsal=True)
    ballot(city, at, texts, state=BallotState.OPEN, rehearsal=True)
    assert "票决正在进行" not in client.get(HOME).text


def test_a_project_shows_its_text_plan_lights_findings_and_money(client: FlaskClient, city: Place) -> None:
    row = year_of(city)[0]
    answer = client.get(project_url(row.project_id))
    assert answer.status_code == 200
    assert faults(answer.text) == []
    for words in (
        "更新农村老化供水管网",
        "管网勘测与设计",
        "管沟开挖后半个月没有回填",
        "1968 万元",
        "原平市",
        row.text_sha256,
    ):
        assert words in answer.text


def test_a_deputy_is_named_by_the_group_not_by_name(client: FlaskClient, city: Place) -> None:
    row = year_of(city)[0]
    answer = client.get(project_url(row.project_id))
    assert "代表监督小组" in answer.text
    assert "代表003" not in answer.text


def test_a_report_still_being_filled_in_is_not_shown(client: FlaskClient, city: Place) -> None:
    row = year_of(city, count=1)[0]
    with transaction():
        db.session.add(
            Report(
                jurisdiction_id=city.id,
                commitment_id=row.id,
                month=7,
                draft={"text": "这是草稿", "progress": 99},
            )
        )
    answer = client.get(project_url(row.project_id))
    assert "这是草稿" not in answer.text
    assert "99%" not in answer.text


@pytest.mark.parametrize(
    ("state", "shown"),
    [(ChangeState.REQUESTED, False), (ChangeState.APPROVED, False), (ChangeState.PROCLAIMED, True)],
)
def test_a_change_is_shown_from_its_proclamation_on(
    client: FlaskClient, city: Place, state: ChangeState, shown: bool
) -> None:
    row = year_of(city, count=1)[0]
    with transaction():
        db.session.add(
            Change(
                jurisdiction_id=city.id, commitment_id=row.id, kind=ChangeKind.SUSPEND, reason="汛期停工的理由",
                target="", due_on=row.due_on, planned_fen=1, requested_at=now(), state=state,
            )
        )  # fmt: skip
    assert ("汛期停工的理由" in client.get(project_url(row.project_id)).text) is shown


def test_a_neighbours_project_is_not_found(client: FlaskClient, city: Place, county: Place) -> None:
    row = year_of(city)[0]
    assert client.get(f"/j/140921/projects/{row.project_id}").status_code == 404
    assert client.get("/j/999999/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "projects/0",
        "projects/abc",
        "projects/99999999999999999999",
        "archive/1999",
        "archive/99999",
        "projects.xlsx?year=x",
    ],
)
def test_nonsense_is_not_found(client: FlaskClient, city: Place, path: str) -> None:
    answer = client.get(HOME + path)
    assert answer.status_code == 404
    assert faults(answer.text) == []


def test_a_photo_is_served_only_when_it_is_published(
    app: Flask, client: FlaskClient, city: Place, county: Place
) -> None:
    row = year_of(city, count=1)[0]
    file = BytesIO()
    Image.new("RGB", (8, 8), "steelblue").save(file, "JPEG")
    name = app.extensions["storage"].keep(file.getvalue(), ".jpg")
    with transaction():
        photo = Photo(jurisdiction_id=city.id, commitment_id=row.id, name=name, kept_at=now())
        db.session.add(photo)
    url = f"{project_url(row.project_id)}/photos/{name}"
    assert client.get(url).status_code == 404
    with transaction():
        db.session.get_one(Photo, (city.id, row.id, name)).shown = True
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.mimetype == "image/jpeg"
    assert client.get(url.replace("140900", "140921")).status_code == 404
    assert name in client.get(project_url(row.project_id)).text


def test_the_archive_adds_up_each_year(client: FlaskClient, city: Place) -> None:
    year_of(city)
    year_of(city, count=2, year=2025, uuid="last")
    answer = client.get(HOME + "archive")
    assert answer.status_code == 200
    assert faults(answer.text) == []
    assert "2025 年" in answer.text
    assert "2.4 亿元" in answer.text
    last = client.get(HOME + "archive/2025")
    assert "2025 年，为您办的 2 件民生实事" in last.text


def test_the_list_of_projects_can_be_taken_home(client: FlaskClient, city: Place) -> None:
    year_of(city)
    answer = client.get(HOME + "projects.xlsx?year=2026")
    assert answer.status_code == 200
    rows = list(load_workbook(BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert [row[1] for row in rows[1:]] == list(TITLES)
    assert rows[1][5] == 4800


def test_the_list_is_written_once_for_all_who_ask(
    client: FlaskClient, app: Flask, city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Sheet] = []

    def counted_sheet(sheet: Sheet) -> bytes:
        written.append(sheet)
        return as_workbook(sheet)

    monkeypatch.setitem(app.extensions, "made_once", MadeOnce())
    monkeypatch.setattr(views, "as_workbook", counted_sheet)
    year_of(city)
    first = client.get(HOME + "projects.xlsx?year=2026")
    assert client.get(HOME + "projects.xlsx?year=2026").data == first.data
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get(HOME + "projects.xlsx?year=2026", headers=tag).status_code == 304
    assert len(written) == 1


@pytest.mark.parametrize("locale", ["zh", "en"])
@pytest.mark.parametrize("path", [HOME, HOME + "archive", "/accessibility", "/check"])
def test_public_pages_are_sound_in_both_languages(
    client: FlaskClient, city: Place, path: str, locale: str
) -> None:
    client.set_cookie("locale", locale)
    answer = client.get(path)
    assert answer.status_code == 200
    assert faults(answer.text) == []


def test_no_public_page_needs_more_than_fifteen_queries(
    client: FlaskClient, city: Place, county: Place
) -> None:
    row = year_of(city)[0]
    year_of(city, year=2025, uuid="last")
    year_of(county, uuid="county")
    finding(row, unit_named(city, "另一个单位"))
    for path in (
        HOME,
        project_url(row.project_id),
        f"{HOME}screening/candidates/{row.project_id}",
        HOME + "archive",
        HOME + "archive/2025",
        HOME + "results",
    ):
        with counted() as sent:
            assert client.get(path).status_code == 200
        assert len(sent) <= 15, (path, len(sent))


def test_the_cost_of_the_front_page_does_not_grow_with_the_projects(client: FlaskClient, city: Place) -> None:
    unit = unit_named(city)
    texts = shortlist(city, unit, *(f"项目{n}" for n in range(12)))
    chosen(city, unit, texts[0])
    with counted() as few:
        client.get(HOME)
    for text in texts[1:]:
        chosen(city, unit, text)
    with counted() as many:
        client.get(HOME)
    assert len(few) == len(many)


def test_every_link_of_the_public_pages_leads_somewhere(
    client: FlaskClient, city: Place, county: Place
) -> None:
    row = year_of(city)[0]
    year_of(city, year=2025, uuid="last")
    year_of(county, uuid="county")
    texts = shortlist(county, unit_named(county, "县教育局"), TITLES[0], year=2027)
    announced(ballot(county, meeting(county, in_term=term(county)), texts), [300], seats=1)
    pages = [
        HOME,
        project_url(row.project_id),
        "/j/140921/results",
        f"/j/140921/ballots/{UUID}",
        "/accessibility",
    ]
    links = {
        link
        for page in pages
        for link in re.findall(r'href="(/[^"#]*)', client.get(page).text)
        if not link.startswith("/static/") and "bundle.zip" not in link
    }
    assert len(links) > 20
    broken = {link: client.get(link.replace("&amp;", "&")).status_code for link in links}
    assert {link: status for link, status in broken.items() if status >= 400} == {}


def test_an_open_call_invites_everybody(client: FlaskClient, city: Place) -> None:
    with transaction():
        call = Call(
            jurisdiction_id=city.id,
            year=2099,
            notice="征集公告",
            opens_on=date(2026, 1, 1),
            closes_on=date(2098, 9, 30),
        )
        call.state = CallState.OPENED
        db.session.add(call)
    answer = client.get(HOME)
    assert "您希望 2099 年办什么？" in answer.text
    assert "/j/140900/suggest" in answer.text


def test_a_call_still_being_drafted_is_not_shown(client: FlaskClient, city: Place) -> None:
    with transaction():
        db.session.add(
            Call(
                jurisdiction_id=city.id,
                year=2099,
                notice="草稿",
                opens_on=date(2026, 1, 1),
                closes_on=date(2098, 9, 30),
            )
        )
    assert "2099" not in client.get(HOME).text
    assert client.get("/j/140900/archive/2099").status_code == 404


def test_between_proclamation_and_plans_the_front_page_shows_what_has_passed(
    client: FlaskClient, city: Place
) -> None:
    texts = shortlist(city, unit_named(city), *TITLES)
    row = ballot(city, meeting(city, in_term=term(city)), texts, state=BallotState.CLOSED)
    with transaction():
        announced(row, [300, 200, *[10] * (len(texts) - 2)])
    page = client.get(HOME).text
    listed = page.split('id="list"')[1].split("</section>")[0]
    assert "大会通过的项目" in listed
    assert [text.title in listed for text in texts] == [True, True, *[False] * (len(texts) - 2)]
    assert f"/j/{city.code}/ballots/{row.uuid}" in listed
