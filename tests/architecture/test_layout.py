"""Habits of this code base that no linter knows, checked like any other behaviour."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import meta, nodes

from voting.core.access import AccessRuleMissing, access_matrix

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "voting").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if path.parent.name != "macros"]
GIVEN = {
    "page",
    "form",
    "message",
    "status",
    "display",
    "csrf_token",
    "request",
    "session",
    "g",
    "config",
    "url_for",
    "get_flashed_messages",
    "_",
    "gettext",
    "ngettext",
}


@cache
def trees() -> list[tuple[Path, ast.Module]]:
    return [(path, ast.parse(path.read_text())) for path in MODULES]


@cache
def everything() -> list[tuple[Path, ast.AST]]:
    """Every node of every module."""
    return [(path, node) for path, tree in trees() for node in ast.walk(tree)]


def its_own_names(tree: nodes.Template) -> set[str]:
    """Names that a template imports or sets itself; its blocks see them although each is a scope."""
    names = {node.target for node in tree.find_all(nodes.Import)}
    names |= {
        name if isinstance(name, str) else name[1]
        for node in tree.find_all(nodes.FromImport)
        for name in node.names
    }
    names |= {node.name for node in tree.find_all(nodes.Macro)}
    names |= {
        name.name
        for node in tree.find_all((nodes.Assign, nodes.AssignBlock))
        for name in node.find_all(nodes.Name)
        if name.ctx == "store"
    }
    return names


def test_only_the_transaction_commits() -> None:
    sinners = {
        str(path.relative_to(ROOT))
        for path, node in everything()
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    }
    assert sinners == {"voting/core/db.py"}


def test_only_the_clock_reads_the_time() -> None:
    sinners = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, node in everything()
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date"}
    ]
    assert [
        line for line in sinners if not line.startswith(("voting/core/clock.py", "voting/belenios/"))
    ] == []


def test_only_the_settings_read_the_environment() -> None:
    sinners = [
        str(path.relative_to(ROOT))
        for path in MODULES
        if re.search(r"\bos\.(environ|getenv)\b", path.read_text())
    ]
    assert sinners == []


def test_views_render_only_their_own_templates() -> None:
    for path, node in everything():
        if "views" not in path.name or not isinstance(node, ast.Call):
            continue
        if getattr(node.func, "id", "") == "render_template" and isinstance(node.args[0], ast.Constant):
            name = str(node.args[0].value)
            own = path.relative_to(ROOT / "voting").parent.parts
            assert tuple(name.split("/")[:-1]) in {own, own[:1]}, f"{path}: {name}"


def test_every_function_fits_on_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.name} {(node.end_lineno or 0) - node.lineno + 1}"
        for path, node in everything()
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 40
    ]
    assert long == []


def test_every_file_is_short() -> None:
    long = [
        f"{path.relative_to(ROOT)} {lines}"
        for path in MODULES
        if (lines := len(path.read_text().splitlines())) > 300 and "demonstration" not in path.parts
    ]
    assert long == []


def test_every_module_says_what_it_is_for() -> None:
    assert [str(path) for path, tree in trees() if not ast.get_docstring(tree)] == []


def test_packages_hold_no_code() -> None:
    for path, tree in trees():
        if path.name == "__init__.py":
            assert len(tree.body) == 1, path


def test_no_module_hides_behind_a_vague_name() -> None:
    vague = {"utils", "util", "helpers", "common", "shared", "misc", "manager", "base"}
    assert [str(path) for path in MODULES if path.stem in vague] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_a_template_takes_a_page_or_a_form(app: Flask, path: Path) -> None:
    tree = app.jinja_env.parse(path.read_text())
    used = meta.find_undeclared_variables(tree)
    assert used - set(app.jinja_env.globals) - its_own_names(tree) <= GIVEN


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_a_template_has_no_inline_script_or_style(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle=", text), "style attribute"
    assert not re.search(r"\son[a-z]+=\"", text), "event attribute"
    assert "<style" not in text
    scripts = re.findall(r"<script[^>]*>", text)
    assert all("src=" in tag or 'type="application/json"' in tag for tag in scripts)


def test_who_may_call_what(app: Flask) -> None:
    """A change of rights is a visible line in the difference: the matrix is a committed file."""
    lines = "\n".join(f"{endpoint:40}{rule}" for endpoint, rule in access_matrix(app).items())
    assert lines == (ROOT / "tests/architecture/access_matrix.txt").read_text().strip()


def test_a_view_without_a_rule_stops_the_program(app: Flask) -> None:
    other = Flask("other")
    other.add_url_rule("/open", "open", lambda: "")
    with pytest.raises(AccessRuleMissing, match="open"):
        access_matrix(other)


def test_the_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_no_table_of_words_is_keyed_by_two_enums() -> None:
    """Members of two StrEnums with the same value are one key: the second silently replaces the first."""
    sinners = []
    for path, node in everything():
        if not isinstance(node, ast.Dict) or "demonstration" in path.parts:
            continue
        owners = {
            key.value.id
            for key in node.keys
            if isinstance(key, ast.Attribute) and isinstance(key.value, ast.Name)
        }
        merged = sum(
            key is None and isinstance(value, ast.Name) and value.id.isupper()
            for key, value in zip(node.keys, node.values, strict=True)
        )
        if len({name for name in owners if name[:1].isupper()}) > 1 or merged > 1:
            sinners.append(f"{path.relative_to(ROOT)}:{node.lineno} {sorted(owners)}")
    assert sinners == []
