"""What the pages of documentation name exists: files, modules, addresses, settings, commands. Change logs speak of the past."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from importlib import import_module
from pathlib import Path

import click
import pytest
from flask import Flask
from werkzeug.routing import Rule

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [*(page for page in ROOT.glob("*.md") if page.name != "CHANGELOG.md"), *(ROOT / "docs").rglob("*.md")]
)
OWN = {".venv", ".git", ".cache", "data", "node_modules", "__pycache__"}
FILE = re.compile(
    r"[\w.*<>/-]*/[\w.*<>/-]*|[\w*-]+\.(?:py|md|js|mjs|json|txt|toml|html|css|typ|docx|po|sh|conf)"
)
DOTTED = re.compile(r"[a-z_]+(?:\.[A-Za-z_]+)+")
SETTING = re.compile(r"(?<![\w<./…-])([A-Z][A-Z_]{2,})=")
PART = re.compile(r"<(?:[^<>]*:)?([a-z_]+)>")
FLASKS_OWN = {"run", "shell", "routes"}


@dataclass(frozen=True)
class Named:
    """Something in code marks, or a line of a block of code. page: relative to the repository."""

    page: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}: {self.text}"


def named() -> Iterator[Named]:
    """Yield everything that the pages mark as code, blocks line by line without their remarks."""
    for path in PAGES:
        page, body = str(path.relative_to(ROOT)), path.read_text()
        for block in re.findall(r"^```(?:sh|bash|http)?\n(.*?)^```", body, re.MULTILINE | re.DOTALL):
            lines = block.replace("\\\n", " ").splitlines()
            yield from (Named(page, re.split(r"\s{2,}#", line)[0].strip()) for line in lines)
        plain = re.sub(r"^```.*?^```", "", body, flags=re.MULTILINE | re.DOTALL)
        yield from (Named(page, text) for text in re.findall(r"`([^`\n]+)`", plain))


NAMED = list(named())


@cache
def files() -> frozenset[str]:
    """Return every file of the repository and every folder that holds one, as a path from its root."""
    found: set[str] = set()
    for folder, below, names in os.walk(ROOT):
        below[:] = [name for name in below if name not in OWN]
        here = Path(folder).relative_to(ROOT)
        found |= {str(here / name) for name in names}
        found |= {str(path) for path in (here, *here.parents) if names}
    return frozenset(found)


def words_of(one: Named) -> list[str]:
    """Return the words of a mark as a shell would part them."""
    try:
        return shlex.split(one.text)
    except ValueError:
        return one.text.split()


def is_file(word: str) -> bool:
    """Tell whether a path, or the end of one, is in the repository; `*` stands for anything."""
    path = word.rstrip("/")
    if "*" in path:
        return any(fnmatch(file, path) or fnmatch(file, f"*/{path}") for file in files())
    return path in files() or any(file.endswith(f"/{path}") for file in files())


def is_laid_in_data(word: str) -> bool:
    """Tell whether a path under DATA is one that the program or its start lays or reads there."""
    sources = [*(ROOT / "voting").rglob("*.py"), ROOT / "deploy" / "run"]
    text = "".join(source.read_text() for source in sources)
    parts = re.split(r"/|[A-Z]{2,}|\*", word.removeprefix("DATA"))
    return all(part in text for part in parts)


def is_address(app: Flask, method: str, path: str) -> bool:
    """Tell whether the program has an address; `…` at its end stands for everything below."""
    asked = re.sub(r"<[^<>]*>", "X", path)
    whole = not asked.endswith("…") and asked.count("/") > 1
    parts = asked.rstrip("…").strip("/").split("/")
    for rule in app.url_map.iter_rules():
        shapes = [shape_of(part, rule) for part in rule.rule.strip("/").split("/")]
        fits = all(re.fullmatch(shape, part) for shape, part in zip(shapes, parts, strict=False))
        far_enough = len(shapes) == len(parts) if whole else len(shapes) >= len(parts)
        if fits and far_enough and method in (rule.methods or ()):
            return True
    return False


def shape_of(part: str, rule: Rule) -> str:
    """Return what a part of an address looks like, a word in capitals standing for what is filled in."""
    pieces = PART.split(part)
    known = {name: one.regex for name, one in rule._converters.items()}  # noqa: SLF001  werkzeug tells it nowhere else
    filled = [f"(?:{known[name]}|[A-Z]+)" for name in pieces[1::2]]
    return "".join(re.escape(fixed) + value for fixed, value in zip(pieces[::2], [*filled, ""], strict=True))


def address_in(one: Named) -> tuple[str, str] | None:
    """Return method and path, where something is an address of the program."""
    found = re.match(r"(?:(GET|POST) )?(/[a-z][^ ?]*)", one.text)
    return (found[1] or "GET", found[2]) if found else None


def test_every_address_exists(app: Flask) -> None:
    asked = {one: address for one in NAMED if (address := address_in(one))}
    assert len(asked) > 40
    assert [str(one) for one, address in asked.items() if not is_address(app, *address)] == []


def test_every_file_exists(app: Flask) -> None:
    tails = " ".join(
        re.sub(r"<(?:any\(([^)]*)\):)?[^<>]*>", r"\1", rule.rule) for rule in app.url_map.iter_rules()
    )
    strangers = []
    for one in NAMED:
        for word in words_of(one):
            if address_in(one) or not FILE.fullmatch(word) or word.startswith(("/", "./", ".venv")):
                continue
            known = is_laid_in_data(word) if word.startswith("DATA") else is_file(word)
            stem = word.removesuffix(".json")
            if (
                not known
                and not (stem != word and re.search(rf"\b{stem}\b", tails))
                and f"/{word}" not in tails
            ):
                strangers.append(f"{one.page}: {word}")
    assert strangers == []


def test_every_dotted_name_exists() -> None:
    packages = {path.name for path in (ROOT / "voting").rglob("*") if path.is_dir()} | {"web", "loop", "app"}
    dotted = [
        one
        for one in NAMED
        if DOTTED.fullmatch(one.text) and not FILE.fullmatch(one.text) and one.text.split(".")[0] in packages
    ]
    assert len(dotted) > 20
    assert [str(one) for one in dotted if not is_name(one.text)] == []


def is_name(dotted: str) -> bool:
    """Tell whether a module of the program has this dotted name, or knows its last part."""
    path, _, last = dotted.replace(".", "/").rpartition("/")
    if is_file(f"{path}/{last}.py") or is_file(f"{path}/{last}/__init__.py"):
        return True
    ends = (f"/{path}.py", f"/{path}/__init__.py")
    modules = [file.removesuffix(".py").removesuffix("/__init__") for file in files() if file.endswith(ends)]
    return any(hasattr(import_module(module.replace("/", ".")), last) for module in modules)


def settings() -> set[str]:
    return set(re.findall(r'"([A-Z][A-Z0-9_]+)"', (ROOT / "config.py").read_text()))


def test_every_setting_exists() -> None:
    known = settings() | set(re.findall(r"^([A-Z]+) \?=", (ROOT / "Makefile").read_text(), re.MULTILINE))
    set_somewhere = {(one.page, name) for one in NAMED for name in SETTING.findall(one.text)}
    assert len(set_somewhere) > 5
    assert {(page, name) for page, name in set_somewhere if name not in known} == set()


def test_the_page_for_operators_lists_the_settings_and_no_others() -> None:
    page = (ROOT / "docs" / "operating.md").read_text()
    table = page.partition("## Settings")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE)) == settings()


def test_every_target_of_make_exists() -> None:
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    asked = [
        (one, found[1]) for one in NAMED if (found := re.search(r"(?:^|[A-Z]=\S+ )make ([a-z]+)", one.text))
    ]
    assert len(asked) > 15
    assert [str(one) for one, target in asked if target not in known] == []


def commands(group: click.Group, path: str = "flask") -> Iterator[tuple[str, click.Command]]:
    """Yield every command of flask's that is the program's own, by what is typed."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        elif path != "flask" or name not in FLASKS_OWN:
            yield f"{path} {name}", command


