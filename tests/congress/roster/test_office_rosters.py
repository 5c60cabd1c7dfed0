"""Rosters as offices keep them: under titles, with two rows of headings, merged, with a foot, without badge numbers."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from io import BytesIO

import openpyxl
import pytest

from tests.congress.factories import HEAD, Cell, people, record, xls, xlsx
from voting.congress.roster.numbering import KnownDeputy
from voting.congress.roster.rows import KnownTerm, Roster, examine
from voting.congress.roster.upload_reader import read_book

pytestmark = pytest.mark.pure
TITLE = "五台县东冶镇第十届人民代表大会代表名册"
BARE = ("序号", "姓名", "代表团")
Rows = Sequence[Sequence[Cell]]


def book(rows: Rows, *merged: str, more: Rows = ()) -> bytes:
    """A workbook with merged regions. more: the rows of a second sheet."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for region in merged:
        sheet.merge_cells(region)
    if more:
        second = made.create_sheet("第二张")
        for row in more:
            second.append(list(row))
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def examined(content: bytes, *known: tuple[str, str, str]) -> Roster:
    deputies = tuple(KnownDeputy(*one) for one in known)
    term = KnownTerm(frozenset(one.delegation for one in deputies), deputies)
    return examine(read_book(content), term, new_delegations=True)


def read(roster: Roster) -> list[tuple[str, str, str]]:
    assert [(one.line, one.text % one.values) for one in roster.problems] == []
    return [(line.number, line.name, line.delegation) for line in roster.lines]


def said(roster: Roster) -> list[tuple[int, str]]:
    return [(one.line, one.text % one.values) for one in roster.remarks]


# --- headings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("titles", [1, 2, 3, 8])
@pytest.mark.parametrize("merged", [True, False])
def test_headings_are_found_under_lines_of_a_title(titles: int, merged: bool) -> None:
    above = [(TITLE, None, None)] * titles
    regions = [f"A{line}:C{line}" for line in range(1, titles + 1)] if merged else []
    roster = examined(book([*above, HEAD, *people(2)], *regions))
    assert read(roster) == people(2)
    assert roster.ignored == ()


TWO_ROWS: Rows = [
    (TITLE, *[None] * 6),
    ("序号", "姓名", "代表团", "代表证号", "基本情况", None, "联系方式"),
    (None, None, None, None, "性别", "民族", "手机"),
    (1, "代表001", "第一代表团", "001", "女", "汉族", 13835000001),
    (2, "代表002", "第一代表团", "002", "男", "回族", "０３５０－３０２００００"),
]
TALL = [f"{column}2:{column}3" for column in "ABCD"]


@pytest.mark.parametrize("merged", [["A1:G1", "E2:F2", *TALL], []], ids=["merged", "as they stand"])
def test_headings_in_two_rows_name_the_columns_together(merged: list[str]) -> None:
    roster = examined(book(TWO_ROWS, *merged))
    assert read(roster) == people(2)
    first, second = roster.lines
    assert (first.line, first.gender, first.ethnicity, first.phone) == (4, "女", "汉族", "13835000001")
    assert (second.gender, second.ethnicity, second.phone) == ("男", "回族", "0350-3020000")
    assert roster.ignored == ("序号",)


def test_what_is_needed_may_stand_in_the_lower_row_alone() -> None:
    rows: Rows = [("序号", "代表", None, None), (None, *HEAD), (1, *people(1)[0])]
    assert read(examined(book(rows, "B1:D1", "A1:A2"))) == people(1)
    rows = [("代表团", "代表", None), (None, "姓名", "代表证号"), ("第一代表团", "代表001", "001")]
    assert read(examined(book(rows, "B1:C1", "A1:A2"))) == people(1)


def test_parts_of_a_heading_that_nobody_knows_are_no_deputy() -> None:
    rows = [
        (*HEAD, "基本情况", None),
        (None, None, None, "出生年月", "学历"),
        (*people(1)[0], "1970.1", "本科"),
    ]
    roster = examined(book(rows, "D1:E1", "A1:A2", "B1:B2", "C1:C2"))
    assert read(roster) == people(1)
    assert roster.ignored == ("出生年月", "学历")


def test_a_heading_over_two_columns_stands_for_both() -> None:
    rows = [("代表证号", "姓名", None, "代表团"), ("001", "代表001", None, "第一代表团")]
    roster = examined(book(rows, "B1:C1", "B2:C2"))
    assert (read(roster), roster.ignored) == (people(1), ())


def test_marks_and_brackets_beside_a_heading_do_not_count() -> None:
    rows = [("*代表证号", "姓　名", "代表团（必填）", "电话（手机）"), (*people(1)[0], "13835000001")]
    roster = examined(book(rows))
    assert (read(roster), roster.lines[0].phone) == (people(1), "13835000001")


