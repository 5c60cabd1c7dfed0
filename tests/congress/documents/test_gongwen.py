"""What words decide of an official paper: where titles break, where signatures stand, how numbers are written."""

from __future__ import annotations

import pytest

from tests.properties import given, st
from voting.congress.documents.gongwen import (
    WHOLE,
    delegation,
    in_order,
    signature,
    spaced,
    title_lines,
    width,
)
from voting.congress.documents.rules import paper_number
from voting.core.errors import RuleBroken

pytestmark = pytest.mark.pure

MEETING = "忻州市忻府区奇村镇第十九届人民代表大会第三次会议"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (f"{MEETING}议程", ["忻州市忻府区奇村镇第十九届", "人民代表大会第三次会议议程"]),
        (
            "大会主席团关于奇村镇2027年民生实事项目人大代表票决结果的确认书",
            ["大会主席团关于奇村镇2027年", "民生实事项目人大代表票决结果的确认书"],
        ),
        (
            f"{MEETING}总监票人、监票人、总计票人、计票人名单",
            [
                "忻州市忻府区奇村镇第十九届",
                "人民代表大会第三次会议",
                "总监票人、监票人、总计票人、计票人名单",
            ],
        ),
        ("忻州市2027年民生实事项目年度报告", ["忻州市2027年民生实事项目年度报告"]),
    ],
)
def test_a_title_breaks_between_words_into_lines_of_like_length(title: str, lines: list[str]) -> None:
    assert title_lines(title, names=["奇村镇"]) == lines


@given(
    st.lists(
        st.sampled_from(
            ["忻州市", "奇村镇", "2027年", "会议", "主席团", "的", "、", "关于", "民生实事项目", "（草案）"]
        ),
        min_size=1,
        max_size=14,
    )
)
def test_a_title_loses_no_sign_and_no_line_is_too_long(words: list[str]) -> None:
    title = "".join(words)
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(len(line) <= 20 for line in lines) or len(WHOLE.findall(title)) == 1 or len(lines) == 1
    assert not any(line.startswith(("的", "、")) for line in lines[1:])


def test_a_seal_has_its_place_and_no_line_leaves_the_page() -> None:
    short = signature("忻州市人大常委会", "2027年11月30日")
    assert short.day == ("2027年11月30日", 4.0)
    long = signature(f"{MEETING}主席团", "2027年11月30日")
    for text, right in (*long.lines, long.day):
        assert right >= 1
        assert right + width(text) <= 28
    plain = signature("秘书处", "2027年11月30日", sealed=False)
    assert plain.day[1] == 2


def test_names_of_two_characters_are_as_wide_as_those_of_three() -> None:
    assert [spaced(name) for name in ("王伟", "李小明", "欧阳建国", "Li")] == [
        "王　伟",
        "李小明",
        "欧阳建国",
        "Li",
    ]


def test_a_delegation_is_numbered_in_words() -> None:
    told = ["第1代表团", "第 12 代表团", "第一代表团", "城关镇代表团"]
    assert [delegation(name) for name in told] == ["第一代表团", "第十二代表团", "第一代表团", "城关镇代表团"]


def test_articles_are_numbered_in_words() -> None:
    assert [number for number, _text in in_order([""] * 21)][::10] == ["第一条", "第十一条", "第二十一条"]


def test_the_number_of_a_paper_has_its_brackets() -> None:
    assert paper_number("忻人发[2027] 3 号") == "忻人发〔2027〕3号"
    assert paper_number("忻人发（2027）第12号") == "忻人发〔2027〕12号"
    assert paper_number("") == ""
    for wrong in ("3号", "忻人发〔27〕3号", "忻人发2027-3"):
        with pytest.raises(RuleBroken, match="发文字号请写成"):
            paper_number(wrong)
