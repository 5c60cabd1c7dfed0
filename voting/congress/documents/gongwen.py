"""How official papers are laid out (GB/T 9704-2012), as far as words decide it: broken titles, signatures, spaced names.

Pure; widths in characters of the body: a letter or digit is half of one. PDF and .docx take the same from here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from voting.core.normalise import numeral

TITLE_LINE = 20
"""Characters of 小标宋 2号 in a line of 156 mm."""
BODY_LINE = 28
SEALED_AT, UNSEALED_AT = 4.0, 2.0
"""How far from the right edge a date stands under a seal (右空四字), and a signature without one (右空二字)."""

WHOLE = re.compile(
    "（草案）|（第[^）]*号）|第[^第届次]{1,4}届|第[^第届次]{1,4}次会议|[0-9]+年|人民代表大会|常务委员会|民生实事项目|民生实事|满意度测评"
    "|人大代表票决|总监票人|总计票人|监票人|计票人|候选项目|主席团|会议议程|会议|代表票决|建议名单|候选名单|报告单|名单|办法|关于"
    "|年度报告|报告|说明|确认书|确认|决定|公告|结果|签到表|通知|督办函|[0-9]+|[A-Za-z]+|.",
    re.DOTALL,
)
"""What a title is never broken inside of."""
COUNTED = re.compile(r"第 ?([0-9]{1,2}) ?(?=代表|团|组)")
SHORT = 2
"""Characters of a name that lists space to the width of three."""
ACROSS = 40
"""What a line costs that runs on behind 会议, in squares of characters: four lines of one more or less are better."""
NOT_FIRST = "的、，）”》和"
NOT_LAST = "（“《关于"


def title_lines(title: str, line: int = TITLE_LINE, *, names: Sequence[str] = ()) -> list[str]:
    """Return a title in as few lines of like length as fit, broken between words alone and rather behind 会议.

    line: characters that a line holds. names: of the place, not broken either.
    """
    parts = re.split("(" + "|".join(map(re.escape, names)) + ")", title) if names else [title]
    words = _glued([word for part in parts for word in ([part] if part in names else WHOLE.findall(part))])
    for rows in range(max(1, -(-len(title) // line)), len(words) + 1):
        found = _broken(words, rows, line)
        if found:
            return found
    return [title]


def _glued(words: Sequence[str]) -> list[str]:
    """Return the words, with those that may not begin or end a line joined to their neighbour."""
    glued: list[str] = []
    for word in words:
        if glued and (word in NOT_FIRST or glued[-1] in NOT_LAST):
            glued[-1] += word
        else:
            glued.append(word)
    return glued


def _broken(words: Sequence[str], rows: int, line: int) -> list[str]:
    """Return the words in this many lines, those that differ least from one another; none where they do not fit."""
    even = sum(map(len, words)) / rows

    @cache
    def best(start: int, left: int) -> tuple[float, tuple[str, ...]]:
        if left == 0:
            return (0.0 if start == len(words) else float("inf")), ()
        choice: tuple[float, tuple[str, ...]] = (float("inf"), ())
        for end in range(start + 1, len(words) + 1):
            text = "".join(words[start:end])
            if len(text) > line:
                break
            cost, rest = best(end, left - 1)
            cost += (len(text) - even) ** 2 + (ACROSS if "会议" in text[:-2] else 0)
            choice = min(choice, (cost, (text, *rest)))
        return choice

    return list(best(0, rows)[1])


def width(text: str) -> float:
    """Return how many characters of the body a text is wide."""
    return sum(0.5 if sign.isascii() else 1.0 for sign in text)


@dataclass(frozen=True)
class Signature:
    """Who signs, and the day, each with how many characters from the right edge it ends."""

    lines: tuple[tuple[str, float], ...]
    day: tuple[str, float]

    def facts(self) -> dict[str, Any]:
        """Return the signature as facts."""
        return {"lines": [list(line) for line in self.lines], "day": list(self.day)}


def signature(by: str, day: str, *, sealed: bool = True) -> Signature:
    """Return where signature and day stand: under a seal in the middle of one another, else as 7.3.5.2 has it.

    A signature longer than a line of 26 characters is broken as a title is.
    """
    names = title_lines(by, BODY_LINE - 2)
    longest = max(width(name) for name in names)
    if not sealed:
        at = max(UNSEALED_AT, UNSEALED_AT + width(day) - longest + 2)
        below = max(UNSEALED_AT, at + longest - 2 - width(day))
        return Signature(tuple((name, at) for name in names), (day, below))
    middle = max(SEALED_AT + width(day) / 2, 1 + longest / 2)
    placed = tuple((name, middle - width(name) / 2) for name in names)
    return Signature(placed, (day, middle - width(day) / 2))


def spaced(name: str) -> str:
    """Return a name as lists print it: one of two characters is spaced to the width of three (王　伟)."""
    return f"{name[0]}\u3000{name[1]}" if len(name) == SHORT and not name.isascii() else name


def delegation(name: str) -> str:
    """Return a delegation as papers write it, however the roster numbers it: 第一代表团."""
    return COUNTED.sub(lambda found: f"第{numeral(int(found[1]))}", name)


def in_order(texts: Sequence[str]) -> list[list[str]]:
    """Return the articles of a paper, each with its number: 第一条."""
    return [[f"第{numeral(n)}条", text] for n, text in enumerate(texts, 1)]


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What the office fills in on a paper: its number (发文字号) and the imprint at its end (版记); "" for nothing."""

    number: str = ""
    copies_to: str = ""
    issued_by: str = ""
    issued_on: str = ""

    def facts(self) -> dict[str, Any]:
        """Return the marks as facts; imprint: whether there is anything at the end."""
        return {
            "number": self.number,
            "copies_to": self.copies_to,
            "issued_by": self.issued_by,
            "issued_on": self.issued_on,
            "imprint": bool(self.copies_to or self.issued_by),
        }


NO_MARKS = Marks()
