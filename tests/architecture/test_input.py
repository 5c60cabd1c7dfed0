"""One base of all forms, one place for money, one clock for what people read: nothing beside them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "voting").rglob("*.py"))
pytestmark = pytest.mark.pure


def beside(pattern: str, *homes: str) -> list[str]:
    """Return where a pattern stands outside its homes."""
    return [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for file in SOURCES
        if str(file.relative_to(ROOT / "voting")) not in homes
        for line in file.read_text(encoding="utf-8").splitlines()
        if re.search(pattern, line)
    ]


@pytest.mark.parametrize(
    ("pattern", "home"),
    [
        (r"\bFlaskForm\b|\bDecimalField\b|\bFloatField\b|class \w+\(Form\)", "core/fields.py"),
        (r"\b1_?000_?000\b|\b100_000_000\b|FEN_\w+ = |/ 100:|:g\}", "core/money.py"),
        (r"ZoneInfo|\bCHINA\b|astimezone\(", "core/clock.py"),
        (r"request\.args\.get\([^)]*type=", "core/query_args.py"),
    ],
)
def test_it_stands_in_one_place(pattern: str, home: str) -> None:
    homes = (home, "core/db.py") if home == "core/clock.py" else (home,)  # db.py turns every time into UTC
    assert beside(pattern, *homes) == []
