"""The page that answers: templates, refusals that lose nothing, slips, who may."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from tests.conftest import rows
from tests.factories import account, sign_in
from tests.screening.factories import answer, call, suggestion
from voting.core.db import transaction
from voting.people.rules import Actor, Place, Role

BASE = "/j/140900/screening"
ANSWER = {"answer_class": "planned", "text": "“【名称】”已列入明年计划。", "elsewhere": "市教育局"}


@pytest.fixture(autouse=True)
def opened(city: Place) -> None:
    call(city)


def words(pdf: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def test_a_batch_is_answered_and_its_slips_are_offered(desk: FlaskClient, city: Place) -> None:
    ids = [suggestion(city, title=title).id for title in ("装路灯吧", "修水渠吧")]
    asked = "&".join(f"ids={key}" for key in ids)
    page = desk.get(f"{BASE}/answers?{asked}&template=usual-1")
    assert "装路灯吧" in page.text
    assert "已列入有关部门的工作计划" in page.text
    sent = desk.post(f"{BASE}/answers", data={"ids": ids, **ANSWER})
    assert sent.status_code == 303
    assert "打印答复单" in desk.get(sent.headers["Location"]).text
    assert rows("SELECT answer FROM screening_suggestion ORDER BY id") == [
        ("“装路灯吧”已列入明年计划。",),
        ("“修水渠吧”已列入明年计划。",),
    ]
    slips = desk.get(f"{BASE}/suggestions/slips.pdf?{asked}")
    assert slips.mimetype == "application/pdf"
    said = words(slips.data)
    for part in ("答复单", "装路灯吧", "修水渠吧", "已列入明年计划", "市教育局", "B类"):
        assert part in said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"answer_class": ""}, "请选择答复类别。"),
        ({"answer_class": "fine"}, "answer_class-error"),
        ({"text": ""}, "请填写答复内容。"),
        ({"text": "。"}, "答复内容要 4 至 1500 个字。"),
        ({"elsewhere": "找" * 301}, "最多 300 个字。"),
    ],
)
def test_a_faulty_answer_is_told_at_its_field_and_nothing_is_lost(
    desk: FlaskClient, city: Place, changes: dict[str, str], said: str
) -> None:
    key = suggestion(city).id
    refused = desk.post(f"{BASE}/answers", data={"ids": key, **ANSWER, **changes})
    assert refused.status_code == 422
    assert said in refused.text
    assert (ANSWER | changes)["text"] in refused.text
    assert rows("SELECT state FROM screening_suggestion") == [("submitted",)]


def test_who_collects_answers_and_no_other(client: FlaskClient, city: Place, clerk: Actor) -> None:
    key = suggestion(city).id
    data = {"ids": key, **ANSWER}
    for role in (Role.DEPUTY, Role.OVERSIGHT, Role.STATION, Role.APPRAISER):
        other = sign_in(client, account(city, role))
        assert other.post(f"{BASE}/answers", data=data).status_code == 403
        assert other.get(f"{BASE}/suggestions/slips.pdf?ids={key}").status_code == 403
    assert (
        sign_in(client, account(city, Role.GOVERNMENT)).post(f"{BASE}/answers", data=data).status_code == 303
    )


def test_a_neighbours_none_and_nonsense_are_not_found(desk: FlaskClient, city: Place, county: Place) -> None:
    call(county)
    theirs = suggestion(county).id
    for asked in (f"ids={theirs}", "", "ids=abc", "ids=99999999999"):
        assert desk.get(f"{BASE}/answers?{asked}").status_code == 404
        assert desk.get(f"{BASE}/suggestions/slips.pdf?{asked}").status_code == 404
    assert desk.post(f"{BASE}/answers", data={"ids": theirs, **ANSWER}).status_code == 404


def test_templates_are_kept_and_removed_on_their_page(desk: FlaskClient) -> None:
    page = f"{BASE}/answers/templates"
    assert desk.post(page, data={**ANSWER, "title": "学校"}).status_code == 303
    assert "学校" in desk.get(page).text
    assert desk.post(page, data={**ANSWER, "title": ""}).status_code == 422
    ((key,),) = rows("SELECT id FROM screening_answer_template")
    assert desk.post(f"{page}/{key}/remove").status_code == 303
    assert desk.post(f"{page}/{key}/remove").status_code == 404


def test_whoever_has_the_number_prints_its_slip(client: FlaskClient, city: Place, clerk: Actor) -> None:
    row = suggestion(city, contact_phone="0350-1234567")
    key, number = row.id, row.number
    slip = client.get(f"/j/140900/suggest/{number}/slip.pdf")
    said = words(slip.data)
    assert number in said
    assert "回执" in said
    assert "1234567" not in said
    with transaction():
        answer(clerk, city, key, text="已经办好了。")
    assert "已经办好了" in words(client.get(f"/j/140900/suggest/{number}/slip.pdf").data)
    assert client.get("/j/140900/suggest/27-AAAA-AAAAA/slip.pdf").status_code == 404
    assert client.get(f"/j/140921/suggest/{number}/slip.pdf").status_code == 404