@pytest.mark.parametrize("twice", [False, True])
def test_headings_that_are_repeated_on_every_page_are_no_deputies(twice: bool) -> None:
    if twice:
        rows: Rows = [*TWO_ROWS[:4], *TWO_ROWS[:3], *TWO_ROWS[4:]]
        merged = ["A1:G1", "E2:F2", *TALL, "A5:G5", "E6:F6", *[f"{column}6:{column}7" for column in "ABCD"]]
        roster = examined(book(rows, *merged))
        assert said(roster) == [(5, f"“{TITLE}”不是代表，这一行没有读。")]
    else:
        roster = examined(book([HEAD, people(2)[0], HEAD, people(2)[1]]))
        assert said(roster) == []
    assert read(roster) == people(2)


# --- merged cells, blank rows, the foot -----------------------------------------------------------------------------


def test_a_delegation_runs_down_over_its_deputies() -> None:
    rows = [
        HEAD,
        *people(2),
        ("003", "代表003", "第二代表团"),
        ("004", "代表004", None),
        ("005", "代表005", None),
    ]
    roster = examined(book(rows, "C2:C3", "C4:C6"))
    assert [line.delegation for line in roster.lines] == ["第一代表团"] * 2 + ["第二代表团"] * 3
    assert read(roster)[4] == ("005", "代表005", "第二代表团")
    assert roster.delegations == ("第一代表团", "第二代表团")


def test_a_delegation_runs_down_in_an_old_xls_file() -> None:
    merged = record(0x00E5, struct.pack("<HHHHH", 1, 1, 2, 2, 2))  # MS-XLS 2.4.168 MergeCells
    rows = [("001", "代表001", "第一代表团"), ("002", "代表002", "")]
    assert read(examined(xls(rows, more=merged))) == people(2)


def test_blank_rows_are_passed_over_also_under_a_merged_delegation() -> None:
    rows = [HEAD, people(2)[0], (None, None, None), people(2)[1], (None, None, None)]
    roster = examined(book(rows, "C2:C5"))
    assert (read(roster), said(roster)) == (people(2), [])


FEET: list[tuple[Cell, ...]] = [
    ("填表人：张三", None, None),
    ("填表人", "张三", "审核人：李四"),
    ("审核：", "李四", "2026年11月20日"),
    ("合 计", "2", None),
    ("共计2人", None, None),
    ("共 2 名", None, None),
    ("小计", 2, "第一代表团"),
    ("备注：本册一式三份。", None, None),
    ("说明", "本册一式三份", None),
    ("日期：2026年11月20日", None, None),
    (None, None, "填表日期：2026.11.20"),
    (None, "2026年11月20日", None),
    ("制表单位（盖章）：", None, None),
    ("东冶镇人大主席团（盖章）", None, None),
]


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("head", [HEAD, BARE], ids=["numbers", "serial"])
def test_the_foot_of_a_sheet_is_left_out_with_a_remark(foot: tuple[Cell, ...], head: tuple[str, ...]) -> None:
    roster = examined(xlsx([*people(2), (None, None, None), foot], head=head))
    assert read(roster) == people(2)
    text = next(str(cell) for cell in foot if cell is not None)
    assert (5, f"“{text}”不是代表，这一行没有读。") in said(roster)


def test_the_foot_over_all_columns_is_left_out() -> None:
    roster = examined(book([HEAD, *people(1), ("以上名单已经主席团审定", None, None)], "A3:C3"))
    assert (read(roster), [line for line, _ in said(roster)]) == (people(1), [3])


def test_a_deputy_whose_row_lacks_something_is_still_a_problem() -> None:
    roster = examined(xlsx([*people(1), ("002", "合计", "第一代表团"), ("003", None, "第一代表团")]))
    assert [line.name for line in roster.lines] == ["代表001", "合计"]
    assert [(one.line, one.text) for one in roster.problems] == [(4, "姓名是空的。")]


def test_prepared_rows_with_a_serial_number_alone_are_nobody() -> None:
    head = ("序号", *HEAD)
    rows: Rows = [head, (1, *people(1)[0]), (2, None, None, None), (3, None, None, None)]
    roster = examined(book(rows))
    assert (read(roster), said(roster)) == (people(1), [])


# --- numbers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, "1", "001", 1.0, "1.0", "０１"])
def test_a_number_is_the_same_deputy_however_it_is_written(number: Cell) -> None:
    roster = examined(xlsx([(number, "代表001", "第一代表团")]), *people(3))
    assert read(roster) == people(1)


def test_zeros_that_the_term_does_not_have_fall_away() -> None:
    roster = examined(xlsx(people(1)), ("1", "代表001", "第一代表团"))
    assert [line.number for line in roster.lines] == ["1"]


def test_numbers_of_new_deputies_have_as_many_digits_as_the_others() -> None:
    rows: Rows = [
        ("001", "代表001", "第一代表团"),
        (2, "代表002", "第一代表团"),
        (30, "代表030", "第一代表团"),
    ]
    assert [line.number for line in examined(xlsx(rows)).lines] == ["001", "002", "030"]
    roster = examined(xlsx([("4", "代表004", "第一代表团")]), *people(3))
    assert [line.number for line in roster.lines] == ["004"]
    assert said(roster) == [(0, "1 个出席证号按证件的写法补足或者去掉了前面的 0，例如 4 读作 004。")]


