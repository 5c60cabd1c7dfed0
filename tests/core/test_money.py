"""Money as people type it, and as it is written back: in full, and nothing that is no amount."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest

from tests.properties import given, st
from voting.core.errors import RuleBroken
from voting.core.money import MOST_FEN, in_cell, in_yuan, on_paper, read_wan, read_yuan, wan, yi, yuan

pytestmark = pytest.mark.pure
amounts = st.integers(0, MOST_FEN)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("0", 0),
        ("80.5", 80_500_000),
        ("1234567.89", 1_234_567_890_000),
        ("0.000001", 1),
        (" １，２３４．５　", 1_234_500_000),
        ("1,234,567.89", 1_234_567_890_000),
        ("12 345", 12_345_000_000),
        ("007", 7_000_000),
        ("3.50000000", 3_500_000),
        ("100000000", MOST_FEN),
    ],
)
def test_an_amount_is_read(typed: str, fen: int) -> None:
    assert read_wan(typed) == fen


@pytest.mark.parametrize(
    "typed",
    [
        "1e30",
        "1E400",
        "sNaN",
        "NaN",
        "inf",
        "Infinity",
        "1_000",
        "+1",
        "--1",
        "",
        ".5",
        "5.",
        "1,2345",
        "1,23",
        "0x10",
        "①",
        "10²",
        "½",
        "١٢٣",
        "12元",
        "1 2",
        "\x001",
        "一百",
    ],
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken, match="不是有效的小数"):
        read_wan(typed)


@pytest.mark.parametrize("typed", ["-1", "100000000.000001", "9" * 35, "9" * 5000])
def test_an_amount_out_of_bounds_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken, match="0 到 1 万亿元"):
        read_wan(typed)


def test_parts_of_a_fen_are_refused() -> None:
    with pytest.raises(RuleBroken, match="最多到分"):
        read_wan("0.0000001")
    with pytest.raises(RuleBroken, match="最多到分"):
        read_yuan("0.001")
    assert read_yuan("1.5") == 150


@given(amounts)
def test_what_is_written_reads_back_to_the_same_and_is_exact(fen: int) -> None:
    assert read_wan(wan(fen)) == fen
    assert read_wan(on_paper(fen).removesuffix(" 万元")) == fen
    assert read_yuan(yuan(fen)) == fen
    assert Decimal(in_yuan(fen).replace(",", "")) * 100 == fen
    assert Decimal(str(in_cell(fen))) * 10**6 == fen
    if short := yi(fen):
        assert Decimal(short) * 10**10 == fen


@given(st.text(max_size=30) | st.text("0123456789.,- eE_+", max_size=50))
def test_nothing_but_a_sentence_comes_of_any_text(typed: str) -> None:
    with suppress(RuleBroken):
        assert 0 <= read_wan(typed) <= MOST_FEN


def test_great_sums_are_written_in_full() -> None:
    assert wan(1_234_567_890_000) == "1234567.89"
    assert yi(1_234_567_890_000) == "123.456789"
    assert yi(12_345_678_900) is None
    assert yi(12_600_000_000) == "1.26"
    assert yi(9_999_000_000) is None
    assert wan(-500_000) == "-0.5"
    assert on_paper(1) == "0.000001 万元"
