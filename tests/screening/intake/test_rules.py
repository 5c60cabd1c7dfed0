"""Lines of lists as hotlines write them: what each becomes, and the sentence of each that is not taken."""

from __future__ import annotations

from datetime import date

import pytest

from voting.core.errors import RuleBroken
from voting.screening.intake import rules
from voting.screening.intake.list_reader import csv_rows, decoded, text_of
from voting.screening.suggestion.columns import HEADS as OWN
from voting.screening.suggestion.rules import says_something

pytestmark = pytest.mark.pure
TODAY = date(2026, 11, 27)
HEADS = [
    "工单编号",
    "诉求标题",
    "诉求内容",
    "诉求时间",
    "诉求人",
    "联系电话",
    "区域",
    "诉求地点",
    "承办单位",
    "满意度",
]
GOOD = [
    "GD20261101000123",
    "东街路灯不亮",
    "东街三号楼前路灯坏了半个月，老人夜里出门看不见。",
    "2026-11-01 10:20:00",
    "王秀兰",
    "13800138000",
    "忻府区",
    "东街三号楼",
    "市城管局",
    "满意",
]


def read(*rows: list[str], heads: list[str] = HEADS) -> list[rules.ListLine]:
    sheet = [["12345 工单"], heads, *rows]
    return rules.lines_of(sheet, rules.columns_of(sheet), TODAY)


def changed(**cells: str) -> list[str]:
    """The good line with other cells under these headings."""
    return [cells.get(head, cell) for head, cell in zip(HEADS, GOOD, strict=True)]


def test_a_line_of_the_hotline_becomes_a_suggestion() -> None:
    (line,) = read(GOOD)
    assert line.faults == ()
    assert line.row == 3
    assert line.received_on == date(2026, 11, 1)
    assert line.texts == {
        "order_number": "GD20261101000123",
        "title": "东街路灯不亮",
        "content": GOOD[2],
        "place": "忻府区 东街三号楼",
        "implementer": "市城管局",
        "contact_name": "王秀兰",
        "contact_phone": "13800138000",
        "contact_email": "",
        "reason": "",
        "scale": "",
        "finish": "",
        "funding": "",
    }
    assert line.cost_fen is None


def test_columns_that_say_nothing_here_are_named() -> None:
    assert rules.columns_of([HEADS]).unused == ("满意度",)


def test_a_list_without_headings_is_refused_with_what_it_needs() -> None:
    with pytest.raises(RuleBroken, match="诉求内容"):
        rules.columns_of([["甲", "乙"], ["1", "2"]])
    with pytest.raises(RuleBroken, match="没有内容"):
        read()


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"诉求内容": ""}, "没有写诉求内容"),
        ({"诉求内容": "。。。。。。"}, "只有标点"),
        ({"诉求内容": "\u200b\u2060\u3164"}, "没有写诉求内容"),
        ({"诉求内容": "灯" * 5001}, "最多"),
        ({"诉求标题": "，，，，"}, "标题只有标点"),
        ({"诉求标题": "灯" * 61}, "最多"),
        ({"诉求内容": "灯坏了\x00半个月"}, "控制字符"),
        ({"诉求时间": "上个月"}, "看不出是哪一天"),
        ({"诉求时间": "2026-02-30"}, "看不出是哪一天"),
        ({"诉求时间": "2027-01-01"}, "还没有到"),
        ({"诉求时间": "1999-01-01"}, "太早"),
        ({"联系电话": "找我"}, "不是电话号码"),
        ({"联系电话": "1.38001E+10"}, "不是电话号码"),
        ({"工单编号": "2.02611E+17"}, "位数已经丢失"),
        ({"诉求地点": "路" * 120}, "最多"),
    ],
    ids=str,
)
def test_a_line_that_is_wrong_says_why(cells: dict[str, str], why: str) -> None:
    (line,) = read(changed(**cells))
    assert any(why in fault.message for fault in line.faults), line.faults


