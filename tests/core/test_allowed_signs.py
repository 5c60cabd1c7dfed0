"""What a typed text may consist of."""

from __future__ import annotations

import pytest

from tests.properties import given, st
from voting.core.allowed_signs import bare, cleaned, holds_refused, in_one_line, is_seen

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    "text",
    [
        "\u200b" * 4,
        "\u3164" * 4,
        "\u115f\u1160\uffa0",
        "\u2800",
        "\u202e",
        "\ufeff",
        "\u00ad",
        "\ufe0f",
        "\u200d",
        " \u3000\t",
        "\u0301\u0302",
        "\U000e0100",
        "\U000e0041",
        "\u2060\u2063",
        "",
    ],
)
def test_a_text_of_which_nothing_can_be_seen(text: str) -> None:
    assert not is_seen(text)


@pytest.mark.parametrize("text", ["路", "é", "1", "。", "€", "古丽·玉素甫", "ئۇيغۇر", "😀", "\u202e路"])
def test_a_text_of_which_something_can_be_seen(text: str) -> None:
    assert is_seen(text)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("修\u202e路\u2066灯\u2069", "修路灯"),
        ("\ufeff修\u200b路\u00ad", "修路"),
        ("修\u3164路", "修路"),
        ("葛\U000e0100洲坝", "葛\U000e0100洲坝"),  # the shape of a character in a name
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("一行\r\n二行\r三行\u2028四行", "一行\n二行\n三行\n四行"),
    ],
)
def test_what_turns_round_or_shows_nothing_is_taken_out(text: str, clean: str) -> None:
    assert cleaned(text) == clean


def test_a_title_is_one_line() -> None:
    assert in_one_line(" 修\r\n路\t灯 ") == "修 路 灯"


@pytest.mark.parametrize("text", ["\0", "a\x1bb", "\x85", "\ud800", "\ufffe", "\ufdd0", "\x7f", "\x0b"])
def test_what_is_no_text(text: str) -> None:
    assert holds_refused(text)


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)
    assert in_one_line(in_one_line(text)) == in_one_line(text)
    assert is_seen(cleaned(text)) == is_seen(text)
    if not holds_refused(text):
        assert not holds_refused(cleaned(text))
        cleaned(text).encode()


@pytest.mark.parametrize("sign", ["\u200d", "\ufe0f", "\U000e0100", "\u180b"])
def test_a_told_text_keeps_the_joiners_and_a_compared_one_does_not(sign: str) -> None:
    assert (cleaned(f"葛{sign}木"), bare(f"葛{sign}木")) == (f"葛{sign}木", "葛木")


def test_a_compared_text_has_but_one_kind_of_blank_and_no_lines() -> None:
    assert bare("a\u3000b\tc\nd") == "a b c d"


@given(st.text())
def test_what_a_compared_text_keeps_is_seen_or_a_space(text: str) -> None:
    assert bare(bare(text)) == bare(text)
    assert all(cleaned(sign) == sign for sign in bare(text))
