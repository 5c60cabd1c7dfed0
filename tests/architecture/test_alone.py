"""The suite stands alone: in a clean clone it skips nothing for want of a neighbouring folder but others' elections."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
OUTSIDE = re.compile(r"shared/\S*|[\"'/]shared[\"']\s*/\S*")
MAY = "shared/fixtures/pabulib"


def test_nothing_outside_the_repository_is_read_but_published_elections() -> None:
    own = Path(__file__).name
    files = [
        file
        for folder in ("tests", "bench", "deploy", "voting", "migrations")
        for file in (ROOT / folder).rglob("*")
        if file.suffix in {".py", ".mjs", ".js", ".toml", ".sh"} and file.name != own
    ]
    named = {
        str(file.relative_to(ROOT)): found
        for file in [*files, ROOT / "Makefile", ROOT / "pyproject.toml"]
        if (
            found := {
                one for one in OUTSIDE.findall(file.read_text(encoding="utf-8")) if not one.startswith(MAY)
            }
        )
    }
    assert named == {}


def test_who_reads_published_elections_reads_one_of_our_own_as_well() -> None:
    readers = {
        file
        for folder in ("tests/demonstration", "tests/js")
        for file in (ROOT / folder).glob("test_*.py")
        if re.search(r"proof\.FILE|\bFOLDER\b|\bFILE\.is_file", file.read_text(encoding="utf-8"))
    }
    assert {file.name for file in readers} == {"test_pabulib.py", "test_proof.py", "test_recount.py"}
    assert all("OWN" in file.read_text(encoding="utf-8") for file in readers)


def test_no_published_election_is_kept_here() -> None:
    ours = {"small.pb", "11_meta_without_key_value.pb"}
    assert {file.name for file in ROOT.glob("tests/**/*.pb")} == ours
