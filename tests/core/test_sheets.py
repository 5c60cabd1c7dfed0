"""Lists as files: what stands in a cell is what was meant, and nothing of it is ever run."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from voting.core.downloads import XLSX, download
from voting.core.errors import RuleBroken
from voting.core.sheets import (
    LONGEST_TITLE,
    MOST_SIGNS,
    Cell,
    Sheet,
    as_csv,
    as_workbook,
    long_csv,
    long_workbook,
    titled,
)

pytestmark = pytest.mark.pure
FORMULAS = (
    "=1+1",
    "{=1+1}",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://x")',
    "http://x.cn",
    "mailto:a@b.cn",
)


def read(sheet: Sheet) -> list[tuple[object, ...]]:
    """Return the rows of the only sheet as a spreadsheet reads them."""
    book = load_workbook(BytesIO(as_workbook(sheet)))
    assert len(book.sheetnames) == 1
    return list(book.active.iter_rows(values_only=True))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_is_a_text_in_cells_and_heads_whatever_it_begins_with(text: str) -> None:
    content = as_workbook(Sheet((text, "数"), [(text, 1)]))
    book = load_workbook(BytesIO(content))
    assert [cell.value for cell in book.active["A"]] == [text, text]
    with ZipFile(BytesIO(content)) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall("<f>|<hyperlink", page) == []


def test_a_number_a_day_and_nothing_are_what_they_are() -> None:
    row: tuple[Cell, ...] = ("001", 3, 48.5, date(2026, 6, 30), None, "尾")
    _heads, cells = read(Sheet(("号", "项", "万元", "日", "空", "尾"), [row]))
    assert [str(cell) for cell in cells] == ["001", "3", "48.5", "2026-06-30 00:00:00", "None", "尾"]
    assert [type(cell).__name__ for cell in cells] == ["str", "int", "float", "datetime", "NoneType", "str"]


def test_what_is_filled_in_below_texts_stays_a_text() -> None:
    book = load_workbook(BytesIO(as_workbook(Sheet(("号", "项"), [("001", 3)], widths=(14, 8)))))
    columns = book.active.column_dimensions
    assert (columns["A"].number_format, columns["A"].width) == ("@", pytest.approx(14.7, abs=0.1))
    assert columns["B"].number_format == "General"


@pytest.mark.parametrize("rows", [[], [("一", 1)]])
def test_the_heads_stay_in_sight_with_rows_and_without(rows: list[tuple[Cell, ...]]) -> None:
    book = load_workbook(BytesIO(as_workbook(Sheet(("名", "数"), rows, beside=1, filtered=True))))
    assert book.active.freeze_panes == "B2"
    assert book.active.auto_filter.ref == f"A1:B{1 + len(rows)}"
    assert book.active["A1"].font.bold


@pytest.mark.parametrize("signs", [MOST_SIGNS, MOST_SIGNS + 1])
def test_a_text_longer_than_a_cell_is_cut_and_not_lost(signs: int) -> None:
    assert read(Sheet(("文",), [("字" * signs,)]))[1] == ("字" * MOST_SIGNS,)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("2026", "2026"),
        ("A/B:[C]*?\\D", "A B  C    D"),
        ("'定襄县'", "定襄县"),
        ("长" * 40, "长" * LONGEST_TITLE),
        ("", "1"),
        (" ' ", "1"),
        ("History", "1"),
        ("a\x00\n", "a"),
    ],
)
def test_a_sheet_bears_a_name_that_excel_takes(title: str, name: str) -> None:
    assert titled(title) == name
    assert load_workbook(BytesIO(as_workbook(Sheet(("数",), [(1,)], title=title)))).sheetnames == [name]


def test_csv_has_no_cell_that_begins_a_formula() -> None:
    told = as_csv(("文",), [("=1+1",), ("\t=1",), (-1,)]).decode("utf-8-sig").splitlines()
    assert told == ["文", "'=1+1", "'\t=1", "-1"]


def test_a_file_is_saved_under_a_name_of_any_script_and_kept_by_no_cache() -> None:
    from flask import Flask

    with Flask(__name__).test_request_context():
        answer = download(b"x", XLSX, "定襄县.xlsx")
        assert answer.data == b"x"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].endswith("filename*=UTF-8''%E5%AE%9A%E8%A5%84%E5%8E%BF.xlsx")


def test_a_list_that_is_as_long_as_it_is_reads_like_any_other() -> None:
    rows: list[tuple[Cell, ...]] = [(text, number, None) for number, text in enumerate(FORMULAS)]
    out, told = BytesIO(), BytesIO()
    long_workbook(out, ("文", "数", "空"), (9, 9, 9), iter(rows))
    found = list(load_workbook(out).active.iter_rows(values_only=True))
    assert found == [("文", "数", "空"), *rows]
    long_csv(told, ("文",), ([text] for text, *_rest in rows))
    assert told.getvalue() == as_csv(("文",), [[text] for text, *_rest in rows])


def test_more_rows_than_a_sheet_holds_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voting.core.sheets.MOST_ROWS", 3)
    long_workbook(BytesIO(), ("文",), (9,), [("一",), ("二",)])
    with pytest.raises(RuleBroken, match="最多"):
        long_workbook(BytesIO(), ("文",), (9,), [("一",), ("二",), ("三",)])
