"""The booklet of candidates as a paper: before the list is decided and after, with contents and page numbers."""

from __future__ import annotations

import io
import re
import zipfile

import docx
from flask.testing import FlaskClient
from pypdf import PdfReader

from tests.factories import sign_in
from tests.screening.factories import YEAR, approval, staff
from tests.screening.reading.conftest import Room
from voting.core.db import db, transaction
from voting.screening.dossier.models import Project
from voting.screening.shortlist import actions as shortlist_actions
from voting.screening.shortlist.rules import ApprovalKind

URL = f"/j/140900/reading/booklet-{YEAR}"


def pages(client: FlaskClient) -> list[str]:
    answer = client.get(f"{URL}.pdf")
    assert answer.mimetype == "application/pdf"
    return ["".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(answer.data)).pages]


def titles(room: Room) -> list[str]:
    return [db.session.get_one(Project, one).title for one in room.ids]


def test_the_contents_name_the_page_of_each_candidate(home: FlaskClient, room: Room) -> None:
    printed = pages(home)
    assert "审议稿" in printed[0]
    assert "目录" in printed[0]
    for n, title in enumerate(titles(room), 1):
        found = re.search(rf"{n}\.{title}\.+(\d+?)(?={n + 1}\.|—)", printed[0])
        assert found, title
        at = printed[int(found[1]) - 1]
        assert at.startswith(f"{n}.{title}")
        assert f"—{found[1]}—" in at
        assert "年度目标：" in at
        assert "时间节点：" in at


def test_the_editable_booklet_says_the_same_and_points_to_its_pages(home: FlaskClient, room: Room) -> None:
    content = home.get(f"{URL}.docx").data
    word = docx.Document(io.BytesIO(content))
    written = "".join("".join(one.text.split()) for one in word.paragraphs)
    printed = "".join(pages(home))
    for title in titles(room):
        assert written.count(title) == printed.count(title)
    assert "{" not in written
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        inside = parts.read("word/document.xml").decode()
    marks = re.findall(r'bookmarkStart w:id="(\d+)" w:name="candidate(\d+)"', inside)
    assert marks == [(str(n), str(n)) for n in range(1, len(room.ids) + 1)]
    assert re.findall(r"PAGEREF candidate(\d+)", inside) == [str(n) for n in range(1, len(room.ids) + 1)]


def test_once_decided_it_is_the_frozen_text_in_its_order(home: FlaskClient, room: Room) -> None:
    order, first = [*reversed(room.ids)], titles(room)[-1]
    with transaction():
        shortlist_actions.approve(
            staff(room.place),
            place=room.place,
            year=YEAR,
            kind=ApprovalKind.DECISION,
            new=approval(order),
        )
    printed = pages(home)
    assert "大会主席团" in printed[0]
    assert "审议稿" not in printed[0]
    assert f"1.{first}" in printed[0]


def test_others_have_no_booklet_of_a_list_on_its_way(home: FlaskClient, room: Room) -> None:
    unit = sign_in(home.application.test_client(), room.unit)
    assert unit.get(f"{URL}.pdf").status_code == 403
    assert home.application.test_client().get(f"{URL}.pdf").status_code in {302, 303, 401}
    assert home.get("/j/140900/reading/booklet-2031.pdf").status_code == 404
