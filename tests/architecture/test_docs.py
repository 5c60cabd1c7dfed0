"""The documentation cannot fall behind: what can be drawn from the code is, and is compared here."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
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


def names_in_code() -> set[str]:
    """Every name that the program defines or uses, and every word that it stores."""
    names: set[str] = set()
    for path in (ROOT / "voting").rglob("*.py"):
        names |= {*path.relative_to(ROOT).parts, path.stem}
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names.add(node.name)
            elif isinstance(node, ast.Name):
                names.add(node.id)
            elif isinstance(node, ast.Attribute):
                names.add(node.attr)
            elif isinstance(node, ast.arg):
                names.add(node.arg)
            elif isinstance(node, ast.Constant) and re.fullmatch(r"[a-z_]+", str(node.value)):
                names.add(str(node.value))
    return names


def test_every_identifier_of_the_glossary_is_a_name_in_the_code() -> None:
    page = (ROOT / "docs" / "glossary.md").read_text()
    named = {name for word in re.findall(r"`([A-Za-z_.]+)`", page) for name in word.split(".")}
    assert len(named) > 80
    assert named - names_in_code() == set()


def test_every_term_of_the_procedure_stays_in_the_glossary() -> None:
    rows = re.findall(
        r"^\| .*[\u4e00-\u9fff].* \|$", (ROOT / "docs" / "glossary.md").read_text(), re.MULTILINE
    )
    assert len(rows) >= 100


def attributes(node: ast.ClassDef, known: dict[str, ast.ClassDef]) -> set[str]:
    """Names that a class gives its objects, its bases in the same file included."""
    found: set[str] = set()
    for part in node.body:
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            found.add(part.target.id)
        elif isinstance(part, ast.FunctionDef):
            found.add(part.name)
    for base in node.bases:
        if isinstance(base, ast.Name) and base.id in known:
            found |= attributes(known[base.id], known)
    return found


def test_every_name_that_a_record_explains_is_an_attribute_of_it() -> None:
    strangers = []
    for path in sorted((ROOT / "voting").rglob("*.py")):
        classes = {
            node.name: node
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ClassDef)
        }
        for node in classes.values():
            marks = [ast.unparse(mark) for mark in (*node.decorator_list, *node.bases)]
            if not any("dataclass" in mark or mark == "Table" for mark in marks):
                continue
            explained = re.findall(
                r"(?:^|[.;:)]\s+|\n\s*)([a-z_]+(?:, [a-z_]+)*): ", ast.get_docstring(node) or ""
            )
            words = {word for group in explained for word in group.split(", ")}
            strangers += [
                f"{path.relative_to(ROOT)} {node.name}.{word}" for word in words - attributes(node, classes)
            ]
    assert strangers == []


def test_no_page_is_cited_that_is_not_here() -> None:
    cited = {
        (str(path.relative_to(ROOT)), page)
        for folder in ("voting", "tests", "bench")
        for path in (ROOT / folder).rglob("*.py")
        for page in re.findall(r"[\w/-]+\.md\b", path.read_text())
        if path.name != "test_docs.py"
    }
    assert len(cited) > 10
    assert (
        sorted(
            pair for pair in cited if not (ROOT / pair[1]).exists() and not (ROOT / "docs" / pair[1]).exists()
        )
        == []
    )


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


LAWS = ("rules", "models", "choices", "words", "decision")


def test_a_word_of_the_rules_means_one_thing() -> None:
    """A class of a room's rules or tables, and every class that the glossary names, is defined once in the program.

    `belenios` keeps the words of the format that it reads, so only the glossary binds it.
    """
    defined: dict[str, list[str]] = defaultdict(list)
    of_the_rules: set[str] = set(
        re.findall(r"`([A-Z][A-Za-z]+)`", (ROOT / "docs" / "glossary.md").read_text())
    )
    for path in sorted((ROOT / "voting").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                defined[node.name].append(str(path.relative_to(ROOT)))
                if path.stem in LAWS and "belenios" not in path.parts:
                    of_the_rules.add(node.name)
    assert len(of_the_rules) > 150
    twice = {name: at for name, at in defined.items() if name in of_the_rules and len(at) > 1}
    assert twice == {}


def test_a_module_that_a_docstring_names_is_there() -> None:
    """Files of rooms that were flat were named `actions_close`, `rules_terms`: whoever still says so names nothing."""
    known = names_in_code()
    flat = re.compile(r"\b(?:actions|rules|queries|views|models|forms)_[a-z]+\b")
    gone = {
        (str(path.relative_to(ROOT)), word)
        for path in (ROOT / "voting").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        for word in flat.findall(ast.get_docstring(node) or "")
        if word not in known
    }
    assert gone == set()


def test_the_table_of_subjects_names_every_package_of_a_room_and_no_other() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    rows = re.findall(
        r"^\| `(\w+)` \| (.*`.*) \|$",
        page.split("## Subjects of a room")[1].split("\n\n`belenios`")[0],
        re.MULTILINE,
    )
    assert len(rows) == 8
    for room, subjects in rows:
        packages = {path.parent.name for path in (ROOT / "voting" / room).glob("*/__init__.py")}
        assert set(re.findall(r"`(\w+)`", subjects)) == packages, room
