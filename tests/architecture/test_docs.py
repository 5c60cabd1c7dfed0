"""The documentation cannot fall behind: what can be drawn from the code is, and is compared here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.draw import PAGES, lifecycles

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.pure


@pytest.mark.parametrize("file", sorted(PAGES))
def test_a_drawn_page_equals_the_code(file: str) -> None:
    assert (ROOT / "docs" / file).read_text() == PAGES[file](), "run .venv/bin/python -m docs.draw"


def test_no_lifecycle_leaves_its_states_or_strands_one() -> None:
    for name, table in lifecycles().items():
        reached = {table.start}
        for _ in table.steps:
            reached |= {after for (before, _step), after in table.steps.items() if before in reached}
        assert reached == set(type(table.start).__members__.values()), name


def test_every_setting_is_documented() -> None:
    settings = set(re.findall(r'"([A-Z][A-Z0-9_]+)"', (ROOT / "config.py").read_text()))
    page = (ROOT / "docs" / "operating.md").read_text()
    assert {name for name in settings if f"`{name}`" not in page} == set()


@pytest.mark.parametrize(
    "path",
    sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]),
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text()):
        if "://" not in link:
            assert (path.parent / link).exists(), link


def test_every_folder_is_named_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    rooms = {path.name for path in (ROOT / "voting").iterdir() if (path / "__init__.py").exists()}
    ignored = {"data", "__pycache__"}
    assert {name for name in (folders | rooms) - ignored if f"`{name}/`" not in readme} == set()
