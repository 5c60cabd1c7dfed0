"""Pictures on their way into a form: sent alone or with it, kept through errors, taken once, gone after a day."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.conftest import rows
from tests.factories import account, sign_in
from tests.supervision import factories as make
from tests.supervision.conftest import assigned, clerk, group, july, row, staff, water
from tests.supervision.requests import FIGURES, HOME, fill, followed
from voting.core.bodies import LARGEST_BODY, LARGEST_FILE
from voting.people.rules import Actor, Place, Role
from voting.supervision.commitment.models import Commitment
from voting.uploads import rules

__all__ = ["assigned", "clerk", "group", "july", "row", "staff", "water"]  # fixtures of supervision
PROMISED = 10 * 1000 * 1000
DUE = date(2026, 8, 1).isoformat()


def photo(size: int = 0, width: int = 64) -> bytes:
    """A real JPEG, with so many bytes: cameras write their previews behind the picture."""
    content = make.picture(width)
    return content + b"\0" * (size - len(content))


def send(client: FlaskClient, form: str, content: bytes | None = None) -> TestResponse:
    file = (BytesIO(photo() if content is None else content), "a.jpg")
    return client.post(
        "/j/140900/uploads", data={"form": form, "file": file}, headers={"Accept": "application/json"}
    )


def sent(client: FlaskClient, form: str, content: bytes | None = None) -> str:
    answer = send(client, form, content)
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["id"])


def shown(answer: TestResponse) -> list[str]:
    """The pictures that a form shows and will hand in again."""
    return re.findall(r'name="photos" value="(\w{32})" checked', answer.text)


def waiting() -> int:
    ((count,),) = rows("SELECT count(*) FROM pending_upload WHERE kept_as IS NULL")
    assert isinstance(count, int)
    return count


def kept_photos() -> int:
    return len(rows("SELECT name FROM supervision_photo"))


@pytest.mark.database
def test_six_photos_of_ten_megabytes_are_sent_one_by_one(
    client: FlaskClient, clerk: Actor, row: Commitment
) -> None:
    sign_in(client, clerk)
    ids = [sent(client, f"report:{row.id}:7", photo(PROMISED, 60 + n)) for n in range(6)]
    assert len(set(ids)) == 6
    assert client.get(f"/j/140900/uploads/{ids[0]}").mimetype == "image/jpeg"
    assert fill(client, row, photos=ids).status_code == 303
    assert (kept_photos(), waiting()) == (6, 0)


def test_six_photos_of_ten_megabytes_in_one_body(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    """Without scripts; the old limit of twelve megabytes took one."""
    sign_in(client, clerk)
    assert 6 * PROMISED > LARGEST_BODY
    page = client.get(f"{HOME}/mine/{row.id}/reports/7")
    assert "一次合计不超过 60 MB" in page.text
    assert "每张不超过 10 MB" in page.text
    photos = [(BytesIO(photo(PROMISED, 60 + n)), f"{n}.jpg") for n in range(6)]
    assert fill(client, row, photos=photos).status_code == 303
    assert kept_photos() == 6


def test_a_photo_that_is_too_large_costs_no_other_and_no_word(
    client: FlaskClient, clerk: Actor, row: Commitment
) -> None:
    sign_in(client, clerk)
    photos = [(BytesIO(photo(LARGEST_FILE + 1)), "huge.jpg"), (BytesIO(photo()), "good.jpg")]
    answer = fill(client, row, photos=photos, text="管材到齐，八月底赶上。")
    assert answer.status_code == 422
    assert "“huge.jpg”：文件太大：每个不超过 10 MB，一次合计不超过 60 MB。" in answer.text
    assert "管材到齐，八月底赶上。" in answer.text
    assert len(shown(answer)) == 1
    assert fill(client, row, photos=shown(answer)).status_code == 303
    assert kept_photos() == 1


def test_what_is_beyond_the_sum_is_named_and_the_rest_kept(
    client: FlaskClient, clerk: Actor, row: Commitment
) -> None:
    sign_in(client, clerk)
    photos = [(BytesIO(photo(LARGEST_FILE, 60 + n)), f"{n}.jpg") for n in range(8)]
    answer = fill(client, row, photos=photos)
    assert answer.status_code == 422
    assert [name for name in range(8) if f"“{name}.jpg”" in answer.text] == [6, 7]
    assert len(shown(answer)) == 6


def test_one_that_is_too_large_is_refused_in_words_by_itself(client: FlaskClient, clerk: Actor) -> None:
    answer = send(sign_in(client, clerk), "report:1:7", photo(LARGEST_FILE + 1))
    assert answer.status_code == 422
    assert "不超过 10 MB" in answer.get_json()["error"]["message"]


FORMS = {
    "finding": ("desk/1/findings/new", {"title": "缺口", "text": "路面没有恢复。", "due_on": DUE}, "title"),
    "inspection": (
        "desk/1/inspections/new",
        {"on": "2026-07-08", "place": "村口", "people": "5", "text": "正常。"},
        "place",
    ),
    "post": ("findings/1", {"step": "answer", "text": "已经派人。"}, "text"),
    "report": ("mine/1/reports/7", dict(FIGURES), "progress"),
}


@pytest.mark.parametrize("kind", FORMS)
def test_an_error_elsewhere_drops_no_file(
    client: FlaskClient, clerk: Actor, group: Actor, row: Commitment, kind: str
) -> None:
    """Those sent before and those sent with the form, of every form that takes pictures."""
    followed(row)
    path, fields, needed = FORMS[kind]
    sign_in(client, clerk if kind in {"post", "report"} else group)
    name = "report:1:7" if kind == "report" else f"{kind}:1"
    page = client.get(f"{HOME}/{path}")
    assert f'data-form="{name}"' in page.text
    before = sent(client, name)
    bad: dict[str, Any] = {**fields, needed: "", "photos": [before, (BytesIO(photo()), "b.jpg")]}
    answer = client.post(f"{HOME}/{path}", data=bad)
    assert answer.status_code == 422
    assert shown(answer)[0] == before
    assert len(shown(answer)) == 2
    again = client.post(f"{HOME}/{path}", data=MultiDict({**fields, "photos": shown(answer)}))
    assert again.status_code == 303, again.text
    assert (kept_photos(), waiting()) == (1, 0)  # the same picture twice is kept once


def test_who_comes_back_to_a_form_finds_what_he_sent(
    client: FlaskClient, clerk: Actor, row: Commitment
) -> None:
    """After the session ended, too: what waits is the person's, not the session's."""
    one = sent(sign_in(client, clerk), f"report:{row.id}:7")
    client.delete_cookie("signed_in")
    assert send(client, f"report:{row.id}:7").status_code == 401
    sign_in(client, clerk)
    assert shown(client.get(f"{HOME}/mine/{row.id}/reports/7")) == [one]
    assert shown(client.get(f"{HOME}/mine/{row.id}/reports/6")) == []
    assert fill(client, row).status_code == 303  # handed in without it: it was left out
    assert waiting() == 0


@pytest.mark.database
def test_a_form_sent_twice_takes_its_pictures_once(
    client: FlaskClient, clerk: Actor, row: Commitment
) -> None:
    one = sent(sign_in(client, clerk), f"report:{row.id}:7")
    for _ in range(2):
        assert fill(client, row, photos=one).status_code == 303
    assert kept_photos() == 1
    assert client.get(f"/j/140900/uploads/{one}").status_code == 200  # the page behind "back" still shows it


def test_nobody_takes_or_sees_what_is_not_his(
    client: FlaskClient, city: Place, county: Place, clerk: Actor, row: Commitment
) -> None:
    mine, july = sent(sign_in(client, clerk), f"report:{row.id}:7"), f"report:{row.id}:7"
    other_form = sent(client, f"report:{row.id}:6")
    for ids in ([other_form], ["0" * 32], ["nonsense\0"], [mine, other_form]):
        answer = fill(client, row, photos=ids)
        assert answer.status_code == 422
        assert "有照片没有留住" in answer.text
    for stranger in (account(city, Role.STAFF), account(county, Role.STAFF)):
        sign_in(client, stranger)
        for code in ("140900", "140921"):
            assert client.get(f"/j/{code}/uploads/{mine}").status_code == 404
            assert client.delete(f"/j/{code}/uploads/{mine}").status_code == 404
    assert send(sign_in(client, account(city, Role.TELLER)), july).status_code == 403
    client.delete_cookie("signed_in")
    assert send(client, july).status_code == 401
    assert waiting() == 2


def test_one_can_take_a_picture_back(client: FlaskClient, clerk: Actor) -> None:
    one = sent(sign_in(client, clerk), "report:1:7")
    assert client.delete(f"/j/140900/uploads/{one}").status_code == 204
    assert client.get(f"/j/140900/uploads/{one}").status_code == 404
    assert client.get("/j/140900/uploads/no%00thing").status_code == 404
    assert waiting() == 0


@pytest.mark.parametrize("name", ["", "report", "../x:1", "report:1:7:8:9", "report:x", "R:1", "a\0:1"])
def test_a_name_that_is_no_forms_is_refused(client: FlaskClient, clerk: Actor, name: str) -> None:
    assert send(sign_in(client, clerk), name).status_code == 404


def test_what_was_never_taken_goes_after_a_day(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    left = sent(sign_in(client, clerk), f"report:{row.id}:7")
    with time_machine.travel("2026-07-09T03:00:00Z", tick=False):
        sign_in(client, clerk)
        sent(client, f"report:{row.id}:6")
        assert waiting() == 1
        answer = fill(client, row, photos=left)
        assert answer.status_code == 422
        assert "有照片没有留住" in answer.text
        assert shown(answer) == []


def test_what_waits_is_bounded_for_a_form_a_person_and_in_all(
    client: FlaskClient, city: Place, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, clerk)
    for _ in range(rules.MOST_WAITING_OF_A_FORM):
        sent(client, "report:1:1")
    assert "或者移除几张" in send(client, "report:1:1").get_json()["error"]["message"]
    monkeypatch.setattr(rules, "MOST_OF_A_PERSON", rules.MOST_WAITING_OF_A_FORM + 1)
    sent(client, "report:1:2")
    assert "还没有提交" in send(client, "report:1:2").get_json()["error"]["message"]
    monkeypatch.setattr(rules, "MOST_BYTES_IN_ALL", 1)
    sign_in(client, account(city, Role.STAFF))
    assert "过一会儿再传" in send(client, "report:1:2").get_json()["error"]["message"]


def test_a_file_name_cannot_break_a_page(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    sign_in(client, clerk)
    name = "\u202e" + "长" * 100 + "<x1>.jpg"
    answer = fill(client, row, progress="", photos=(BytesIO(photo()), name))
    assert answer.status_code == 422
    assert "&lt;x1&gt;.jpg" in answer.text
    assert "<x1>" not in answer.text
    ((title,),) = rows("SELECT title FROM pending_upload")
    assert title == "长" * 100 + "<x1>.jpg"
