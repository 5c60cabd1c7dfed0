"""The notice of a call: in full, as page, PDF and .docx; nothing before it is published."""

from __future__ import annotations

import io

import docx
from flask.testing import FlaskClient
from pypdf import PdfReader

from tests.screening.factories import YEAR, call
from voting.core.clock import today
from voting.core.db import transaction
from voting.people.rules import Actor, Place
from voting.screening.call import actions
from voting.screening.words import Channel

PAGE = "/j/140900/screening/notice"
PARTS = ("征集公告", "只收公共项目", "普惠优先", "来信、邮件", "0350-3033000", "忻州市人大常委会办公室")


def published(clerk: Actor, city: Place) -> None:
    new = actions.NewCall(
        jurisdiction_id=city.id,
        year=YEAR,
        notice="现面向社会公开征集民生实事项目建议。",
        opens_on=today(),
        closes_on=today(),
        contact="电话 0350-3033000",
        channels=(Channel.ONLINE, Channel.LETTER, Channel.TRANSFER),
        scope="只收公共项目。",
        criteria="普惠优先。\n当年完成。",
        issuer="忻州市人大常委会办公室",
    )
    with transaction():
        actions.revise_call(clerk, new)
        actions.open_call(clerk, jurisdiction_id=city.id, year=YEAR)


def test_the_notice_says_all_of_it_on_page_and_paper(client: FlaskClient, city: Place, clerk: Actor) -> None:
    published(clerk, city)
    page = client.get(PAGE)
    assert page.status_code == 200
    pdf = client.get(f"{PAGE}-{YEAR}.pdf")
    assert pdf.mimetype == "application/pdf"
    printed = "".join("".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(pdf.data)).pages)
    written = "".join(
        "".join(one.text.split())
        for one in docx.Document(io.BytesIO(client.get(f"{PAGE}-{YEAR}.docx").data)).paragraphs
    )
    for part in PARTS:
        assert part in page.text.replace("\n", "")
        assert part in printed, part
        assert part in written, part
    assert "转办" not in page.text
    assert "转办" not in printed
    assert "一、征集时间" in printed
    assert "六、办理和答复" in printed


def test_a_draft_is_no_notice(client: FlaskClient, city: Place) -> None:
    assert client.get(PAGE).status_code == 404
    call(city, opened=False)
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}-{YEAR}.pdf").status_code == 404


def test_the_draft_begins_with_the_usual_words_and_its_own_office(desk: FlaskClient) -> None:
    page = desk.get("/j/140900/screening/call").text
    assert "忻州市人大常委会办公室" in page
    assert "普惠性：受益面广" in page
    assert 'value="transfer"' not in page
