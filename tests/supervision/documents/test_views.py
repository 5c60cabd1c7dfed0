"""The papers of supervision: the letter, the notice of a change, the report of a year."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from tests.factories import account, sign_in
from tests.supervision.requests import HOME, followed
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.people.rules import Actor, Place, Role
from voting.supervision.change.models import Change
from voting.supervision.change.rules import ChangeState
from voting.supervision.commitment.models import Commitment

pytestmark = pytest.mark.usefixtures("july")


def said(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    pages = PdfReader(io.BytesIO(answer.data)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_a_letter_is_printed_for_those_who_sent_it_and_its_unit(
    client: FlaskClient, staff: Actor, clerk: Actor, row: Commitment
) -> None:
    followed(row)
    for reader in (staff, clerk):
        printed = said(sign_in(client, reader), f"{HOME}/letters/1.pdf")
        assert "忻州市人民代表大会常务委员会督办函" in printed
        assert "（2026年第1号）" in printed
        assert "并于2026年8月1日前书面答复" in printed
    word = docx.Document(io.BytesIO(client.get(f"{HOME}/letters/1.docx").data))
    assert "市水利局：" in [one.text for one in word.paragraphs]


def test_its_number_and_imprint_are_filled_in_by_staff_alone(
    client: FlaskClient, staff: Actor, group: Actor, row: Commitment
) -> None:
    followed(row)
    marks = f"{HOME}/papers/follow_up_letter/1"
    sign_in(client, staff)
    assert client.get(marks).status_code == 200
    assert client.post(marks, data={"number": "3号"}).status_code == 422
    assert client.post(marks, data={"number": "忻人督〔2026〕1号"}).status_code == 303
    assert "忻人督〔2026〕1号" in said(client, f"{HOME}/letters/1.pdf")
    assert client.get(f"{HOME}/papers/follow_up_letter/99").status_code == 404
    assert client.post(f"{HOME}/papers/year_report/1999", data={"number": ""}).status_code == 404
    assert sign_in(client, group).get(marks).status_code == 403


def test_the_notice_of_a_change_comes_with_the_notice_alone(
    client: FlaskClient, staff: Actor, row: Commitment
) -> None:
    followed(row)
    sign_in(client, staff)
    assert client.get(f"{HOME}/changes/1.pdf").status_code == 404
    assert client.get(f"{HOME}/papers/change_notice/1").status_code == 404
    with transaction():
        change = db.session.get_one(Change, 1)
        change.state, change.proclaimed_at, change.notice = ChangeState.PROCLAIMED, now(), "暂缓一年。"
        change.decided_on, change.document = date(2026, 7, 1), "忻人发〔2026〕9号"
    printed = said(client, f"{HOME}/changes/1.pdf")
    assert "民生实事项目暂缓实施的公告" in printed
    assert "于2026年7月1日决定（忻人发〔2026〕9号），现公告如下：暂缓一年。现予公告。" in printed


def test_the_report_of_a_year_says_its_figures(
    client: FlaskClient, staff: Actor, city: Place, row: Commitment
) -> None:
    sign_in(client, staff)
    printed = said(client, f"{HOME}/years/{row.year}.pdf")
    assert "民生实事项目年度报告" in printed
    assert "民生实事项目共1项，尚未验收。" in printed
    assert "2026年7月8日" in printed
    assert client.get(f"{HOME}/years/1999.pdf").status_code == 404
    assert sign_in(client, account(city, Role.DEPUTY)).get(f"{HOME}/years/{row.year}.pdf").status_code == 403
