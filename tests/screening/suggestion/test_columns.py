"""Lists of suggestions, out: all of them, without contacts, and every cell reads back as it was."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

import pytest
from flask.testing import FlaskClient

from tests.factories import account, sign_in
from tests.screening.factories import YEAR, call, suggestion
from voting.congress.roster.upload_reader import read_book
from voting.core.db import db
from voting.people.rules import Actor, Place, Role
from voting.screening.suggestion.columns import COLUMNS, HEADS, cells_of
from voting.screening.suggestion.models import Suggestion

pytestmark = pytest.mark.database
BASE = "/j/140900/screening/suggestions"
NASTY = (
    "=1+1",
    "'引号",
    "001",
    "两行\n第二行",
    "_x0041_",
    "😀 罕用字𠮷",
    "<b>&amp;",
    "  前后空格  ",
    "1E5",
    "1/2",
)


@pytest.fixture
def made(city: Place, clerk: Actor) -> list[Suggestion]:
    call(city, actor=clerk)
    return [
        suggestion(
            city,
            title=f"第{n}条 {text}".strip(),
            content=text,
            place=text.strip(),
            scale=text,
            contact_name="王小明",
            contact_phone="0350-7654321",
            cost_fen=96_500_005,
        )
        for n, text in enumerate(NASTY)
    ]


def expected(rows: Sequence[Suggestion]) -> list[list[str]]:
    return [list(cells_of(db.session.get_one(Suggestion, row.id))) for row in reversed(rows)]


def test_every_cell_of_the_workbook_reads_back_as_it_was(desk: FlaskClient, made: list[Suggestion]) -> None:
    answer = desk.get(f"{BASE}.xlsx?year={YEAR}")
    told = [list(row) for row in read_book(answer.data).sheets[0].rows]
    wanted = expected(made)
    assert told[0] == list(HEADS)
    assert [["" if cell is None else cell for cell in row] for row in told[1:]] == wanted
    assert wanted[0][HEADS.index("估算投资（元）")] == "965000.05"
    assert "王小明" not in repr(told)
    assert "7654321" not in repr(told)


def test_the_csv_has_the_same_columns_and_lines(desk: FlaskClient, made: list[Suggestion]) -> None:
    text = desk.get(f"{BASE}.csv?year={YEAR}").data.decode("utf-8-sig")
    head, *lines = csv.reader(StringIO(text, newline=""))
    assert tuple(head) == HEADS
    assert [[cell.removeprefix("'") for cell in line] for line in lines] == [
        [cell.removeprefix("'") for cell in row] for row in expected(made)
    ]


def test_the_columns_are_the_same_whatever_the_language(desk: FlaskClient, made: list[Suggestion]) -> None:
    chinese = desk.get(f"{BASE}.csv").data
    desk.set_cookie("locale", "en")
    assert desk.get(f"{BASE}.csv").data == chinese
    assert made


def test_nothing_is_cut_where_a_batch_ends(
    desk: FlaskClient, made: list[Suggestion], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voting.screening.pages.inbox.queries.AT_ONCE", 3)
    for ending in ("csv", "xlsx"):
        data = desk.get(f"{BASE}.{ending}").data
        lines = (
            read_book(data).sheets[0].rows if ending == "xlsx" else list(csv.reader(StringIO(data.decode())))
        )
        assert len(lines) == 1 + len(made)
    assert len(desk.get(f"{BASE}.csv?q=引号").data.decode().splitlines()) == 2


def test_each_column_has_its_cell(made: list[Suggestion]) -> None:
    assert {len(row) for row in expected(made)} == {len(COLUMNS)}


def test_who_does_not_collect_exports_nothing(client: FlaskClient, city: Place) -> None:
    sign_in(client, account(city, Role.APPRAISER))
    for ending in ("csv", "xlsx"):
        assert client.get(f"{BASE}.{ending}").status_code == 403
