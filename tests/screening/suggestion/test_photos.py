"""Photographs that come with a suggestion: made anew, for staff alone; what is none gets its sentence and keeps the words."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from tests.conftest import rows
from tests.factories import account, sign_in
from tests.screening.factories import call, staff
from voting.core.bodies import LARGEST_FILE
from voting.core.db import transaction
from voting.core.storage import storage
from voting.people.rules import Place, Role
from voting.screening.suggestion import routing

pytestmark = pytest.mark.database
SUGGEST = "/j/140900/suggest"
WORDS = {"title": "给东关小学门口装红绿灯", "content": "放学时车多人多，孩子过马路很危险。"}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 64
HERE = 0x8825
"""The tag of EXIF under which the position stands (GPS IFD)."""


def photo(*, colour: str = "red") -> bytes:
    """A JPEG that says where it was taken."""
    file, exif = io.BytesIO(), Image.Exif()
    exif[HERE] = {1: "N", 2: (38.0, 24.0, 59.0)}
    Image.new("RGB", (40, 30), colour).save(file, "JPEG", exif=exif)
    return file.getvalue()


def send(client: FlaskClient, *files: bytes, **words: str) -> TestResponse:
    data: dict[str, object] = {"nonce": uuid4().hex, **WORDS, **words}
    data["photos"] = [(io.BytesIO(one), f"照片{n}.jpg") for n, one in enumerate(files)]
    return client.post(SUGGEST, data=data, content_type="multipart/form-data")


def kept() -> list[str]:
    return [str(name) for (name,) in rows("SELECT name FROM screening_suggestion_photo ORDER BY name")]


def test_a_photograph_is_made_anew_without_its_position(client: FlaskClient, city: Place) -> None:
    call(city)
    assert HERE in Image.open(io.BytesIO(photo())).getexif()
    assert send(client, photo(), photo(colour="blue")).status_code == 303
    names = kept()
    assert len(names) == 2
    for name in names:
        picture = Image.open(storage().path_of(name))
        assert (picture.format, dict(picture.getexif())) == ("JPEG", {})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (SVG, "这不是照片"),
        (HEIC, "HEIC"),
        (b"PK\x03\x04" + b"\x00" * 40, "这不是照片"),
        (photo()[:200], "这不是照片"),
        (b"\xff" * (LARGEST_FILE + 1), "文件太大"),
    ],
    ids=("svg", "heic", "zip", "cut off", "too large"),
)
def test_what_is_no_photograph_is_refused_with_a_sentence_and_the_words_stay(
    client: FlaskClient, city: Place, content: bytes, said: str
) -> None:
    call(city)
    answer = send(client, photo(), content, place="东关街二十三号")
    assert answer.status_code == 422
    assert said in answer.text
    assert "照片1.jpg" in answer.text
    assert WORDS["content"] in answer.text
    assert "东关街二十三号" in answer.text
    assert (rows("SELECT id FROM screening_suggestion"), kept()) == ([], [])


def test_more_than_three_are_too_many(client: FlaskClient, city: Place) -> None:
    call(city)
    answer = send(client, *[photo()] * 4)
    assert answer.status_code == 422
    assert "最多 3 张照片" in answer.text


def test_staff_look_at_it_and_nobody_else(
    app: Flask, client: FlaskClient, city: Place, county: Place
) -> None:
    call(city)
    number = send(client, photo()).headers["Location"].rsplit("/", 1)[1]
    (row_id,) = rows("SELECT id FROM screening_suggestion")[0]
    path = f"/j/140900/screening/suggestions/{row_id}/photos/{kept()[0]}"
    desk = sign_in(app.test_client(), staff(city))
    assert path in desk.get(f"/j/140900/screening/suggestions/{row_id}").text
    assert desk.get(path).mimetype == "image/jpeg"
    assert desk.get(path.replace(kept()[0], "0" * 64 + ".jpg")).status_code == 404
    assert client.get(path).status_code in {303, 401}
    assert sign_in(app.test_client(), account(city, Role.DEPUTY)).get(path).status_code == 403
    elsewhere = sign_in(app.test_client(), staff(county))
    assert elsewhere.get(path).status_code == 404
    assert elsewhere.get(path.replace("140900", "140921")).status_code == 404
    assert kept()[0] not in client.get(f"/j/140900/track?number={number}").text


def test_it_goes_along_to_another_level_and_stays_with_the_sender_when_it_comes_back(
    client: FlaskClient, city: Place, county: Place
) -> None:
    call(city)
    send(client, photo())
    (row_id,) = rows("SELECT id FROM screening_suggestion")[0]
    clerk, there_clerk = staff(city), staff(county)
    with transaction():
        there = routing.route(
            clerk, here=city, suggestion_id=int(str(row_id)), to=county, reason="属于县级事项。"
        ).id
    of = "SELECT suggestion_id FROM screening_suggestion_photo ORDER BY suggestion_id"
    assert rows(of) == [(row_id,), (there,)]
    with transaction():
        routing.return_to_sender(there_clerk, here=county, suggestion_id=there, reason="属于市级事项。")
    assert rows(of) == [(row_id,)]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({"division": "定襄县", "place": "东街三号楼"}, "定襄县 东街三号楼"),
        ({"division": "定襄县", "place": "定襄县东街"}, "定襄县东街"),
        ({"division": "定襄县", "place": ""}, "定襄县"),
        ({"division": "", "place": "东街"}, "东街"),
    ],
    ids=str,
)
def test_the_place_is_chosen_among_the_divisions_or_typed(
    client: FlaskClient, city: Place, county: Place, typed: dict[str, str], stored: str
) -> None:
    call(city)
    assert county.name in client.get(SUGGEST).text
    assert send(client, **typed).status_code == 303
    assert rows("SELECT place FROM screening_suggestion") == [(stored,)]


def test_a_division_that_is_none_is_refused(client: FlaskClient, city: Place, county: Place) -> None:
    call(city)
    assert send(client, division="桃花源").status_code == 422


def test_a_place_without_divisions_asks_for_none(client: FlaskClient, township: Place) -> None:
    call(township)
    assert 'name="division"' not in client.get("/j/140921100/suggest").text
