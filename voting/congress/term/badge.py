"""Numbers of badges, their one order, and what the QR code of a badge says. A badge names a deputy; it proves nothing."""

from __future__ import annotations

import re

from voting.core import normalise
from voting.core.errors import RuleBroken

BADGE = re.compile(r"([0-9]{6,12}):([\w-]{1,20})")
RUNS = re.compile(r"[0-9]+|[^0-9]+")


def value_of(number: str) -> str:
    """Return what two ways to write a badge number have in common: 1 and 001 are one, letters keep no case."""
    return (number.lstrip("0") or "0") if is_digits(number) else number.lower()


def is_digits(number: str) -> bool:
    """Tell whether a badge number is a number."""
    return number.isascii() and number.isdigit()


def in_order(number: str) -> tuple[tuple[tuple[bool, int, str], ...], str]:
    """Return the key by which badge numbers are sorted everywhere: 1, 2, 10, then A1, A2, A10; 1 before 001."""
    runs = RUNS.findall(number)
    return tuple((False, int(run), "") if is_digits(run) else (True, 0, run.lower()) for run in runs), number


def badge_text(code: str, number: str) -> str:
    """Return what the badge's QR code holds: division code and number, which is also the deputy's login."""
    return f"{code}:{number}"


def read_badge(text: str) -> tuple[str, str] | None:
    """Return (code, number) of a scanned badge, or None when the text is something else."""
    found = BADGE.fullmatch(normalise.code(text))
    return (found[1], found[2]) if found else None


def meant_here(text: str, code: str) -> str:
    """Return what a scanned or typed text names at this place: a badge's number, else the text.

    Errors: RuleBroken for nothing, and for another place's badge.
    """
    badge = read_badge(text)
    if badge is not None and badge[0] != code:
        raise RuleBroken("这张出席证属于其他地方的人民代表大会（%(code)s）。", code=badge[0])
    meant = badge[1] if badge is not None else normalise.label(text)
    if not meant:
        raise RuleBroken("请扫描出席证，或输入证号、姓名、拼音首字母。")
    return meant
