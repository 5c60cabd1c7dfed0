"""Money: whole fen in the database, 万元 on paper. The one place that reads and writes it."""

from __future__ import annotations

import re

from voting.core.errors import RuleBroken

FEN_A_YUAN = 100
FEN_A_WAN = 1_000_000
FEN_A_YI = 10_000_000_000
MOST_FEN = 10_000 * FEN_A_YI
"""1 万亿元 for one amount: a column (64 bits) holds the sum of 90,000 of them."""

HALF_WIDTH = str.maketrans("０１２３４５６７８９，．　", "0123456789,. ")
AMOUNT = re.compile(r"(\d+|\d{1,3}(?:[, ]\d{3})+)(?:\.(\d+))?", re.ASCII)
LONGEST = 40


def read_wan(text: str) -> int:
    """Return an amount typed in 万元 as whole fen: plain or grouped digits, of half or full width.

    Errors: RuleBroken for anything else (signs, exponents, NaN), for parts of a fen and for more than MOST_FEN.
    """
    return _read(text, FEN_A_WAN)


def read_yuan(text: str) -> int:
    """Return an amount written in yuan as whole fen. Errors: as of read_wan."""
    return _read(text, FEN_A_YUAN)


def _read(text: str, unit: int) -> int:
    typed = text.translate(HALF_WIDTH).strip()
    found = AMOUNT.fullmatch(typed.removeprefix("-"))
    if found is None:
        raise RuleBroken("不是有效的小数。金额只写数字，例如 1234.56。")
    places = len(str(unit)) - 1
    whole, part = re.sub(r"[, ]", "", found[1]).lstrip("0"), (found[2] or "").rstrip("0")
    if len(part) > places:
        raise RuleBroken("金额最多到分。")
    if typed.startswith("-") or len(whole) > LONGEST:
        raise RuleBroken("金额应当在 0 到 1 万亿元之间。")
    fen = int(whole or 0) * unit + int(part.ljust(places, "0"))
    if fen > MOST_FEN:
        raise RuleBroken("金额应当在 0 到 1 万亿元之间。")
    return fen


def _plain(fen: int, unit: int) -> str:
    """Return fen in a greater unit, every digit and no needless zero."""
    sign, fen = "-" if fen < 0 else "", abs(fen)
    part = str(fen % unit).zfill(len(str(unit)) - 1).rstrip("0")
    return f"{sign}{fen // unit}" + (f".{part}" if part else "")


def wan(fen: int) -> str:
    """Return an amount in 万元 in full, as a field or a sentence has it: 1234567.89."""
    return _plain(fen, FEN_A_WAN)


def yi(fen: int) -> str | None:
    """Return an amount in 亿元 in full where that is easier to read: from 1 亿元 on, with six decimals at most."""
    return _plain(fen, FEN_A_YI) if fen >= FEN_A_YI and fen % (FEN_A_YI // 10**6) == 0 else None


def yuan(fen: int) -> str:
    """Return an amount in yuan with two decimals."""
    return f"{fen // FEN_A_YUAN}.{fen % FEN_A_YUAN:02d}"


def in_yuan(fen: int) -> str:
    """Return an amount in yuan in full, as English has it: 965,000 or 965,000.50."""
    whole, part = divmod(fen, FEN_A_YUAN)
    return f"{whole:,}" + (f".{part:02d}" if part else "")


def millions(fen: int) -> str | None:
    """Return an amount in million yuan in full where that is easier to read: from a million on, with two decimals at most."""
    unit = 100 * FEN_A_WAN
    return f"{_plain(fen, unit)} million" if fen >= unit and fen % (unit // 100) == 0 else None


def on_paper(fen: int) -> str:
    """Return an amount as documents write it: 4,800 万元, 60.5 万元."""
    whole, point, part = wan(fen).partition(".")
    return f"{int(whole):,}{point}{part} 万元"


def in_cell(fen: int) -> float:
    """Return an amount in 万元 as the number of a spreadsheet's cell (15 digits are exact, MOST_FEN has 15)."""
    return fen / FEN_A_WAN
