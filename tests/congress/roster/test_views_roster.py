"""From a spreadsheet to deputies who can sign in; nothing stored before it is confirmed."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from tests.congress.factories import ods, people, record, xls, xlsx
from tests.core.font import RARE, rare_font_of
from tests.factories import account, actor_of, deputies, sign_in, term
from voting.confirmation.models import Confirmation
from voting.congress.pins.models import PinSheet
from voting.congress.roster.models import RosterUpload
from voting.congress.term.models import Deputy
from voting.core.db import db, transaction
from voting.people.models import Account
from voting.people.rules import Place, Role

HERE = "/j/140900/congress"


def staff(client: FlaskClient, at: Place) -> FlaskClient:
    return sign_in(client, account(at, Role.STAFF))


def upload(client: FlaskClient, term_id: int, content: bytes, name: str = "roster.xlsx") -> str:
    form = {"file": (BytesIO(content), name), "new_delegations": "y"}
    answer = client.post(f"{HERE}/terms/{term_id}/roster", data=form)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def count(table: type[Deputy | Account | PinSheet]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def secrets_now() -> dict[str, str]:
    rows = db.session.execute(select(Account.login, Account.secret))
    return {str(row.login): str(row.secret) for row in rows}


def pins(content: bytes) -> dict[str, str]:
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    return {str(row[0]): str(row[3]) for row in rows[1:]}


@pytest.mark.parametrize(("make", "name"), [(xlsx, "roster.xlsx"), (ods, "roster.ods"), (xls, "roster.xls")])
def test_a_roster_is_previewed_confirmed_and_its_deputies_sign_in(
    client: FlaskClient, city: Place, make: type, name: str
) -> None:
    staff(client, city)
    preview = upload(client, term(city).id, make(people(3)), name)
    assert "代表003" in client.get(preview).text
    assert count(Deputy) == 0
    answer = client.post(preview + "/confirm")
    assert answer.status_code == 303
    assert count(Deputy) == 3
    sheet = answer.headers["Location"]
    first = pins(client.post(sheet, data={"as": "xlsx"}).data)
    assert sorted(first) == ["001", "002", "003"]
    other = client.application.test_client()
    signed = other.post("/j/140900/deputy/sign-in", data={"number": "002", "pin": first["002"]})
    assert signed.status_code == 303


def test_the_first_roster_of_a_term_makes_its_delegations_without_a_tick(
    client: FlaskClient, city: Place
) -> None:
    """Where nobody is there yet, new deputies are what an import means; afterwards a new delegation is a question."""
    staff(client, city)
    term_id = term(city).id
    url = f"{HERE}/terms/{term_id}/roster"
    page = client.get(url).text
    assert "名册里的代表和代表团都会新建" in page
    assert "new_delegations" not in page
    first = client.post(url, data={"file": (BytesIO(xlsx(people(2))), "roster.xlsx")}).headers["Location"]
    assert "请先设置代表团" not in client.get(first).text
    assert client.post(first + "/confirm").status_code == 303
    assert count(Deputy) == 2
    assert re.search('<input[^>]*name="new_delegations"[^>]*type="checkbox"', client.get(url).text)
    more = xlsx([*people(2), ("003", "代表003", "第九代表团")])
    second = client.post(url, data={"file": (BytesIO(more), "roster.xlsx")}).headers["Location"]
    assert "请先设置代表团" in client.get(second).text


def test_a_first_pin_is_handed_out_with_the_account_to_sign_in_with(client: FlaskClient, city: Place) -> None:
    staff(client, city)
    preview = upload(client, term(city).id, xlsx(people(1)))
    sheet = client.post(preview + "/confirm").headers["Location"]
    page = client.get(sheet).text
    assert 'data-once="fetched"' in page
    content = client.post(sheet, data={"as": "xlsx"}).data
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    login, pin = str(rows[1][4]), str(rows[1][3])
    assert login == "140900:001"
    elsewhere = client.application.test_client()
    assert elsewhere.post("/sign-in", data={"login": login, "password": pin}).status_code == 303


def test_first_pins_are_fetched_once_and_no_longer_kept(client: FlaskClient, city: Place) -> None:
    staff(client, city)
    preview = upload(client, term(city).id, xlsx(people(2)))
    sheet = client.post(preview + "/confirm").headers["Location"]
    assert client.get(sheet).status_code == 200
    assert client.post(sheet, data={"as": "pdf"}).data.startswith(b"%PDF")
    assert client.post(sheet, data={"as": "xlsx"}).status_code == 409
    assert db.session.scalars(select(PinSheet.sealed)).all() == [None]


def test_a_roster_with_a_wrong_line_stores_nothing(client: FlaskClient, city: Place) -> None:
    staff(client, city)
    rows = [*people(2), ("001", "代表009", "第一代表团")]
    preview = upload(client, term(city).id, xlsx(rows))
    page = client.get(preview).text
    assert "第 4 行" in page
    assert "与第 2 行重复" in page
    assert client.post(preview + "/confirm").status_code == 422
    assert count(Deputy) == 0


def test_a_roster_is_confirmed_only_once(client: FlaskClient, city: Place) -> None:
    staff(client, city)
    preview = upload(client, term(city).id, xlsx(people(2)))
    client.post(preview + "/confirm")
    assert client.post(preview + "/confirm").status_code == 409
    assert client.get(preview).status_code == 409
    assert count(Deputy) == 2


def test_a_discarded_roster_stores_nothing(client: FlaskClient, city: Place) -> None:
    staff(client, city)
    preview = upload(client, term(city).id, xlsx(people(2)))
    assert client.post(preview + "/discard").status_code == 303
    assert client.post(preview + "/confirm").status_code == 409
    assert count(Deputy) == 0


def test_a_second_import_adds_the_new_and_keeps_the_pins_of_the_old(client: FlaskClient, city: Place) -> None:
    staff(client, city)
    row = term(city)
    client.post(upload(client, row.id, xlsx(people(2))) + "/confirm")
    secrets = secrets_now()
    moved = [("001", "代表001", "第二代表团"), *people(3)[1:]]
    answer = client.post(upload(client, row.id, xlsx(moved)) + "/confirm")
    assert sorted(pins(client.post(answer.headers["Location"], data={"as": "xlsx"}).data)) == ["003"]
    now = secrets_now()
    assert now["140900:001"] == secrets["140900:001"]
    assert count(Deputy) == 3


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"hello", "roster.xlsx", "打不开这个文件"),
        (b"hello", "roster.docx", "只能上传"),
        (b"", "", "请选择文件"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_at_the_door(
    client: FlaskClient, city: Place, content: bytes, name: str, sentence: str
) -> None:
    staff(client, city)
    form = {"file": (BytesIO(content), name)}
    answer = client.post(f"{HERE}/terms/{term(city).id}/roster", data=form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalars(select(RosterUpload.id)).all() == []


def test_a_neighbour_sees_no_roster_and_no_pins(client: FlaskClient, city: Place, county: Place) -> None:
    staff(client, city)
    preview = upload(client, term(city).id, xlsx(people(1)))
    sheet = client.post(preview + "/confirm").headers["Location"]
    other = staff(client.application.test_client(), county)
    for url in (preview, sheet):
        assert other.get(url).status_code == 404
        assert other.get(url.replace("140900", "140921")).status_code == 404
    assert other.post(sheet.replace("140900", "140921"), data={"as": "xlsx"}).status_code == 404
    assert other.post(preview.replace("140900", "140921") + "/confirm").status_code == 404


def test_only_the_office_imports(client: FlaskClient, city: Place) -> None:
    row = term(city)
    sign_in(client, account(city, Role.CHAIR))
    assert client.get(f"{HERE}/terms/{row.id}/roster").status_code == 403


def test_the_sample_can_be_imported_as_it_is(client: FlaskClient, city: Place) -> None:
    staff(client, city)
    sample = client.get(f"{HERE}/roster.xlsx").data
    preview = upload(client, term(city).id, sample)
    assert client.post(preview + "/confirm").status_code == 303


def test_a_pin_is_reset_by_two_persons(client: FlaskClient, city: Place) -> None:
    row = deputies(city, 1)[0]
    staff(client, city)
    second = staff(client.application.test_client(), city)
    assert client.post(f"{HERE}/deputies/{row.id}/pin-reset").status_code == 303
    reset = db.session.scalars(select(Confirmation.number)).one()
    assert client.post(f"{HERE}/pin-resets/{reset}/confirm").status_code == 403
    shown = second.post(f"{HERE}/pin-resets/{reset}/confirm")
    assert shown.status_code == 200
    import re

    found = re.search(r'class="code">(\d{6})<', shown.text)
    assert found is not None
    visitor = client.application.test_client()
    signed = visitor.post("/j/140900/deputy/sign-in", data={"number": "001", "pin": found[1]})
    assert signed.status_code == 303
    assert db.session.get_one(Account, actor_of(row).account_id).must_change  # two others have seen it
    assert second.post(f"{HERE}/pin-resets/{reset}/confirm").status_code == 409


def test_a_reset_pin_ends_every_session_of_the_deputy_when_it_is_confirmed(
    client: FlaskClient, city: Place
) -> None:
    row, other = deputies(city, 2)
    open_ = [sign_in(client.application.test_client(), actor_of(row)) for _ in range(2)]
    neighbour = sign_in(client.application.test_client(), actor_of(other))
    staff(client, city)
    client.post(f"{HERE}/deputies/{row.id}/pin-reset")
    assert [one.get("/account").status_code for one in open_] == [200, 200]
    reset = db.session.scalars(select(Confirmation.number)).one()
    second = staff(client.application.test_client(), city)
    assert second.post(f"{HERE}/pin-resets/{reset}/confirm").status_code == 200
    assert [one.get("/account").headers["Location"][:8] for one in open_] == ["/sign-in"] * 2
    assert neighbour.get("/account").status_code == 200


def test_a_reset_is_asked_once_and_can_be_withdrawn(client: FlaskClient, city: Place, county: Place) -> None:
    row = deputies(city, 1)[0]
    staff(client, city)
    client.post(f"{HERE}/deputies/{row.id}/pin-reset")
    assert client.post(f"{HERE}/deputies/{row.id}/pin-reset").status_code == 409
    reset = db.session.scalars(select(Confirmation.number)).one()
    other = staff(client.application.test_client(), county)
    assert other.post(f"/j/140921/congress/pin-resets/{reset}/withdraw").status_code == 404
    assert other.post(f"/j/140921/congress/deputies/{row.id}/pin-reset").status_code == 404
    assert client.post(f"{HERE}/pin-resets/{reset}/withdraw").status_code == 303
    assert client.post(f"{HERE}/pin-resets/{reset}/confirm").status_code == 409


def test_a_pin_is_not_reset_by_somebody_and_the_account_he_made(client: FlaskClient, city: Place) -> None:
    row, first, second = deputies(city, 1)[0], account(city, Role.STAFF), account(city, Role.STAFF)
    with transaction():
        db.session.get_one(Account, second.account_id).opened_by = first.account_id
    sign_in(client, first)
    client.post(f"{HERE}/deputies/{row.id}/pin-reset")
    reset = db.session.scalars(select(Confirmation.number)).one()
    other = sign_in(client.application.test_client(), second)
    assert other.post(f"{HERE}/pin-resets/{reset}/confirm").status_code == 403


def test_a_name_that_no_font_can_print_is_told_at_import_and_before_its_slip(
    client: FlaskClient, city: Place
) -> None:
    staff(client, city)
    rows = [*people(1), ("002", f"王{RARE}", "第一代表团")]
    preview = upload(client, term(city).id, xlsx(rows))
    told = "里的 𪜁 U+2A701 在打印字体里没有"
    assert f"第 3 行：“王{RARE}”{told}" in client.get(preview).text
    sheet = client.post(f"{preview}/confirm").headers["Location"]
    assert "会印成方框：𪜁 U+2A701" in client.get(sheet).text
    with rare_font_of(client.application, city.code):
        assert "方框" not in client.get(sheet).text
        slips = client.post(sheet, data={"as": "pdf"}).data
    assert b"RareSong" in slips


def test_the_preview_names_sheets_and_what_was_put_right(client: FlaskClient, city: Place) -> None:
    staff(client, city)
    content = (Path(__file__).parent / "cases" / "06_sheet_per_delegation.xlsx").read_bytes()
    page = client.get(upload(client, term(city).id, content)).text
    assert "读了 3 张工作表：第一代表团、第二代表团、第三代表团。" in page
    assert "工作表“第二代表团”第 2 行" in page


def test_a_locked_file_is_refused_with_a_sentence_at_the_field(client: FlaskClient, city: Place) -> None:
    staff(client, city)
    content = xls(people(1), before=record(0x002F, bytes(54)))
    form = {"file": (BytesIO(content), "roster.xls")}
    answer = client.post(f"{HERE}/terms/{term(city).id}/roster", data=form)
    assert answer.status_code == 422
    assert "这个文件有密码" in answer.text
