"""What people's keyboards, phones and files send: a sentence at the right field, and nothing lost."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from tests.conftest import rows
from tests.congress.factories import bomb
from tests.factories import sign_in
from tests.screening.factories import call, staff
from voting.people.rules import Place

pytestmark = pytest.mark.database
SUGGEST = "/j/140900/suggest"
WORDS = {"title": "给东关小学门口装红绿灯", "content": "放学时车多人多，孩子过马路很危险。"}
MEGABYTE = 1024 * 1024
SIGNS = "😀👨‍👩‍👧 𠮷林㙓 㐂 𬭚"
"""Emoji, one of them joined of three; characters of extensions A, B and E."""


def sent(client: FlaskClient, **words: str) -> tuple[int, str]:
    answer = client.post(SUGGEST, data={"nonce": uuid4().hex, **WORDS, **words})
    return answer.status_code, answer.text


def test_emoji_and_rare_characters_stand_as_they_were_written(client: FlaskClient, city: Place) -> None:
    clerk = staff(city)
    call(city, actor=clerk)
    told = client.post(
        SUGGEST,
        data={"nonce": uuid4().hex, **WORDS, "title": f"{SIGNS}装路灯", "place": "𠮷家堡"},
        follow_redirects=True,
    )
    assert told.status_code == 200
    ((number, title, place),) = rows("SELECT number, title, place FROM screening_suggestion")
    assert (title, place) == (f"{SIGNS}装路灯", "𠮷家堡")
    desk = sign_in(client, clerk)
    assert SIGNS in desk.get(f"/j/140900/screening/suggestions?q={number}").text
    assert "𠮷家堡" in desk.get("/j/140900/screening/suggestions?q=𠮷家").text, (
        "a rare character is searched for too"
    )


@pytest.mark.parametrize("field", ["title", "content", "place", "contact_name", "contact_phone"])
def test_a_nul_is_refused_at_its_field_and_nothing_is_lost(
    client: FlaskClient, city: Place, field: str
) -> None:
    """PostgreSQL takes no NUL in a text: it ended in an error page."""
    call(city)
    status, page = sent(client, **{"place": "东关街二十三号", field: f"{WORDS['content']}\0东关小学门口"})
    assert status == 422
    assert f'id="{field}-error"' in page
    assert "东关小学门口" in page
    assert rows("SELECT id FROM screening_suggestion") == []


def test_fifteen_megabytes_of_photographs_keep_the_words(client: FlaskClient, city: Place) -> None:
    call(city)
    data: dict[str, object] = {"nonce": uuid4().hex, **WORDS, "place": "东关街二十三号"}
    data["photos"] = [(io.BytesIO(b"\xff" * (MEGABYTE * 15 // 2)), f"照片{n}.jpg") for n in range(2)]
    answer = client.post(SUGGEST, data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    for words in ("照片0.jpg", "照片1.jpg", WORDS["content"], "东关街二十三号"):
        assert words in answer.text
    assert rows("SELECT id FROM screening_suggestion") == []


def test_fifteen_megabytes_of_text_are_answered_in_words(client: FlaskClient, city: Place) -> None:
    call(city)
    status, page = sent(client, content="修" * (MEGABYTE * 15 // len("%E4%BF%AE")))
    assert status == 422
    assert 'id="content-error"' in page
    assert WORDS["title"] in page
    assert rows("SELECT id FROM screening_suggestion") == []


@pytest.mark.parametrize("path", ["imports", "project-lists"])
def test_a_list_that_is_a_zip_bomb_is_refused_at_its_field(
    client: FlaskClient, city: Place, path: str
) -> None:
    clerk = staff(city)
    call(city, actor=clerk)
    desk = sign_in(client, clerk)
    file = (io.BytesIO(bomb(200 * MEGABYTE)), "名单.xlsx")
    data = {"file": file, "source": "resident", "channel": "letter"}
    answer = desk.post(f"/j/140900/screening/{path}", data=data)
    assert answer.status_code == 422
    assert "展开后过大" in answer.text
    assert 'id="file-error"' in answer.text