def test_no_fault_repeats_who_it_was() -> None:
    (line,) = read(changed(联系电话="王秀兰家里", 诉求内容=""))
    assert "王秀兰" not in str(line.faults)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026/11/1", date(2026, 11, 1)),
        ("2026年11月1日 08:00", date(2026, 11, 1)),
        ("2026.11.01", date(2026, 11, 1)),
        ("20261101", date(2026, 11, 1)),
        ("46327", date(2026, 11, 1)),
        ("46327.43", date(2026, 11, 1)),
        ("昨天", None),
    ],
)
def test_days_are_read_as_offices_write_them(text: str, day: date | None) -> None:
    assert rules.day_in(text) == day


def test_a_title_that_is_missing_is_the_beginning_of_the_content() -> None:
    assert read(changed(诉求标题=""))[0].texts["title"] == "东街三号楼前路灯坏了半个月，老人夜里出门看不见"
    assert len(rules.begun("灯" * 200)) == rules.FROM_CONTENT


def test_the_second_of_two_lines_of_one_work_order_names_the_first() -> None:
    first, second = read(GOOD, changed(诉求内容="另一件事情，不过工单编号一样。"))
    assert first.faults == ()
    assert second.faults[-1].values == {"row": 3}


def test_lines_without_a_number_are_told_apart_by_all_their_words() -> None:
    one, two, three = read(
        changed(工单编号=""), changed(工单编号="", 诉求内容="西街的路灯也坏了一盏。"), changed(工单编号="")
    )
    assert (one.faults, two.faults) == ((), ())
    assert three.faults[-1].values == {"row": 3}


def test_numbers_keep_their_digits_or_show_that_they_were_lost() -> None:
    assert text_of(13800138000.0) == "13800138000"
    assert rules.SCIENTIFIC.fullmatch(text_of(2.0261101000123e17))
    assert read(changed(工单编号='="20261101000123"'))[0].texts["order_number"] == "20261101000123"
    assert read(changed(工单编号="'20261101000123\t"))[0].texts["order_number"] == "20261101000123"


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("between", [",", "\t", ";"])
def test_a_csv_is_read_in_the_codes_that_offices_write(code: str, between: str) -> None:
    text = "\r\n".join(between.join(row) for row in (HEADS, GOOD))
    assert csv_rows(decoded(text.encode(code))) == [HEADS, GOOD]


def test_rare_characters_of_gb18030_are_read() -> None:
    assert decoded("𠮷祥㙍街䶮先生".encode("gb18030")) == "𠮷祥㙍街䶮先生"


@pytest.mark.parametrize("content", [b"\xff\xd8\xff\xe0JFIF\x00\xff", b"\x89PNG\r\n\x1a\n\xff\xff"])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(RuleBroken, match="打不开"):
        decoded(content)


def test_a_quote_that_never_ends_is_refused() -> None:
    with pytest.raises(RuleBroken, match="引号"):
        csv_rows('a,"' + "长" * 300_000)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("。。。。。。", False),
        ("！？…", False),
        ("\u3164\u2800", False),
        ("修路", True),
        ("5G", True),
        ("路", False),
    ],
)
def test_full_stops_alone_ask_for_nothing(text: str, says: bool) -> None:
    assert says_something(text) is says


@pytest.mark.parametrize(("cell", "fen"), [("965000.05", 96_500_005), ("1,200", 120_000), ("", None)])
def test_an_amount_is_read_in_yuan(cell: str, fen: int | None) -> None:
    (line,) = read([*GOOD, cell], heads=[*HEADS, "估算投资（元）"])
    assert (line.cost_fen, line.faults) == (fen, ())


def test_an_amount_that_is_none_says_so() -> None:
    (line,) = read([*GOOD, "三百万"], heads=[*HEADS, "估算投资（元）"])
    (fault,) = line.faults
    assert "元为单位" in fault.message
    assert fault.values == {"text": "三百万"}


def test_the_program_s_own_list_is_read_by_its_headings() -> None:
    """All but the state, which begins anew."""
    assert set(rules.columns_of([list(OWN)]).unused) == {"状态"}
