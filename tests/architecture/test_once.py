"""What the whole program needs is written once: whoever needs it too finds it with its owner."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOM = Path(__file__).parents[2] / "voting"
FILES = [path for path in sorted(ROOM.rglob("*.py")) if "belenios" not in path.parts]
pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("what", "owner"),
    [
        pytest.param(
            r"_\(\s*error\.message|said\(error\.message|%\s*error\.values|error\.values\.items",
            "core/sentences.py",
            id="an error in words",
        ),
        pytest.param(r"xlsxwriter", "core/sheets.py", id="a workbook"),
        pytest.param(r"csv\.writer", "core/sheets.py", id="a list with commas"),
        pytest.param(
            r"Content-Disposition|as_attachment|openxmlformats", "core/downloads.py", id="a file to save"
        ),
        pytest.param(r"typst\.(Compiler|compile)\b", "core/typeset.py", id="a document set"),
        pytest.param(
            r"request\.get_data\(|request\.get_json|LARGEST_CALL =", "core/calls.py", id="a JSON call"
        ),
        pytest.param(r"\b1_?000_?000\b", "core/money.py", id="fen in 万元"),
        pytest.param(r"def (wan|read_wan|yuan|yi|in_cell)\(", "core/money.py", id="money in words"),
        pytest.param(r"\bTallyState\.ARCHIVED\}", "tally/run/rules.py", id="announced"),
        pytest.param(r'"预警"', "supervision/light/rules.py", id="the words of a light"),
    ],
)
def test_it_is_written_in_one_place(what: str, owner: str) -> None:
    found = [str(path.relative_to(ROOM)) for path in FILES if re.search(what, path.read_text())]
    assert found == [owner]


def test_no_template_says_a_light_in_words_of_its_own() -> None:
    pages = (ROOM.parent / "templates").rglob("*.html")
    assert [page.name for page in pages if "预警" in page.read_text()] == []
