"""Routes of a responsible unit: does it, refuses the wrong moment, keeps bad input."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import account, sign_in, unit
from tests.supervision import factories as make
from tests.supervision.requests import (
    FIGURES,
    HOME,
    again,
    fill,
)
from voting.core.db import db
from voting.people.rules import Actor, Place, Role
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import CommitmentState
from voting.supervision.photo.models import Photo
from voting.supervision.report.facts import report_of, reported
from voting.supervision.report.models import ReportVersion


def test_a_report_is_filled_in_checked_and_sent(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    sign_in(client, clerk)
    first = make.steps(row)[0].id
    answer = fill(client, row, milestones=str(first), photos=(BytesIO(make.picture(gps=True)), "a.jpg"))
    assert answer.status_code == 303
    check = client.get(answer.location).text
    assert "54%" in check
    assert "2590 万元" in check
    assert "勘测与设计" in check
    assert reported(again(row)) == {}, "nothing counts before it is confirmed"
    assert client.post(answer.location).status_code == 303
    version = reported(again(row))[7]
    assert (version.progress, version.spent_fen, version.milestones) == (54, 2590 * make.WAN, [first])
    assert again(row).state is CommitmentState.UNDER_WAY
    shown = client.get(f"{HOME}/photos/{row.id}/{version.photos[0]}")
    assert shown.status_code == 200
    assert b"SecretCamera" not in shown.data


def test_sending_twice_is_harmless(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    sign_in(client, clerk)
    check = fill(client, row).location
    assert client.post(check).status_code == 303
    assert client.post(check).status_code == 303
    assert client.get(check).status_code == 303
    assert len(db.session.scalars(select(ReportVersion)).all()) == 1


def test_last_months_figures_are_already_there(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    make.report(clerk, row, 6, 41, spent=1968 * make.WAN)
    page = sign_in(client, clerk).get(f"{HOME}/mine/{row.id}/reports/7").text
    assert 'value="41"' in page
    assert 'value="1968"' in page
    assert "6 月 41%" in page


def test_a_correction_is_a_new_version_and_the_old_one_stays(
    client: FlaskClient, clerk: Actor, row: Commitment
) -> None:
    make.report(clerk, row, 6, 41, spent=1968 * make.WAN)
    sign_in(client, clerk)
    answer = fill(client, row, 6, progress="40")
    assert answer.status_code == 422
    assert "请写明更正的原因" in answer.text
    check = fill(client, row, 6, progress="40", correction="重复计算了一个村").location
    client.post(check)
    versions = db.session.scalars(select(ReportVersion).order_by(ReportVersion.number)).all()
    assert [(v.number, v.progress, v.correction) for v in versions] == [
        (1, 41, ""),
        (2, 40, "重复计算了一个村"),
    ]
    assert "更正 1 次" in client.get(f"{HOME}/projects/{row.id}", follow_redirects=True).text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"progress": "14"}, "不能少于上月的 41%"),
        ({"spent": "1000"}, "不能少于上月的 1968 万元"),
        ({"progress": "abc"}, "不是有效的整数"),
        ({"progress": "101"}, "0 到 100"),
        ({"progress": "-1"}, "0 到 100"),
        ({"progress": ""}, "请填写累计进度"),
        ({"spent": "12.00000001"}, "最多到分"),
        ({"spent": "-3"}, "0 到 1 万亿元"),
        ({"text": "长" * 501}, "最多 500 个字"),
        ({"milestones": "99999"}, "不在现行计划中"),
        ({"kept": "0" * 64 + ".jpg"}, "照片没有上传成功"),
    ],
)
def test_a_wrong_figure_gets_a_sentence_and_keeps_the_rest(
    client: FlaskClient, clerk: Actor, row: Commitment, given: dict[str, Any], sentence: str
) -> None:
    make.report(clerk, row, 6, 41, spent=1968 * make.WAN)
    sign_in(client, clerk)
    answer = fill(client, row, **given)
    assert answer.status_code == 422
    assert sentence in answer.text
    kept = {**FIGURES, **given}
    assert kept["text"] in answer.text
    assert kept["spent"] in answer.text
    assert report_of(again(row), 7) is None


def test_who_is_behind_says_why(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    sign_in(client, clerk)
    answer = fill(client, row, text="")
    assert answer.status_code == 422
    assert "请用一句话说明原因" in answer.text


def test_a_month_to_come_cannot_be_reported(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    sign_in(client, clerk)
    assert fill(client, row, 8).status_code == 409
    assert fill(client, row, 13).status_code == 404
    assert client.post(f"{HOME}/mine/{row.id}/reports/7/check").status_code == 409
    assert client.get(f"{HOME}/mine/{row.id}/reports/7/check").status_code == 404


def test_no_report_before_the_plan(client: FlaskClient, clerk: Actor, assigned: Commitment) -> None:
    assert fill(sign_in(client, clerk), assigned).status_code == 409


@pytest.mark.parametrize("content", [b"not a picture", b"PK\x03\x04zip", b""])
def test_a_file_that_is_no_photo_is_refused_and_the_good_ones_wait(
    client: FlaskClient, clerk: Actor, row: Commitment, content: bytes
) -> None:
    sign_in(client, clerk)
    good = fill(client, row, progress="", photos=(BytesIO(make.picture()), "good.jpg"))
    assert good.status_code == 422
    (waiting,) = re.findall(r'name="photos" value="(\w{32})" checked', good.text)
    bad = fill(client, row, photos=[waiting, (BytesIO(content), "bad.jpg")])
    assert bad.status_code == 422
    assert "“bad.jpg”：这不是照片" in bad.text
    assert f'name="photos" value="{waiting}" checked' in bad.text
    assert report_of(again(row), 7) is None


def test_seven_photos_are_too_many(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    sign_in(client, clerk)
    photos = [(BytesIO(make.picture(50 + n)), f"{n}.jpg") for n in range(7)]
    answer = fill(client, row, photos=photos)
    assert answer.status_code == 422
    assert "最多 6 张" in answer.text


def test_a_photo_that_is_not_published_is_for_those_who_work_on_it(
    client: FlaskClient, city: Place, county: Place, clerk: Actor, row: Commitment
) -> None:
    sign_in(client, clerk)
    fill(client, row, photos=(BytesIO(make.picture()), "a.jpg"))
    name = db.session.scalars(select(Photo.name)).one()
    url = f"{HOME}/photos/{row.id}/{name}"
    assert client.get(url).status_code == 200
    for stranger in (
        account(city, Role.DEPUTY),
        account(city, Role.UNIT, unit=unit(city, "市教育局")),
        account(county, Role.STAFF),
    ):
        assert sign_in(client, stranger).get(url).status_code == 404
    client.delete_cookie("signed_in")
    assert client.get(url).status_code == 404
    assert client.get(f"{HOME}/photos/{row.id}/{'0' * 64}.jpg").status_code == 404
    assert client.get(f"{HOME}/photos/{row.id}/..%2f..%2fservice.db").status_code == 404
