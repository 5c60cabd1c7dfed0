"""What a roster may say, and everything that may be wrong with one, by line."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest

from tests.congress.factories import HEAD, Cell, bomb, ods, people, xls, xlsx
from voting.congress.roster.rows import KnownTerm, Roster, examine
from voting.congress.roster.upload_reader import read_book
from voting.congress.term.initials import initials
from voting.core.errors import RuleBroken

pytestmark = pytest.mark.pure
NOBODY = KnownTerm(frozenset({"第一代表团"}))


def examined(content: bytes, known: KnownTerm = NOBODY, *, new_delegations: bool = False) -> Roster:
    return examine(read_book(content), known, new_delegations=new_delegations)


def said(roster: Roster) -> list[tuple[int, str]]:
    return [(problem.line, problem.text % problem.values) for problem in roster.problems]


def test_a_good_xlsx_is_read_line_by_line() -> None:
    roster = examined(xlsx(people(3)))
    assert said(roster) == []
    assert [(line.line, line.number, line.name) for line in roster.lines][:2] == [
        (2, "001", "代表001"),
        (3, "002", "代表002"),
    ]


@pytest.mark.parametrize("make", [ods, xls])
def test_an_ods_and_an_old_xls_file_are_read_as_well(make: Callable[..., bytes]) -> None:
    roster = examined(make(people(2)))
    assert [line.number for line in roster.lines] == ["001", "002"]
    assert said(roster) == []


@pytest.mark.parametrize("number", [1.5, -1, 1e15])
def test_a_number_that_can_be_no_badge_number_is_refused(number: float) -> None:
    roster = examined(xlsx([(number, "代表001", "第一代表团")]))
    assert said(roster) == [(2, "出席证号是小数、负数、过大的数或者逻辑值，请核对。")]
    assert roster.lines == ()


def test_a_numeric_identity_number_is_refused() -> None:
    head = (*HEAD, "身份证号")
    roster = examined(xlsx([("001", "代表001", "第一代表团", 140902190001010010)], head=head))
    assert said(roster) == [(2, "身份证号是数值，后几位已经变成 0，请设为文本格式后重填，或删去这一列。")]


def test_a_number_that_stands_twice_names_the_first_line() -> None:
    rows = [*people(2), ("001", "代表009", "第一代表团")]
    assert said(examined(xlsx(rows))) == [(4, "出席证号 001 与第 2 行重复。")]


def test_an_unknown_delegation_is_named_with_its_line() -> None:
    roster = examined(xlsx([*people(1), ("002", "代表002", "第九代表团")]))
    assert said(roster) == [(3, "没有“第九代表团”代表团，请先设置代表团，或勾选“同时新建”。")]


def test_new_delegations_may_be_made_on_the_way() -> None:
    roster = examined(xlsx([*people(1), ("002", "代表002", "第九代表团")]), new_delegations=True)
    assert said(roster) == []
    assert roster.delegations == ("第九代表团",)


@pytest.mark.parametrize("merge", ["A2:A3", "B2:B3", "B2:C2"])
def test_a_merged_cell_that_makes_one_of_several_people_is_named_with_its_lines(merge: str) -> None:
    rows = [("001", "代表001", "第一代表团"), ("002", "代表002", "第一代表团")]
    found = said(examined(xlsx(rows, merge=merge)))
    assert {line for line, text in found if "合并单元格" in text} == ({2} if merge == "B2:C2" else {2, 3})


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (("001", None, "第一代表团"), "姓名是空的"),
        (("001", "代表001", "  "), "代表团是空的"),
        (("00/1", "代表001", "第一代表团"), "只能用数字"),
        (("001", "代" * 41, "第一代表团"), "姓名过长"),
        (("001", "\u3164\u2800", "第一代表团"), "姓名是空的"),
        (("001", "代表001", "\u115f\u1160"), "代表团是空的"),
    ],
)
def test_a_bad_cell_is_named(row: tuple[str | None, ...], word: str) -> None:
    assert any(word in text for _, text in said(examined(xlsx([row]))))


def test_an_empty_number_among_others_is_named() -> None:
    assert said(examined(xlsx([*people(1), (None, "代表002", "第一代表团")]))) == [(3, "出席证号是空的。")]


@pytest.mark.parametrize(
    ("cell", "office"),
    [("是", True), ("Yes", True), ("否", False), ("no", False), ("不在任", False), (None, None), (0, False)],
)
def test_a_roster_says_who_is_in_office(cell: Cell, office: bool | None) -> None:
    roster = examined(xlsx([(*people(1)[0], cell)], head=(*HEAD, "在任")))
    assert [line.in_office for line in roster.lines] == [office]
    assert roster.ignored == ()


def test_a_word_that_says_neither_is_refused() -> None:
    roster = examined(xlsx([(*people(1)[0], "请假")], head=(*HEAD, "在任")))
    assert said(roster) == [(2, "“在任”一列只能填“是”或“否”。")]


def test_blank_lines_and_a_title_above_the_header_are_passed_over() -> None:
    rows = [HEAD, (None, None, None), ("001", "代表001", "第一代表团")]
    roster = examined(xlsx(rows, head=("忻州市第五届人民代表大会代表名册", "", "")))
    assert [line.line for line in roster.lines] == [4]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"PK\x03\x04broken",
        xlsx(people(1))[:-200],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    ],
    ids=["empty", "text", "zip", "cut", "xls"],
)
def test_a_file_that_is_no_spreadsheet_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(RuleBroken, match="打不开这个文件"):
        read_book(content)


def test_a_zip_bomb_is_refused_before_it_is_parsed() -> None:
    content = bomb(200 * 1024 * 1024)
    assert len(content) < 1024 * 1024
    with pytest.raises(RuleBroken, match="展开后过大"):
        read_book(content)


def test_a_sheet_with_one_cell_far_out_does_not_fill_the_memory() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "代表证号", "x"
    out = BytesIO()
    book.save(out)
    with pytest.raises(RuleBroken):
        read_book(out.getvalue())


def test_a_sheet_without_the_headings_is_refused() -> None:
    with pytest.raises(RuleBroken, match="没有找到表头"):
        examined(xlsx(people(1), head=("甲", "乙", "丙")))


def test_a_header_with_nobody_under_it_is_refused() -> None:
    with pytest.raises(RuleBroken, match="没有代表"):
        examined(xlsx([]))


def test_full_width_digits_and_marks_that_nobody_sees_change_nothing() -> None:
    rows = [("００１", "王\u200b小明", "第一代表团\ufeff"), ("00\u200d1", "李四", "第一代表团")]
    roster = examined(xlsx(rows, head=("代表证号\u200b", "姓名", "代表团")))
    assert [(one.number, one.name, one.delegation) for one in roster.lines] == [
        ("001", "王小明", "第一代表团"),
        ("001", "李四", "第一代表团"),
    ]
    assert said(roster) == [(3, "出席证号 001 与第 2 行重复。")]


def test_the_same_name_twice_in_a_delegation_is_remarked_and_no_error() -> None:
    rows = [*people(2), ("003", "代表001", "第一代表团"), ("004", "代表001", "第二代表团")]
    roster = examined(xlsx(rows), new_delegations=True)
    assert said(roster) == []
    assert [(one.line, one.text % one.values) for one in roster.namesakes] == [
        (4, "代表001与第 2 行同名同团，请核对是否为同一人。")
    ]


def test_a_heading_that_stands_twice_counts_where_it_stands_first() -> None:
    rows = [("001", "代表001", "第一代表团", "另一个名字", "备注")]
    roster = examined(xlsx(rows, head=(*HEAD, "姓名", "备注")))
    assert roster.lines[0].name == "代表001"
    assert roster.ignored == ("姓名", "备注")


def test_a_cover_sheet_before_the_roster_is_passed_over() -> None:
    book = openpyxl.load_workbook(BytesIO(xlsx(people(2))))
    book.active.title = "名册"
    book.create_sheet("封面", 0).append(["代表名册填报说明"])
    out = BytesIO()
    book.save(out)
    roster = examined(out.getvalue())
    assert (roster.sheets, len(roster.lines)) == (("名册",), 2)


def test_initials_are_those_of_the_pinyin() -> None:
    assert initials("欧阳修") == "oyx"
    assert initials("代表001") == "db001"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("单小敏", "sxm"), ("曾国强", "zgq"), ("解学东", "xxd"), ("仇庆国", "qqg"), ("区伟民", "owm"), ("覃丽华", "qlh"),
        ("乐嘉", "yj"), ("翟明", "zm"), ("万俟清明", "mqqm"), ("查建国", "zjg"), ("种师道", "csd"), ("王重阳", "wzy"),
        ("买买提·阿卜都拉", "mmtabdl"), ("Tom Li", "tomli"), ("", ""),
    ],
)  # fmt: skip
def test_every_reading_of_a_name_is_found(name: str, wanted: str) -> None:
    assert wanted in initials(name).split(" ")
    assert len(initials(name)) <= 20


def test_a_long_name_of_many_readings_is_cut_and_not_waited_for() -> None:
    assert len(initials("重乐长" * 13)) == 20
