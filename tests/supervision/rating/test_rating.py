"""Residents rate at the site: who may, when, how often; what becomes public, what sets off a check."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import rows
from tests.factories import account, sign_in
from tests.notices.factories import Told, told, under_way, words_of
from tests.supervision import factories as supervision
from tests.waiting import while_uncommitted
from voting.audit.models import Entry
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.errors import TooManyTries, WrongMoment
from voting.core.text import version_of
from voting.people.rules import Place, Role
from voting.screening.handover import CONTACT_KEPT
from voting.supervision.rating.actions import NewRating, judge_comment, rate, set_rating_rule
from voting.supervision.rating.forgetting import ORIGIN_KEPT, forget_ratings
from voting.supervision.rating.models import Rating
from voting.supervision.rating.rules import RatingGrade, RatingThresholds
from voting.todo.queries import own

pytestmark = pytest.mark.database
DAY = "2026-07-08T02:00:00Z"
AFTER, LATER = "2026-07-08T02:01:00Z", "2026-07-08T02:02:00Z"
"""When a device may change its word, and when it may again."""
G = RatingGrade


@pytest.fixture
def world(city: Place) -> Told:
    """A project whose works have begun."""
    made = under_way(city)
    supervision.planned(made.clerk, made.row)
    supervision.report(made.clerk, made.row, 6, progress=40)
    return made


def rated(
    world: Told,
    grade: RatingGrade,
    device: int,
    *,
    comment: str = "",
    origin: str = "a",
    careful: bool = True,
) -> int:
    with transaction():
        new = NewRating(
            commitment_id=world.row.id,
            grade=grade,
            comment=comment,
            device=f"{device:064}",
            origin=origin,
            careful=careful,
        )
        return rate(world.at, new).id


def path_of(world: Told) -> str:
    return f"/j/140900/supervision/rate/{world.row.id}"


def public(client: FlaskClient, world: Told) -> str:
    return client.get(f"/j/140900/projects/{world.row.project_id}").text


def kinds(world: Told) -> list[str]:
    db.session.rollback()
    return [one.kind for one in own(world.staff) if one.kind.startswith("supervision:rating")]


@time_machine.travel(DAY, tick=False)
def test_a_resident_rates_without_an_account_and_the_last_word_of_his_device_counts(
    app: Flask, world: Told
) -> None:
    client, other = app.test_client(), app.test_client()
    path = path_of(world)
    assert "我来评价" in public(client, world)
    assert "不记姓名" in client.get(path).text
    assert client.post(path, data={"grade": "very"}).status_code == 303
    assert client.post(path, data={"grade": "very"}).status_code == 303, "the same twice changes nothing"
    with time_machine.travel(AFTER, tick=False):
        assert client.post(path, data={"grade": "hardly", "comment": "路灯不亮。"}).status_code == 303
        other.get(path)
        assert other.post(path, data={"grade": "fairly"}).status_code == 303
    assert rows("SELECT grade, comment FROM resident_rating ORDER BY id") == [
        ("hardly", "路灯不亮。"),
        ("fairly", ""),
    ]
    page = client.get(path).text
    assert re.search(r'<input[^>]*checked[^>]*value="hardly"', page)
    assert "路灯不亮。" in page
    assert "路灯不亮。" not in other.get(path).text
    lines = db.session.scalars(select(Entry).where(Entry.event == "supervision:rating:given")).all()
    assert [json.dumps(line.facts) for line in lines] == [json.dumps({"commitment": world.row.id})] * 2, (
        "a line for a device's first word alone"
    )


@time_machine.travel(DAY, tick=False)
def test_a_device_that_keeps_no_mark_is_told_so_and_loses_nothing(app: Flask, world: Told) -> None:
    client = app.test_client()
    answer = client.post(path_of(world), data={"grade": "not", "comment": "没有修好。"})
    assert (answer.status_code, "Cookie" in answer.text, "没有修好。" in answer.text) == (422, True, True)
    assert rows("SELECT id FROM resident_rating") == []
    assert client.post(path_of(world), data={"grade": "not", "comment": "没有修好。"}).status_code == 303
    client.set_cookie("rating_device", "forged.1.x")
    assert client.post(path_of(world), data={"grade": "very"}).status_code == 422
    assert rows("SELECT grade FROM resident_rating") == [("not",)]


@time_machine.travel(DAY, tick=False)
@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "请选择一项。"),
        ({"grade": "best"}, ""),
        ({"grade": "not", "comment": "长" * 301}, "最多 300 个字。"),
        ({"grade": "not", "comment": "请回电 138 0000 0000。"}, "不要写电话、证件号码、邮箱"),
    ],
)
def test_bad_input_gets_a_sentence(
    client: FlaskClient, world: Told, data: dict[str, str], sentence: str
) -> None:
    client.get(path_of(world))
    answer = client.post(path_of(world), data=data)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert rows("SELECT id FROM resident_rating") == []


@time_machine.travel(DAY, tick=False)
def test_nobody_rates_before_the_works_or_in_another_place(
    client: FlaskClient, city: Place, county: Place
) -> None:
    world = under_way(city)
    path = path_of(world)
    assert "还没有开工" in client.get(path).text
    assert client.post(path, data={"grade": "very"}).status_code == 409
    assert "我来评价" not in public(client, world)
    assert client.get(path.replace("140900", county.code)).status_code == 404
    with pytest.raises(WrongMoment):
        rated(world, G.VERY, 1)


@time_machine.travel(DAY, tick=False)
def test_figures_are_public_from_the_least_number_on_and_apart_from_the_evaluation(
    client: FlaskClient, world: Told
) -> None:
    for device in range(9):
        rated(world, G.FAIRLY, device)
    before = public(client, world)
    assert "满 10 人评价以后公布" in before
    assert "9 人评价" not in before
    rated(world, G.VERY, 9)
    page = public(client, world)
    assert "10 人评价" in page
    assert "82.0" in page
    assert rows("SELECT id FROM evaluation") == []


@time_machine.travel(DAY, tick=False)
def test_a_comment_is_public_once_staff_let_it_and_not_when_it_is_written_anew(
    client: FlaskClient, world: Told
) -> None:
    rating = rated(world, G.NOT, 1, comment="水管漏水。")
    assert "水管漏水。" not in public(client, world)
    assert kinds(world) == ["supervision:rating"]
    sign_in(client, world.staff)
    page = client.get(f"/j/140900/supervision/projects/{world.row.id}/ratings").text
    assert "水管漏水。" in page
    read = {"version": version_of("水管漏水。")}
    assert f'name="version" value="{read["version"]}"' in page
    assert client.post(f"/j/140900/supervision/ratings/{rating}/show", data=read).status_code == 303
    assert client.post(f"/j/140900/supervision/ratings/{rating}/show", data=read).status_code == 409
    assert kinds(world) == []
    assert "水管漏水。" in public(client, world)
    with time_machine.travel(AFTER, tick=False):
        rated(world, G.NOT, 1, comment="还在漏水。")
    assert kinds(world) == ["supervision:rating"]
    told_now = public(client, world)
    assert "还在漏水。" not in told_now
    assert "水管漏水。" not in told_now
    for unread in ({}, read):
        refused = client.post(f"/j/140900/supervision/ratings/{rating}/show", data=unread)
        assert (refused.status_code, "刚刚改写了" in refused.text) == (409, True)
    assert rows("SELECT state FROM resident_rating") == [("waiting",)]
    read = {"version": version_of("还在漏水。")}
    assert client.post(f"/j/140900/supervision/ratings/{rating}/hide", data=read).status_code == 303
    assert kinds(world) == []
    with time_machine.travel(LATER, tick=False):
        rated(world, G.AVERAGE, 1)
    assert db.session.get_one(Rating, rating).state is None
    db.session.rollback()
    with time_machine.travel(LATER, tick=False):
        silent = rated(world, G.VERY, 2)
    assert client.post(f"/j/140900/supervision/ratings/{silent}/show").status_code == 422


@time_machine.travel(DAY, tick=False)
def test_a_low_mean_sets_off_a_check_which_staff_close_and_newer_ratings_another(
    client: FlaskClient, world: Told
) -> None:
    told()
    heard = len(words_of(world.staff))
    for device in range(9):
        rated(world, G.HARDLY, device, origin=f"{device % 3}")
    assert kinds(world) == []
    rated(world, G.AVERAGE, 9)
    rated(world, G.HARDLY, 10)
    assert kinds(world) == ["supervision:rating_check"]
    told()
    assert words_of(world.staff)[heard:] == ["“农村饮水安全巩固提升”：群众评价平均分偏低，请开展督查。"]
    sign_in(client, world.staff)
    path = f"/j/140900/supervision/projects/{world.row.id}/ratings"
    assert "10 人评价，平均 42.0 分" in client.get(path).text
    refused = client.post(path, data={"result": " "})
    assert (refused.status_code, "请写明督查情况。" in refused.text) == (422, True)
    assert client.post(path, data={"result": "现场查看，已责成整改。"}).status_code == 303
    assert kinds(world) == []
    again = client.post(path, data={"result": "再查一次。"})
    assert (again.status_code, "督查办结" in again.text) == (409, True)
    assert "现场查看" not in public(client, world)
    with time_machine.travel(AFTER, tick=False):
        for device in range(9):
            rated(world, G.NOT, device, origin=f"{device % 3}")
        assert kinds(world) == [], "only what was said since it was closed counts"
        rated(world, G.NOT, 11)
        assert kinds(world) == ["supervision:rating_check"]
        page = client.get(path).text
        assert "10 人评价，平均 20.0 分" in page
        assert "现场查看，已责成整改。" in page, "what was found before is still read"
        assert client.post(path, data={"result": "已经返工。"}).status_code == 303
    assert rows("SELECT number, result FROM resident_rating_check ORDER BY number") == [
        (1, "现场查看，已责成整改。"),
        (2, "已经返工。"),
    ]


def test_low_ratings_of_one_network_set_off_nothing_until_others_agree(world: Told) -> None:
    for day in ("08", "09", "10"):
        with time_machine.travel(f"2026-07-{day}T02:00:00Z", tick=False):
            assert kinds(world) == []
            for device in range(10):
                rated(world, G.NOT, int(day) * 10 + device, origin=day)
            with transaction():
                forget_ratings()
    assert kinds(world) == ["supervision:rating_check"], (
        "three days are three origins, also where they are forgotten"
    )


@time_machine.travel(DAY, tick=False)
def test_the_place_s_own_rule_holds_and_bad_numbers_get_a_sentence(client: FlaskClient, world: Told) -> None:
    sign_in(client, world.staff)
    path = "/j/140900/supervision/desk/rating-rule"
    assert 'value="60"' in client.get(path).text
    bad = client.post(path, data={"shown_from": "0", "check_from": "x", "check_below": "101"})
    assert (bad.status_code, "应为 20 到 100 的整数。" in bad.text) == (422, True)
    for below in ("50", "90"):
        sent = {"shown_from": "2", "check_from": "2", "check_below": below}
        assert client.post(path, data=sent).status_code == 303
    for device in range(3):
        assert kinds(world) == []
        rated(world, G.FAIRLY, device, origin=str(device))
    assert kinds(world) == ["supervision:rating_check"]
    assert "3 人评价" in public(client, world)


@time_machine.travel(DAY, tick=False)
def test_others_neither_read_nor_judge(client: FlaskClient, world: Told, county: Place) -> None:
    rating = rated(world, G.NOT, 1, comment="水管漏水。")
    base = "/j/140900/supervision"
    assert client.get(f"{base}/projects/{world.row.id}/ratings").status_code in {302, 303, 401}
    sign_in(client, world.clerk)
    assert client.get(f"{base}/projects/{world.row.id}/ratings").status_code == 403
    sign_in(client, world.group)
    assert client.get(f"{base}/projects/{world.row.id}/ratings").status_code == 200
    assert client.post(f"{base}/ratings/{rating}/show").status_code == 403
    assert (
        client.post(f"{base}/projects/{world.row.id}/ratings", data={"result": "查过。"}).status_code == 403
    )
    assert client.get(f"{base}/desk/rating-rule").status_code == 403
    sign_in(client, account(county, Role.STAFF))
    assert client.post(f"/j/{county.code}/supervision/ratings/{rating}/show").status_code == 404
    assert client.get(f"/j/{county.code}/supervision/projects/{world.row.id}/ratings").status_code == 404


@time_machine.travel(DAY, tick=False)
def test_the_unit_prints_the_sign_of_its_own_project(client: FlaskClient, world: Told) -> None:
    path = f"/j/140900/supervision/projects/{world.row.id}/rating-sign.pdf"
    answer = sign_in(client, world.clerk).get(path)
    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")
    assert sign_in(client, account(world.at, Role.UNIT)).get(path).status_code == 404


@time_machine.travel(DAY, tick=False)
def test_haste_from_one_network_waits_and_a_village_does_not(world: Told) -> None:
    for device in range(60):
        rated(world, G.VERY, device, careful=False)
    with pytest.raises(TooManyTries):
        rated(world, G.VERY, 60, careful=False)
    rated(world, G.VERY, 60)
    rated(world, G.VERY, 61, origin="b", careful=False)
    assert rows("SELECT count(*) FROM resident_rating") == [(62,)]


@time_machine.travel(DAY, tick=False)
def test_one_device_that_sends_twice_at_once_has_one_rating(app: Flask, world: Told) -> None:
    def said() -> None:
        new = NewRating(
            commitment_id=world.row.id, grade=G.NOT, comment="", device="d" * 64, origin="a", careful=True
        )
        rate(world.at, new)

    assert while_uncommitted(app, said, said) == []
    assert rows("SELECT grade FROM resident_rating") == [("not",)]


@time_machine.travel(DAY, tick=False)
def test_a_comment_is_judged_in_its_own_place_alone(world: Told) -> None:
    rating = rated(world, G.NOT, 1, comment="水管漏水。")
    with transaction():
        judge_comment(world.staff, rating, "hide", version_of("水管漏水。"))
    assert rows("SELECT state FROM resident_rating") == [("hidden",)]


@time_machine.travel(DAY, tick=False)
def test_a_device_that_just_spoke_waits_a_minute_and_loses_nothing(app: Flask, world: Told) -> None:
    client, path = app.test_client(), path_of(world)
    client.get(path)
    assert client.post(path, data={"grade": "very"}).status_code == 303
    with time_machine.travel("2026-07-08T02:00:59Z", tick=False):
        answer = client.post(path, data={"grade": "not", "comment": "没有修好。"})
        assert (answer.status_code, "请过 1 秒再改" in answer.text, "没有修好。" in answer.text) == (
            429,
            True,
            True,
        )
    assert rows("SELECT grade FROM resident_rating") == [("very",)]
    with time_machine.travel(AFTER, tick=False):
        assert client.post(path, data={"grade": "not", "comment": "没有修好。"}).status_code == 303
        assert client.post(path, data={"grade": "very"}).status_code == 429, (
            "a change counts as the first word"
        )
    with time_machine.travel(LATER, tick=False):
        assert client.post(path, data={"grade": "very"}).status_code == 303
    lines = db.session.scalars(select(Entry).where(Entry.event == "supervision:rating:given")).all()
    assert len(lines) == 1


@time_machine.travel(DAY, tick=False)
def test_origins_are_forgotten_after_a_day_and_comments_that_are_not_public_after_three_years(
    world: Told,
) -> None:
    ids = [rated(world, G.NOT, device, comment=f"漏水{device}。") for device in range(3)]
    for rating, step in ((0, "hide"), (1, "show")):
        with transaction():
            judge_comment(world.staff, ids[rating], step, version_of(f"漏水{rating}。"))
    asked = "SELECT origin, comment, state, grade FROM resident_rating ORDER BY id"
    kept = [("漏水0。", "hidden", "not"), ("漏水1。", "shown", "not"), ("漏水2。", "waiting", "not")]
    for after, origin, said in (
        (ORIGIN_KEPT, "a", kept),
        (ORIGIN_KEPT + timedelta(seconds=1), "", kept),
        (CONTACT_KEPT + timedelta(seconds=1), "", [("", None, "not"), *kept[1:]]),
    ):
        with time_machine.travel(now() + after, tick=False), transaction():
            forget_ratings()
        assert rows(asked) == [(origin, *one) for one in said]
    event = "supervision:rating:comments_forgotten"
    lines = db.session.scalars(select(Entry).where(Entry.event == event)).all()
    assert [line.facts for line in lines] == [{"ratings": [ids[0]]}]


@time_machine.travel(DAY, tick=False)
def test_two_first_rules_at_once_are_both_saved_and_the_last_holds(app: Flask, world: Told) -> None:
    first, second = RatingThresholds(check_below=50), RatingThresholds(check_below=70)
    raised = while_uncommitted(
        app, lambda: set_rating_rule(world.staff, first), lambda: set_rating_rule(world.staff, second)
    )
    assert raised == []
    assert rows("SELECT check_below FROM resident_rating_rule") == [(70,)]
