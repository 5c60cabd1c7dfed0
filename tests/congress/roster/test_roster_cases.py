"""Rosters as clerks really hand them in: read, put right with a word, or refused by line or sheet; never silently."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.congress.factories import HEAD, ods, people, record, xls, xlsx
from voting.congress.roster.rows import KnownTerm, Roster, examine
from voting.congress.roster.upload_reader import read_book
from voting.core.errors import RuleBroken

pytestmark = pytest.mark.pure
CASES = Path(__file__).parent / "cases"
Row = tuple[object, ...]


def examined(content: bytes, known: KnownTerm = KnownTerm(frozenset()), *, fresh: bool = True) -> Roster:  # noqa: B008
    return examine(read_book(content), known, new_delegations=fresh)


def case(name: str) -> Roster:
    return examined((CASES / name).read_bytes())


def said(roster: Roster) -> list[tuple[int, str]]:
    return [(one.line, one.text % one.values) for one in roster.remarks]


def wrong(roster: Roster) -> list[tuple[int, str]]:
    return [(one.line, one.text % one.values) for one in roster.problems]


def book(*sheets: tuple[str, list[Row]]) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def rewritten(content: bytes, part: str, change: Callable[[str], str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()) if name == part else text)
    return out.getvalue()


def test_look_alike_characters_are_put_right_with_their_code_points() -> None:
    roster = case("04_lookalike_names.xlsx")
    names = [line.name for line in roster.lines]
    assert names == ["方文", "李六", "古丽·玉素甫", "䶮小明", "张\ufffd"]
    assert [line for line, _ in said(roster)] == [2, 3, 4, 5, 6]
    text = "\n".join(words for _, words in said(roster))
    for marks in ("U+2F45 U+2F42→U+65B9 U+6587", "U+F9D1→U+516D", "U+2022→U+00B7", "U+E863→U+4DAE", "U+FFFD"):
        assert marks in text


def test_a_number_that_became_a_date_is_a_problem_of_its_line() -> None:
    roster = case("05_number_became_date.xlsx")
    assert [line for line, _ in wrong(roster)] == [2, 3]
    assert all("变成了日期" in text for _, text in wrong(roster))
    assert roster.lines == ()


@pytest.mark.parametrize("column", range(3))
@pytest.mark.parametrize("value", [date(2026, 1, 1), datetime(2026, 1, 1, 8), 1.2, True])
def test_a_cell_that_is_no_text_is_named_in_every_column(column: int, value: object) -> None:
    row: list[object] = ["001", "代表001", "第一代表团"]
    row[column] = value
    found = wrong(examined(saved(book(("名册", [HEAD, tuple(row)])))))
    assert [line for line, _ in found] == [2]
    assert "空的" not in found[0][1]


@pytest.mark.parametrize("number", ["2026-01-01", "1E05", "26-1", "1-Jan"])
def test_a_number_that_looks_like_a_lost_one_is_remarked(number: str) -> None:
    assert "科学记数" in said(examined(xlsx([(number, "代表001", "第一代表团")])))[0][1]


def test_every_sheet_with_headings_is_read() -> None:
    roster = case("06_sheet_per_delegation.xlsx")
    assert [(line.sheet, line.line, line.number) for line in roster.lines] == [
        ("第一代表团", 2, "201"),
        ("第二代表团", 2, "202"),
        ("第三代表团", 2, "203"),
    ]
    assert said(roster) == [(0, "读了 3 张工作表：第一代表团、第二代表团、第三代表团。")]


def test_a_number_on_two_sheets_names_the_other_sheet() -> None:
    roster = examined(saved(book(("甲", [HEAD, *people(1)]), ("乙", [HEAD, *people(1)]))))
    assert [(one.sheet, one.line, one.text % one.values) for one in roster.problems] == [
        ("乙", 2, "出席证号 001 与工作表“甲”第 2 行重复。")
    ]


def test_a_sheet_that_is_not_read_is_named() -> None:
    made = book(
        ("封面", [("填报说明",)]),
        ("名册", [HEAD, *people(1)]),
        ("离任", [HEAD, ("009", "代表009", "第一代表团")]),
        ("空", []),
    )
    made["离任"].sheet_state = "hidden"
    roster = examined(saved(made))
    assert [line.number for line in roster.lines] == ["001"]
    assert said(roster) == [
        (0, "工作表“封面”的前 10 行里没有表头，没有读。"),
        (0, "隐藏的工作表“离任”没有读。"),
    ]


def test_more_sheets_than_are_read_are_named() -> None:
    sheets: list[tuple[str, list[Row]]] = [
        (f"第{n}团", [HEAD, (f"{n:03d}", f"代表{n:03d}", f"第{n}代表团")]) for n in range(1, 63)
    ]
    roster = examined(saved(book(*sheets)))
    assert len(roster.lines) == 60
    assert [text for _, text in said(roster) if "没有读" in text] == [
        "工作表过多，“第61团”没有读。",
        "工作表过多，“第62团”没有读。",
    ]


def test_a_hidden_row_is_remarked_and_marked() -> None:
    roster = case("07_hidden_row.xlsx")
    assert [(line.line, line.hidden) for line in roster.lines] == [(2, False), (3, True), (4, False)]
    assert [line for line, text in said(roster) if "隐藏" in text] == [3]


def test_a_row_of_no_height_and_a_hidden_column_are_remarked() -> None:
    made = book(("名册", [HEAD, *people(2)]))
    made["名册"].row_dimensions[3].height = 7
    made["名册"].column_dimensions["B"].hidden = True
    flat = rewritten(saved(made), "xl/worksheets/sheet1.xml", lambda text: text.replace('ht="7"', 'ht="0"'))
    roster = examined(flat)
    assert [line.hidden for line in roster.lines] == [False, True]
    assert "第 2 列是隐藏的" in said(roster)[0][1]


def test_a_row_hidden_by_a_filter_in_an_ods_file_is_remarked() -> None:
    def hide(text: str) -> str:
        first, second, third = text.split("<table:table-row>")[1:]
        before = text.split("<table:table-row>", maxsplit=1)[0]
        return f'{before}<table:table-row>{first}<table:table-row table:visibility="filter">{second}<table:table-row>{third}'

    roster = examined(rewritten(ods(people(2)), "content.xml", hide))
    assert [line.hidden for line in roster.lines] == [True, False]


def test_a_hidden_row_in_an_old_xls_file_is_remarked() -> None:
    row = struct.pack("<HHHHHHI", 1, 0, 3, 255, 0, 0, 0x20 | 0x100)  # MS-XLS 2.4.221 Row: fDyZero
    roster = examined(xls(people(2), more=record(0x0208, row)))
    assert [line.hidden for line in roster.lines] == [True, False]


def test_text_above_other_text_in_an_ods_file_is_no_part_of_a_name() -> None:
    ruby = (
        "<text:ruby><text:ruby-base>张</text:ruby-base><text:ruby-text>zhāng</text:ruby-text></text:ruby>三"
    )
    content = rewritten(
        ods([("001", "@", "第一代表团")]), "content.xml", lambda text: text.replace("@", ruby)
    )
    roster = examined(content)
    assert [(line.name, line.delegation) for line in roster.lines] == [("张三", "第一代表团")]


def test_near_equal_delegations_are_remarked() -> None:
    roster = case("09_delegation_variants.xlsx")
    assert said(roster) == [
        (3, "“第一 代表团”与第 2 行的“第一代表团”写法相近，会成为两个代表团，请核对。"),
        (5, "“城关镇（一）代表团”与第 4 行的“城关镇(一)代表团”写法相近，会成为两个代表团，请核对。"),
    ]


def test_a_delegation_like_one_of_the_term_is_remarked() -> None:
    known = KnownTerm(frozenset({"第一代表团"}))
    roster = examined(xlsx(people(2, "第1代表团")), known)
    assert said(roster) == [(2, "“第1代表团”与已有的“第一代表团”写法相近，会成为两个代表团，请核对。")]


def test_an_excel_95_file_in_chinese_is_read() -> None:
    roster = case("10_biff5_gbk.xls")
    assert [(line.number, line.name, line.delegation) for line in roster.lines] == [
        ("001", "张甲", "第一代表团"),
        ("002", "李乙", "第一代表团"),
    ]


def test_an_excel_95_file_that_does_not_say_its_character_set_is_read() -> None:
    content = (CASES / "10_biff5_gbk.xls").read_bytes()
    codepage = record(0x0042, b"\xa8\x03")
    assert codepage in content
    silent = content.replace(codepage, record(0x0043, b"\xa8\x03"))  # a record that nobody reads
    assert [line.name for line in examined(silent).lines] == ["张甲", "李乙"]


def locked_zip() -> bytes:
    """An ods file whose manifest says that its parts are encrypted."""
    return rewritten(
        ods(people(1)),
        "META-INF/manifest.xml",
        lambda text: text.replace("</manifest:manifest>", "<manifest:encryption-data/></manifest:manifest>"),
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "有密码"),
        (xls(people(1), before=record(0x002F, bytes(54))), "有密码"),
        (locked_zip(), "有密码"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "网页"),
        ("代表证号,姓名,代表团\n001,甲,乙".encode(), "打不开"),
    ],
    ids=["xlsx", "xls", "ods", "html", "xml", "csv"],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        read_book(content)


def test_a_word_that_is_neither_yes_nor_no_is_remarked() -> None:
    head = (*HEAD, "常委会委员")
    rows = [(*person, word) for person, word in zip(people(4), ("是", "否", "待定", None), strict=True)]
    roster = examined(xlsx(rows, head=head))
    assert [line.standing_committee for line in roster.lines] == [True, False, False, False]
    assert said(roster) == [(4, "“待定”看不出是或者否，当作否。")]


def test_a_row_of_nothing_that_anybody_sees_is_no_deputy() -> None:
    roster = examined(xlsx([*people(1), ("\u200b", "\u3000", None), ("\ufeff", " ", "\u3164")]))
    assert (len(roster.lines), wrong(roster)) == (1, [])


def test_a_row_of_the_usual_height_in_an_old_xls_file_is_not_hidden() -> None:
    row = struct.pack("<HHHHHHI", 1, 0, 3, 0x8000, 0, 0, 0x100)
    assert not any(line.hidden for line in examined(xls(people(2), more=record(0x0208, row))).lines)


def test_a_date_where_yes_or_no_belongs_is_named_as_it_reads() -> None:
    content = saved(book(("名册", [(*HEAD, "主席团"), (*people(1)[0], date(2026, 1, 1))])))
    assert said(examined(content)) == [(2, "“2026-01-01”看不出是或者否，当作否。")]


def test_a_blank_between_the_parts_of_a_name_is_remarked_and_a_filling_one_is_not() -> None:
    rows = [("001", "古丽 玉素甫", "第一代表团"), ("002", "王　明", "第一代表团")]
    roster = examined(xlsx(rows))
    assert [line.name for line in roster.lines] == ["古丽玉素甫", "王明"]
    assert [line for line, _ in said(roster)] == [2]
