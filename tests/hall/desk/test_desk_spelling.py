"""However a deputy is written, typed or scanned at the door, he is found."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.factories import account, deputies, meeting, sign_in, term
from tests.hall.desk.test_views_desk import Hall
from voting.congress.attendance.facts import present
from voting.core.db import db, transaction
from voting.people.rules import Place, Role

CASES = Path(__file__).parents[2] / "congress" / "roster" / "cases"


@pytest.mark.parametrize(
    "text",
    [
        "１４０９００：００１",
        "００１",
        "140900∶001",
        "001\u200b",
        "\ufeff140900:001\r\n",
        "代表００１",
        "代表 001",
    ],
)
def test_a_scan_in_any_width_checks_in(client: FlaskClient, city: Place, text: str) -> None:
    hall = Hall(client, city)
    assert hall.scan(text) == 303
    assert hall.present == 1


@pytest.mark.parametrize(
    "typed", ["方文", "⽅⽂", "李六", "李\uf9d1", "古丽·玉素甫", "古丽•玉素甫", "古丽．玉素甫", "古丽玉素甫", "古丽 玉素甫", "䶮小明", "\ue863小明", "１０１"]
)  # fmt: skip
def test_names_of_a_roster_with_look_alikes_are_found(client: FlaskClient, city: Place, typed: str) -> None:
    row = term(city)
    sign_in(client, account(city, Role.STAFF))
    base = f"/j/140900/congress/terms/{row.id}"
    file = (BytesIO((CASES / "04_lookalike_names.xlsx").read_bytes()), "04.xlsx")
    preview = client.post(f"{base}/roster", data={"file": file, "new_delegations": "y"}).headers["Location"]
    shown = client.get(preview).text
    assert "U+2F45 U+2F42→U+65B9 U+6587" in shown
    assert "第 6 行：“张\ufffd”里有可疑的字符，请核对：\ufffd U+FFFD。" in shown
    assert client.post(f"{preview}/confirm").status_code == 303
    held = meeting(city, in_term=row)
    desk = f"/j/140900/hall/meetings/{held.id}/check-in"
    assert client.post(desk, data={"text": typed}).status_code == 303
    assert present(held.id) == 1
    assert "101" in client.get(base, query_string={"q": "⽅⽂"}).text


def test_a_number_is_found_in_either_case_and_nothing_by_a_dot_alone(
    client: FlaskClient, city: Place
) -> None:
    hall = Hall(client, city)
    with transaction():
        db.session.merge(hall.deputies[0]).number = "A01"
    assert hall.scan("ａ０１") == 303
    assert hall.scan("·") == 422
    assert hall.scan("100%") == 422
    assert hall.present == 1


@pytest.mark.parametrize("number", ["００１", "140900:001", " 001\u200b"])
@pytest.mark.parametrize(
    "pin", [str, lambda pin: pin.translate({48 + n: chr(0xFF10 + n) for n in range(10)})]
)
def test_a_deputy_signs_in_with_full_width_digits(
    client: FlaskClient, city: Place, number: str, pin: type[str]
) -> None:
    from tests.factories import PIN

    deputies(city, 1)
    form = {"number": number, "pin": pin(PIN)}
    assert client.post("/j/140900/deputy/sign-in", data=form).status_code == 303


def test_a_pin_chosen_in_full_width_is_the_plain_one(client: FlaskClient, city: Place) -> None:
    from tests.factories import PIN

    deputies(city, 1)
    client.post("/j/140900/deputy/sign-in", data={"number": "001", "pin": PIN})
    change = {"old": PIN, "new": "８０２４６３", "again": "８０２４６３"}
    assert client.post("/account/secret", data=change).status_code == 303
    other = client.application.test_client()
    form = {"number": "001", "pin": "802463"}
    assert other.post("/j/140900/deputy/sign-in", data=form).status_code == 303