def test_every_command_of_flask_exists_and_takes_its_options(app: Flask) -> None:
    known = dict(commands(app.cli))
    asked = {one: " ".join(re.sub(r"--app wsgi ", "", one.text).split()) for one in NAMED}
    of_flask = {
        one: text[text.index("flask ") :] for one, text in asked.items() if re.search(r"(^|/)flask ", text)
    }
    assert len(of_flask) > 8
    for one, text in of_flask.items():
        found = [command for name, command in known.items() if f"{text} ".startswith(f"{name} ")]
        assert found or text == "flask db …", f"{one}: no such command"
        options = {option for command in found for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", text)) <= options, one


def test_every_command_of_flask_is_described_for_operators(app: Flask) -> None:
    page = (ROOT / "docs" / "operating.md").read_text()
    own = {name for name, _command in commands(app.cli) if not name.startswith("flask db ")} | {
        "flask db upgrade"
    }
    assert {name for name in own if not re.search(rf"\b{name}\b(?!-)", page)} == set()


def test_every_module_that_is_run_exists_and_takes_its_options() -> None:
    asked = [(one, found[1]) for one in NAMED if (found := re.search(r"python -m ([\w.]+)", one.text))]
    assert len(asked) > 8
    for one, module in asked:
        if module == "pytest":
            continue
        path = ROOT / module.replace(".", "/")
        sources = [file for file in (path.with_suffix(".py"), path / "__main__.py") if file.exists()]
        assert sources, one
        for option in re.findall(r"--[a-z-]+", one.text):
            assert option in sources[0].read_text(), one


def test_every_option_that_stands_alone_is_one_of_some_command() -> None:
    sources = [
        *(ROOT / "voting").rglob("*.py"),
        *(ROOT / "bench").rglob("*.py"),
        ROOT / "tests" / "conftest.py",
    ]
    text = "".join(source.read_text() for source in sources)
    alone = [one for one in NAMED if re.fullmatch(r"--[a-z-]+", one.text)]
    assert [str(one) for one in alone if f'"{one.text}"' not in text] == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/nowhere"),
        ("GET", "/ballots/UUID/draw"),
        ("POST", "/ballots/UUID/nothing.json"),
        ("GET", "/j/X/x/…"),
    ],
)
def test_an_address_that_is_none_is_found_out(app: Flask, method: str, path: str) -> None:
    assert not is_address(app, method, path)


def test_a_file_or_name_that_is_none_is_found_out() -> None:
    assert not is_file("voting/nothing.py")
    assert not is_file("tests/tally/golden/*.nothing")
    assert not is_name("core.db.nothing_of_the_kind")
    assert not is_laid_in_data("DATA/nothing-of-the-kind")
