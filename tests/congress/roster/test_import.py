"""A roster imported: what it would change, what is asked, what is taken, and taking it back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.congress.factories import HEAD, Cell, people, xlsx
from tests.congress.roster.test_views_roster import HERE, pins, staff, upload
from tests.factories import PIN, account, check_in, deputies, meeting, sign_in, term
from voting.audit.models import Entry
from voting.confirmation.models import Confirmation
from voting.congress.pins.models import PinSheet
from voting.congress.roster import import_apply
from voting.congress.roster.models import RosterImport
from voting.congress.term import facts as term_facts
from voting.congress.term.models import Delegation, Deputy, Term
from voting.core.clock import today
from voting.core.db import db, transaction
from voting.people.models import Account
from voting.people.rules import Place, Role

pytestmark = pytest.mark.database
CASES = Path(__file__).parent / "cases"
FULL = (*HEAD, "常委会组成人员", "主席团成员", "在任")


def case(name: str) -> bytes:
    return (CASES / name).read_bytes()


def spell(at: Place, number: int, starts: int, ends: int) -> Term:
    """A term that starts and ends so many days from today."""
    with transaction():
        row = Term(
            jurisdiction_id=at.id,
            number=number,
            starts_on=today() + timedelta(starts),
            ends_on=today() + timedelta(ends),
        )
        db.session.add(row)
    return row


def take(client: FlaskClient, term_id: int, content: bytes, **answers: object) -> TestResponse:
    return client.post(upload(client, term_id, content) + "/confirm", data=answers)


def office(term_id: int) -> dict[str, bool]:
    asked = select(Deputy.number, Deputy.in_office).where(Deputy.term_id == term_id)
    return {number: held for number, held in db.session.execute(asked)}  # noqa: C416  rows are no tuples


def enters(client: FlaskClient, number: str, pin: str = PIN) -> bool:
    """Tell whether a deputy can sign in and open a page with it."""
    visitor = client.application.test_client()
    answer = visitor.post("/j/140900/deputy/sign-in", data={"number": number, "pin": pin})
    return answer.status_code == 303 and visitor.get("/account").status_code in {200, 303}


def id_of(term_id: int, number: str) -> int:
    return db.session.scalars(
        select(Deputy.id).where(Deputy.term_id == term_id, Deputy.number == number)
    ).one()


def facts(event: str) -> list[dict[str, object]]:
    return [dict(row) for row in db.session.scalars(select(Entry.facts).where(Entry.event == event))]


def at_day(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    day = today() + timedelta(days)
    monkeypatch.setattr(term_facts, "today", lambda: day)


# --- a roster for another term --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("starts", "ends"), [(-3000, -1200), (400, 2200)], ids=["past", "future"])
def test_a_roster_for_another_term_leaves_the_sitting_deputies_their_logins(
    client: FlaskClient, city: Place, starts: int, ends: int
) -> None:
    now = spell(city, 5, -1000, 300)
    deputies(city, 21, in_term=now)
    inside = client.application.test_client()
    inside.post("/j/140900/deputy/sign-in", data={"number": "020", "pin": PIN})
    staff(client, city)
    other = spell(city, 4 if starts < 0 else 6, starts, ends)
    preview = upload(client, other.id, case("01_other_term.xlsx"))
    page = client.get(preview).text
    assert "第 5 届代表的账号和个人密码不受影响" in page
    assert "020 代表020（第 5 届） / 新人甲" in page
    assert ("只作存档" in page) is (starts < 0)
    assert client.post(preview + "/confirm").status_code == 303
    assert inside.get("/account").status_code == 200  # nobody ended his session
    assert enters(client, "020")
    assert db.session.scalars(select(Account.id).where(Account.closed)).all() == []


def test_of_a_term_that_is_over_nobody_gets_a_login(client: FlaskClient, city: Place) -> None:
    staff(client, city)
    old = spell(city, 4, -3000, -1200)
    answer = take(client, old.id, case("01_other_term.xlsx"))
    assert "/imports/" in answer.headers["Location"]
    assert office(old.id) == {"020": True}
    assert db.session.scalars(select(Account.id).where(Account.deputy_id.is_not(None))).all() == []
    assert db.session.scalars(select(PinSheet.id)).all() == []


def test_when_the_next_term_begins_its_deputies_sign_in_with_the_same_number_and_those_before_do_not(
    client: FlaskClient, city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    deputies(city, 20, in_term=spell(city, 5, -1000, 30))
    staff(client, city)
    following = spell(city, 6, 31, 1800)
    sheet = take(client, following.id, case("01_other_term.xlsx")).headers["Location"]
    pin = pins(client.post(sheet, data={"as": "xlsx"}).data)["020"]
    assert enters(client, "020")
    assert not enters(client, "020", pin)
    inside = client.application.test_client()
    inside.post("/j/140900/deputy/sign-in", data={"number": "020", "pin": PIN})
    at_day(monkeypatch, 31)
    assert enters(client, "020", pin)
    assert not enters(client, "020")
    assert inside.get("/account").status_code != 200  # his session ended with his term
    account_ = db.session.scalars(select(Account).where(Account.login == "140900:020@6")).one()
    assert account_.must_change


def test_a_login_typed_with_its_term_opens_nothing(client: FlaskClient, city: Place) -> None:
    deputies(city, 1, in_term=spell(city, 5, -10, 30))
    staff(client, city)
    sheet = take(client, spell(city, 6, 31, 90).id, xlsx(people(1))).headers["Location"]
    pin = pins(client.post(sheet, data={"as": "xlsx"}).data)["001"]
    visitor = client.application.test_client()
    for login in ("140900:001@6", "140900:001"):
        assert visitor.post("/sign-in", data={"login": login, "password": pin}).status_code == 422
    assert visitor.post("/sign-in", data={"login": "140900:001", "password": PIN}).status_code == 303


def test_after_an_import_into_another_term_the_pin_of_a_sitting_deputy_is_reset(
    client: FlaskClient, city: Place
) -> None:
    row = deputies(city, 20, in_term=spell(city, 5, -1000, 30))[19]
    staff(client, city)
    take(client, spell(city, 6, 31, 1800).id, case("01_other_term.xlsx"))
    second = staff(client.application.test_client(), city)
    client.post(f"{HERE}/deputies/{row.id}/pin-reset")
    reset = db.session.scalars(select(Confirmation.number)).one()
    found = re.search(r'class="code">(\d{6})<', second.post(f"{HERE}/pin-resets/{reset}/confirm").text)
    assert found is not None
    assert enters(client, "020", found[1])


def test_where_terms_overlap_the_one_before_sits_until_it_ends_and_its_dates_can_be_corrected(
    client: FlaskClient, city: Place
) -> None:
    before = spell(city, 5, -1000, 30)
    deputies(city, 1, in_term=before)
    staff(client, city)
    after = spell(city, 6, -1, 1800)
    sheet = take(client, after.id, xlsx(people(1))).headers["Location"]
    pin = pins(client.post(sheet, data={"as": "xlsx"}).data)["001"]
    assert enters(client, "001")
    assert str(today() + timedelta(31)) in client.get(f"{HERE}/terms/{after.id}").text
    dates = {"starts_on": str(before.starts_on), "ends_on": str(today() - timedelta(1)), "reason": "提前换届"}
    url = f"{HERE}/terms/{before.id}/dates"
    assert client.get(url).status_code == 200
    assert client.post(url, data=dates | {"reason": ""}).status_code == 422
    assert client.post(url, data=dates).status_code == 303
    assert enters(client, "001", pin)
    assert not enters(client, "001")
    assert facts("congress:term:corrected")[0]["reason"] == "提前换届"


# --- the difference -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_export_reads_back_to_no_difference(client: FlaskClient, city: Place, language: str) -> None:
    rows = deputies(city, 4, delegations=2)
    with transaction():
        db.session.get_one(Deputy, rows[1].id).in_office = False
        db.session.get_one(Deputy, rows[2].id).standing_committee = True
        db.session.get_one(Deputy, rows[3].id).presidium = True
    staff(client, city)
    headers = {"Accept-Language": language}
    content = client.get(f"{HERE}/terms/{rows[0].term_id}/deputies.xlsx", headers=headers).data
    preview = upload(client, rows[0].term_id, content)
    page = client.get(preview).text
    assert "名册与本届代表没有差异" in page
    assert "没有用到" not in page
    assert client.post(preview + "/confirm").status_code == 303
    assert [row.touched["deputies"] for row in db.session.scalars(select(RosterImport))] == [[]]


def test_an_export_with_a_deputy_out_of_office_does_not_put_him_back(
    client: FlaskClient, city: Place
) -> None:
    row = term(city)
    staff(client, city)
    take(client, row.id, case("02_own_export_with_retired.xlsx"))
    assert office(row.id) == {"001": True, "002": False}
    assert "没有差异" in client.get(upload(client, row.id, case("02_own_export_with_retired.xlsx"))).text
    take(client, row.id, case("02_own_export_with_retired.xlsx"))
    assert office(row.id) == {"001": True, "002": False}


@pytest.mark.parametrize("ticked", [False, True])
def test_a_file_without_the_column_asks_about_who_is_out_of_office(
    client: FlaskClient, city: Place, *, ticked: bool
) -> None:
    row = term(city)
    staff(client, city)
    take(client, row.id, case("02_own_export_with_retired.xlsx"))
    preview = upload(client, row.id, xlsx([("001", "甲一", "第一代表团"), ("002", "乙二", "第一代表团")]))
    assert "不在任而名册中有的代表" in client.get(preview).text
    answers = {"back": str(id_of(row.id, "002"))} if ticked else {}
    client.post(preview + "/confirm", data=answers)
    assert office(row.id) == {"001": True, "002": ticked}


def test_the_column_puts_somebody_out_of_office_and_back_and_says_so(
    client: FlaskClient, city: Place
) -> None:
    row = term(city)
    staff(client, city)
    take(client, row.id, xlsx([("001", "甲一", "第一代表团", "否", "否", "是")], head=FULL))
    for cell, word in (("否", "标为不在任"), ("是", "恢复在任")):
        preview = upload(client, row.id, xlsx([("001", "甲一", "第一代表团", "否", "否", cell)], head=FULL))
        assert f"<td>{word}</td>" in client.get(preview).text
        client.post(preview + "/confirm")
        assert office(row.id) == {"001": cell == "是"}
    assert [told["left"] for told in facts("congress:roster:imported")] == [[], ["001"], []]


def test_who_is_missing_is_named_and_stays_unless_he_is_ticked_with_a_reason(
    client: FlaskClient, city: Place
) -> None:
    row = term(city)
    staff(client, city)
    take(client, row.id, case("03a_base.xlsx"))
    preview = upload(client, row.id, case("03c_one_left_out.xlsx"))
    page = client.get(preview).text
    assert "003 买买提·艾力" in page
    client.post(preview + "/confirm")
    assert office(row.id) == {"001": True, "002": True, "003": True}
    preview = upload(client, row.id, case("03c_one_left_out.xlsx"))
    ticked = {"leave": str(id_of(row.id, "003"))}
    refused = client.post(preview + "/confirm", data=ticked)
    assert refused.status_code == 422
    assert "须写明理由" in refused.text
    assert re.search(r'<input[^>]*checked[^>]*name="leave"', refused.text)  # what was ticked stays ticked
    assert client.post(preview + "/confirm", data=ticked | {"reason": "辞职"}).status_code == 303
    assert office(row.id) == {"001": True, "002": True, "003": False}
    told = facts("congress:roster:imported")[-1]
    assert (told["left"], told["reason"]) == (["003"], "辞职")


def test_all_who_are_missing_leave_with_one_box(client: FlaskClient, city: Place) -> None:
    row = term(city)
    staff(client, city)
    take(client, row.id, xlsx(people(4)))
    take(client, row.id, xlsx(people(1)), leave_all="y", reason="换届")
    assert list(office(row.id).values()) == [True, False, False, False]


def test_a_ticked_deputy_who_is_not_missing_is_left_alone(
    client: FlaskClient, city: Place, county: Place
) -> None:
    row, far = term(city), deputies(county, 1)[0]
    staff(client, city)
    take(client, row.id, xlsx(people(2)))
    take(client, row.id, xlsx(people(2)), leave=[str(id_of(row.id, "001")), str(far.id)], reason="错")
    assert list(office(row.id).values()) == [True, True]
    assert db.session.get_one(Deputy, far.id).in_office


def test_another_name_under_a_number_is_asked_and_corrected_with_a_reason(
    client: FlaskClient, city: Place
) -> None:
    row = term(city)
    staff(client, city)
    take(client, row.id, case("03a_base.xlsx"))
    preview = upload(client, row.id, case("03b_name_corrected.xlsx"))
    assert "第 3 行：李艺；本届在册：李乙" in client.get(preview).text
    unanswered = client.post(preview + "/confirm")
    assert unanswered.status_code == 422
    assert "请选择是否同一人" in unanswered.text
    field = f"same_{id_of(row.id, '002')}"
    assert client.post(preview + "/confirm", data={field: "yes"}).status_code == 422
    assert client.post(preview + "/confirm", data={field: "yes", "reason": "笔误"}).status_code == 303
    names = select(Deputy.name, Deputy.initials, Account.name).join(Account, Account.deputy_id == Deputy.id)
    assert db.session.execute(names.where(Deputy.number == "002")).one() == ("李艺", "ly", "李艺")
    assert facts("congress:roster:imported")[-1]["renamed"] == ["002"]


def test_another_person_under_a_number_is_left_out_whole(client: FlaskClient, city: Place) -> None:
    row = term(city)
    staff(client, city)
    take(client, row.id, case("03a_base.xlsx"))
    moved = xlsx(
        [("001", "甲一", "第一代表团"), ("002", "王五", "第二代表团"), ("003", "买买提·艾力", "第一代表团")]
    )
    take(client, row.id, moved, **{f"same_{id_of(row.id, '002')}": "no"})
    kept = db.session.get_one(Deputy, id_of(row.id, "002"))
    assert (kept.name, kept.in_office) == ("李乙", True)
    assert db.session.scalars(select(Delegation.name)).all() == ["第一代表团"]


def test_columns_that_the_file_has_not_change_nothing(client: FlaskClient, city: Place) -> None:
    row = term(city)
    staff(client, city)
    take(client, row.id, xlsx([("001", "甲一", "第一代表团", "是", "是", "是")], head=FULL))
    preview = upload(client, row.id, xlsx([("001", "甲一", "第二代表团")]))
    assert "<del>第一代表团</del> → 第二代表团" in client.get(preview).text
    client.post(preview + "/confirm")
    kept = db.session.get_one(Deputy, id_of(row.id, "001"))
    assert (kept.standing_committee, kept.presidium, kept.in_office) == (True, True, True)


def test_a_sheet_without_the_column_changes_nothing_beside_one_that_has_it(
    client: FlaskClient, city: Place
) -> None:
    row = term(city)
    staff(client, city)
    full = [("001", "甲一", "第一代表团", "是", "否", "是"), ("002", "乙二", "第二代表团", "是", "是", "是")]
    take(client, row.id, xlsx(full, head=FULL))
    book = openpyxl.load_workbook(BytesIO(xlsx(full[:1], head=FULL)))
    second = book.create_sheet("第二代表团")
    for line in (HEAD, full[1][:3]):
        second.append(line)
    content = BytesIO()
    book.save(content)
    assert "名册与本届代表没有差异" in client.get(upload(client, row.id, content.getvalue())).text


def test_an_older_form_of_the_same_name_and_number_is_no_difference(client: FlaskClient, city: Place) -> None:
    row = deputies(city, 2)[0]
    with transaction():
        deputy = db.session.get_one(Deputy, row.id)
        deputy.name, deputy.number = "⽅⽂", "００１"  # as versions before stored them
    staff(client, city)
    content = xlsx([("001", "方文", "第1代表团"), ("002", "代表002", "第1代表团")])
    assert "名册与本届代表没有差异" in client.get(upload(client, row.term_id, content)).text


def test_a_hidden_row_puts_nobody_back_unasked(client: FlaskClient, city: Place) -> None:
    row = term(city)
    staff(client, city)
    take(client, row.id, case("07_hidden_row.xlsx"))
    with transaction():
        db.session.get_one(Deputy, id_of(row.id, "302")).in_office = False
    preview = upload(client, row.id, case("07_hidden_row.xlsx"))
    page = client.get(preview).text
    assert "302 乙二已离任" in page
    assert "这一行是隐藏的" in page
    client.post(preview + "/confirm")
    assert office(row.id)["302"] is False


# --- two at once, and a preview that is no longer true --------------------------------------------------------------


def shown_basis(page: str) -> str:
    found = re.search(r'name="basis"[^>]*value="([0-9a-f]{64})"', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("with_basis", [True, False])
def test_of_two_imports_the_second_is_shown_anew_with_what_was_chosen(
    client: FlaskClient, city: Place, *, with_basis: bool
) -> None:
    row = term(city)
    staff(client, city)
    take(client, row.id, case("03a_base.xlsx"))
    first = upload(client, row.id, case("03c_one_left_out.xlsx"))
    answers = {"leave": str(id_of(row.id, "003")), "reason": "调离本地"}
    if with_basis:
        answers["basis"] = shown_basis(client.get(first).text)
    take(client, row.id, xlsx([("004", "丁四", "第一代表团")]))
    anew = client.post(first + "/confirm", data=answers)
    assert anew.status_code == 409
    assert "本届代表又有变动" in anew.text
    assert "004 丁四" in anew.text
    assert 'value="调离本地"' in anew.text
    assert len(re.findall(r'<input[^>]*checked[^>]*name="leave"', anew.text)) == 1
    assert office(row.id)["003"]
    again = client.post(first + "/confirm", data=answers | {"basis": shown_basis(anew.text)})
    assert again.status_code == 303
    assert office(row.id) == {"001": True, "002": True, "003": False, "004": True}


def test_a_change_between_look_and_deed_is_found_inside_the_transaction(
    client: FlaskClient, city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = term(city)
    staff(client, city)
    take(client, row.id, xlsx(people(2)))
    preview = upload(client, row.id, xlsx(people(3)))
    made, first = import_apply.first_pins, id_of(row.id, "001")

    def meanwhile(*args: object) -> object:
        with transaction():
            db.session.get_one(Deputy, first).in_office = False
        return made(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(import_apply, "first_pins", meanwhile)
    answer = client.post(preview + "/confirm")
    assert answer.status_code == 409
    assert "001 代表001" in answer.text
    assert office(row.id) == {"001": False, "002": True}
    monkeypatch.undo()
    assert client.post(preview + "/confirm", data={"basis": shown_basis(answer.text)}).status_code == 303


# --- taking it back -------------------------------------------------------------------------------------------------


def last_import() -> int:
    return db.session.scalars(select(RosterImport.id).order_by(RosterImport.id.desc())).first() or 0


def undo(client: FlaskClient, reason: str = "传错了文件") -> TestResponse:
    return client.post(f"{HERE}/imports/{last_import()}/undo", data={"reason": reason})


def test_an_import_is_taken_back_whole(client: FlaskClient, city: Place) -> None:
    row = term(city)
    staff(client, city)
    take(client, row.id, xlsx([("001", "甲一", "第一代表团"), ("002", "李乙", "第一代表团")]))
    before = [
        tuple(one) for one in db.session.execute(select(Deputy.number, Deputy.name, Deputy.delegation_id))
    ]
    rows: Sequence[Sequence[Cell]] = [("002", "李艺", "第二代表团"), ("009", "戊九", "第三代表团")]
    answers = {f"same_{id_of(row.id, '002')}": "yes", "leave_all": "y", "reason": "核对"}
    sheet = take(client, row.id, xlsx(rows), **answers).headers["Location"]
    assert office(row.id) == {"001": False, "002": True, "009": True}
    page = client.get(f"{HERE}/imports/{last_import()}").text
    assert "<del>李乙</del> → 李艺" in page
    assert undo(client, "").status_code == 422
    assert undo(client).status_code == 303
    after = [
        tuple(one) for one in db.session.execute(select(Deputy.number, Deputy.name, Deputy.delegation_id))
    ]
    assert sorted(after) == sorted(before)
    assert office(row.id) == {"001": True, "002": True}
    assert db.session.scalars(select(Delegation.name)).all() == ["第一代表团"]
    assert db.session.scalars(select(Account.name).where(Account.login == "140900:002")).all() == ["李乙"]
    assert db.session.scalars(select(Account.id).where(Account.login == "140900:009")).all() == []
    assert client.post(sheet, data={"as": "xlsx"}).status_code == 409  # its PINs are void
    told = facts("congress:roster:import_undone")
    assert [(one["removed"], one["restored"], one["reason"]) for one in told] == [(1, 2, "传错了文件")]
    assert undo(client).status_code == 409
    assert take(client, row.id, xlsx(rows), **answers).status_code == 303  # and may be taken again


def test_only_the_last_import_is_taken_back(client: FlaskClient, city: Place) -> None:
    row = term(city)
    staff(client, city)
    take(client, row.id, xlsx(people(1)))
    first = last_import()
    take(client, row.id, xlsx(people(2)))
    refused = client.post(f"{HERE}/imports/{first}/undo", data={"reason": "错"})
    assert refused.status_code == 409
    assert "先撤销后一次" in refused.text
    assert 'value="错"' in refused.text
    undo(client)
    assert client.post(f"{HERE}/imports/{first}/undo", data={"reason": "错"}).status_code == 303
    assert office(row.id) == {}


def test_an_import_stands_once_a_deputy_checked_in(client: FlaskClient, city: Place) -> None:
    row = term(city)
    staff(client, city)
    take(client, row.id, xlsx(people(2)))
    check_in(meeting(city, in_term=row), [db.session.get_one(Deputy, id_of(row.id, "002"))])
    refused = undo(client)
    assert refused.status_code == 409
    assert "002 代表002" in refused.text
    assert office(row.id) == {"001": True, "002": True}


@pytest.mark.parametrize("settled", [False, True])
def test_an_import_stands_once_a_reset_of_a_pin_was_asked_for(
    client: FlaskClient, city: Place, *, settled: bool
) -> None:
    """A request names its deputy in words only: his number must never come to mean somebody else."""
    row = term(city)
    staff(client, city)
    take(client, row.id, xlsx(people(2)))
    asked = client.post(f"/j/140900/congress/deputies/{id_of(row.id, '002')}/pin-reset")
    assert asked.status_code == 303
    if settled:
        assert client.post("/j/140900/congress/pin-resets/1/withdraw").status_code == 303
    refused = undo(client)
    assert refused.status_code == 409
    assert "002 代表002" in refused.text
    assert client.get("/j/140900/congress/pin-resets").status_code == 200


def test_an_import_stands_once_a_deputy_changed_his_pin(client: FlaskClient, city: Place) -> None:
    row = spell(city, 5, -10, 30)
    staff(client, city)
    sheet = take(client, row.id, xlsx(people(2))).headers["Location"]
    pin = pins(client.post(sheet, data={"as": "xlsx"}).data)["001"]
    visitor = client.application.test_client()
    visitor.post("/j/140900/deputy/sign-in", data={"number": "001", "pin": pin})
    changed = visitor.post("/account/secret", data={"old": pin, "new": "739105", "again": "739105"})
    assert changed.status_code == 303
    refused = undo(client)
    assert refused.status_code == 409
    assert "001 代表001" in refused.text
    assert enters(client, "001", "739105")


def test_an_import_stands_once_somebody_was_changed_by_hand(client: FlaskClient, city: Place) -> None:
    row = term(city)
    staff(client, city)
    take(client, row.id, xlsx(people(2)))
    deputy = db.session.get_one(Deputy, id_of(row.id, "001"))
    client.post(f"{HERE}/deputies/{deputy.id}", data={"delegation_id": str(deputy.delegation_id)})
    refused = undo(client)
    assert refused.status_code == 409
    assert "导入之后又变更过这些代表" in refused.text


def test_a_neighbour_reads_and_undoes_no_import(client: FlaskClient, city: Place, county: Place) -> None:
    row = term(city)
    staff(client, city)
    take(client, row.id, xlsx(people(1)))
    other = staff(client.application.test_client(), county)
    for url in (f"{HERE}/imports/{last_import()}", f"/j/140921/congress/imports/{last_import()}"):
        assert other.get(url).status_code == 404
        assert other.post(url + "/undo", data={"reason": "错"}).status_code == 404
    assert office(row.id) == {"001": True}


# --- a name put right -----------------------------------------------------------------------------------------------


def test_a_misspelt_name_is_corrected_with_a_reason(client: FlaskClient, city: Place) -> None:
    row = term(city)
    staff(client, city)
    take(client, row.id, case("03a_base.xlsx"))
    url = f"{HERE}/deputies/{id_of(row.id, '002')}/name"
    assert 'value="李乙"' in client.get(url).text
    for form in (
        {"name": "李艺", "reason": " "},
        {"name": "", "reason": "笔误"},
        {"name": "李乙", "reason": "笔误"},
    ):
        assert client.post(url, data=form).status_code == 422
    assert client.post(url, data={"name": " 李　艺 ", "reason": "笔误"}).status_code == 303
    assert "李艺" in client.get(f"{HERE}/terms/{row.id}?q=ly").text
    assert db.session.scalars(select(Account.name).where(Account.login == "140900:002")).all() == ["李艺"]
    assert facts("congress:deputy:name_corrected") == [
        {"deputy": "002", "before": "李乙", "after": "李艺", "reason": "笔误"}
    ]


def test_only_the_office_of_the_place_corrects_a_name(
    client: FlaskClient, city: Place, county: Place
) -> None:
    row = deputies(city, 1)[0]
    form = {"name": "李艺", "reason": "笔误"}
    sign_in(client, account(city, Role.CHAIR))
    assert client.post(f"{HERE}/deputies/{row.id}/name", data=form).status_code == 403
    other = staff(client.application.test_client(), county)
    assert other.post(f"/j/140921/congress/deputies/{row.id}/name", data=form).status_code == 404
    assert db.session.get_one(Deputy, row.id).name == "代表001"


# --- without badge numbers, and what rosters say besides ------------------------------------------------------------

BARE = ("姓名", "代表团")


def test_a_roster_without_numbers_is_taken_and_deputies_sign_in(client: FlaskClient, city: Place) -> None:
    staff(client, city)
    row = term(city)
    content = xlsx([("甲", "第二代表团"), ("乙", "第一代表团")], head=BARE)
    sheet = take(client, row.id, content).headers["Location"]
    first = pins(client.post(sheet, data={"as": "xlsx"}).data)
    assert sorted(first) == ["001", "002"]
    assert enters(client, "001", first["001"])
    teams = select(Delegation.name).order_by(Delegation.ordinal)
    assert db.session.scalars(teams).all() == ["第二代表团", "第一代表团"]


def test_of_a_namesake_it_is_asked_who_he_is(client: FlaskClient, city: Place) -> None:
    staff(client, city)
    row = term(city)
    rows = [("001", "王明", "甲团"), ("002", "王明", "甲团"), ("003", "李四", "甲团")]
    take(client, row.id, xlsx(rows))
    content = xlsx([("王明", "甲团"), ("王明", "乙团"), ("李四", "甲团")], head=BARE)
    preview = upload(client, row.id, content)
    page = client.get(preview).text
    assert "就是本届的 002 王明（甲团）" in page
    assert "在任而名册中没有的代表" not in page
    assert "请选择是哪一名代表" in client.post(preview + "/confirm").text
    both = {"who_004": "002", "who_005": "002"}
    answer = client.post(preview + "/confirm", data=both)
    assert (answer.status_code, "已经对上另一行" in answer.text) == (422, True)
    assert client.post(preview + "/confirm", data={"who_004": "new", "who_005": "002"}).status_code == 303
    asked = select(Deputy.number, Deputy.name, Delegation.name).join(Delegation).order_by(Deputy.number)
    assert [tuple(one) for one in db.session.execute(asked)] == [
        ("001", "王明", "甲团"),
        ("002", "王明", "乙团"),
        ("003", "李四", "甲团"),
        ("004", "王明", "甲团"),
    ]


MORE = (*HEAD, "职务", "电话", "性别", "民族")


def test_post_telephone_gender_and_ethnicity_are_kept_changed_and_taken_back(
    client: FlaskClient, city: Place
) -> None:
    staff(client, city)
    row = term(city)
    take(client, row.id, xlsx([(*people(1)[0], "镇长", 13835000001, "女", "汉族")], head=MORE))
    take(client, row.id, xlsx(people(1)))  # a roster that does not say leaves them
    one = db.session.get_one(Deputy, id_of(row.id, "001"))
    assert (one.post, one.phone, one.gender, one.ethnicity) == ("镇长", "13835000001", "女", "汉族")
    changed = xlsx([(*people(1)[0], "县长", "0350-3020000 转 8", None, "汉族")], head=MORE)
    preview = upload(client, row.id, changed)
    assert "县长" in client.get(preview).text
    done = client.post(preview + "/confirm").headers["Location"]
    db.session.refresh(one)
    assert (one.post, one.phone, one.gender) == ("县长", "0350-3020000 转 8", None)
    assert client.post(done + "/undo", data={"reason": "传错了文件"}).status_code == 303
    db.session.refresh(one)
    assert (one.post, one.phone, one.gender) == ("镇长", "13835000001", "女")


def sheet_of(client: FlaskClient, term_id: int) -> list[tuple[object, ...]]:
    content = client.get(f"{HERE}/terms/{term_id}/deputies.xlsx").data
    active = openpyxl.load_workbook(BytesIO(content)).active
    assert active is not None
    return list(active.iter_rows(values_only=True))


def test_telephone_numbers_are_for_the_office_alone(client: FlaskClient, city: Place) -> None:
    staff(client, city)
    row = term(city)
    take(client, row.id, xlsx([(*people(1)[0], "镇长", "13835000001", "女", "汉族")], head=MORE))
    assert sheet_of(client, row.id)[0][-4:] == ("性别", "民族", "职务", "电话")
    assert sheet_of(client, row.id)[1][-4:] == ("女", "汉族", "镇长", "13835000001")
    again = upload(client, row.id, client.get(f"{HERE}/terms/{row.id}/deputies.xlsx").data)
    assert "名册与本届代表没有差异" in client.get(again).text
    chair = sign_in(client.application.test_client(), account(city, Role.CHAIR))
    assert sheet_of(chair, row.id)[0][-1] == "职务"
    assert "13835000001" not in chair.get(f"{HERE}/terms/{row.id}").text


def test_the_office_corrects_them_on_the_page_of_a_deputy(client: FlaskClient, city: Place) -> None:
    one = deputies(city, 1)[0]
    url = f"{HERE}/deputies/{one.id}"
    form = {"delegation_id": one.delegation_id, "in_office": "y", "gender": "女", "ethnicity": "满族"}
    answer = staff(client, city).post(url, data={**form, "phone": "不详"})
    assert (answer.status_code, "电话号码请用数字" in answer.text) == (422, True)
    assert (
        client.post(url, data={**form, "phone": "１３８ ３５００ ０００１", "post": "村主任"}).status_code
        == 303
    )
    db.session.expire_all()
    assert (one.gender, one.ethnicity, one.post, one.phone) == ("女", "满族", "村主任", "138 3500 0001")
    assert 'value="138 3500 0001"' in client.get(url).text