def test_numbers_whose_zeros_may_be_lost_are_remarked() -> None:
    roster = examined(xlsx([(1, "代表001", "第一代表团"), (12, "代表012", "第一代表团")]))
    assert [line.number for line in roster.lines] == ["1", "12"]
    assert len(said(roster)) == 1
    assert "证件上前面有 0 的" in said(roster)[0][1]


def test_one_number_written_twice_in_two_ways_is_a_problem() -> None:
    roster = examined(xlsx([*people(1), (1, "代表002", "第一代表团")]))
    assert [(one.line, one.text % one.values) for one in roster.problems] == [
        (3, "出席证号 001 与第 2 行重复。")
    ]


# --- without badge numbers ------------------------------------------------------------------------------------------


def test_without_badge_numbers_the_program_numbers_within_delegations() -> None:
    rows = [("9", "甲一", "第二代表团"), ("7", "乙一", "第一代表团"), ("8", "甲二", "第二代表团")]
    roster = examined(xlsx(rows, head=BARE))
    assert [(line.number, line.name) for line in roster.lines] == [
        ("001", "甲一"),
        ("003", "乙一"),
        ("002", "甲二"),
    ]
    assert roster.ignored == ("序号",)
    assert said(roster) == [(0, "名册没有出席证号：由程序按代表团和名册的次序编号，001 至 003，共 3 名。")]
    assert roster.delegations == ("第二代表团", "第一代表团")


def test_a_column_for_numbers_in_which_none_stands_is_none() -> None:
    rows = [(None, "甲一", "第一代表团"), ("", "甲二", "第一代表团"), ("合计：2人", None, None)]
    roster = examined(xlsx(rows))
    assert read(roster) == [("001", "甲一", "第一代表团"), ("002", "甲二", "第一代表团")]


def test_whoever_is_in_the_term_by_name_and_delegation_keeps_his_number() -> None:
    rows = [("代表003", "第一代表团"), ("新人", "第一代表团"), ("古丽 玉素甫", "第二代表团")]
    known = [*people(3), ("017", "古丽·玉素甫", "第二代表团")]
    roster = examined(xlsx(rows, head=("姓名", "代表团")), *known)
    assert [line.number for line in roster.lines] == ["003", "018", "017"]
    assert [line.candidates for line in roster.lines] == [(), (), ()]


@pytest.mark.parametrize(
    ("rows", "known", "wanted"),
    [
        ([("王明", "甲团")], [("003", "王明", "甲团"), ("017", "王明", "甲团")], [("003", "017")]),
        ([("王明", "乙团")], [("003", "王明", "甲团")], [("003",)]),
        ([("王明", "甲团"), ("王明", "甲团")], [("003", "王明", "甲团")], [("003",), ("003",)]),
        ([("王明", "甲团"), ("王明", "乙团")], [("003", "王明", "甲团")], [(), ()]),
        ([("王明", "甲团"), ("王明", "甲团")], [], [(), ()]),
    ],
)
def test_of_namesakes_the_program_does_not_decide(
    rows: list[tuple[str, str]], known: list[tuple[str, str, str]], wanted: list[tuple[str, ...]]
) -> None:
    roster = examined(xlsx(rows, head=("姓名", "代表团")), *known)
    assert [line.candidates for line in roster.lines] == wanted


def test_a_list_without_numbers_beside_a_roster_with_numbers_is_not_read() -> None:
    more = [("姓名", "代表团"), ("代表001", "第一代表团")]
    roster = examined(book([HEAD, *people(1)], more=more))
    assert read(roster) == people(1)
    assert said(roster) == [(0, "工作表“第二张”没有出席证号，别的工作表有，这一张没有读。")]


# --- what rosters say besides ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "cell", "sentence"),
    [
        ("电话", "不详", "电话号码请用数字，可以有空格、+、-、括号，分机前写“转”。"),
        ("手机号码", 1.5, "性别、民族、职务、电话是日期或者数值，不是文字，请核对。"),
        ("性别", "汉", "性别只能填“男”或“女”。"),
        ("民族", "汉" * 21, "民族不超过 20 字。"),
        ("职务", "长" * 101, "职务不超过 100 字。"),
        ("职务", 7, "性别、民族、职务、电话是日期或者数值，不是文字，请核对。"),
    ],
)
def test_what_does_not_fit_is_named_with_its_line(head: str, cell: Cell, sentence: str) -> None:
    roster = examined(xlsx([(*people(1)[0], cell)], head=(*HEAD, head)))
    assert [(one.line, one.text % one.values) for one in roster.problems] == [(2, sentence)]


@pytest.mark.parametrize("nothing", [None, "", "无", "/", "-", "——"])
def test_what_a_roster_has_nothing_to_say_of_is_empty(nothing: Cell) -> None:
    head = (*HEAD, "职务", "联系电话", "性别", "民族")
    roster = examined(xlsx([(*people(1)[0], nothing, nothing, nothing, nothing)], head=head))
    assert read(roster) == people(1)
    line = roster.lines[0]
    assert (line.post, line.phone, line.gender, line.ethnicity) == ("", "", "", "")
