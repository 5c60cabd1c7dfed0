"""Pairs of suggestions that a person judged (lookalike_pairs.txt), for the bench and the tests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("lookalike_pairs.txt")
Text = tuple[str, str, str]
"""Title, content, place."""


@dataclass(frozen=True)
class Pair:
    """Two suggestions. part: seen or unseen while words and weights were chosen, or written later; verdict: same, elsewhere or other."""

    part: str
    verdict: str
    one: Text
    other: Text


def pairs() -> tuple[Pair, ...]:
    lines = (line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return tuple(
        Pair(part, verdict, (a, b, c), (d, e, f))
        for part, verdict, a, b, c, d, e, f in (line.split("|") for line in lines)
    )


PAIRS = pairs()
