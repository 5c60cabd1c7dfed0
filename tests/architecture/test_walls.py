"""The walls are built: forbidden imports planted in a copy of the program are seen, each by the contract that forbids it.

One kind of import is planted in every file that the kind concerns, all at once; the linter must name each of them.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]
STAGES = ("screening", "ballot", "tally", "supervision")
ROOMS = (*STAGES, "congress", "hall", "portal", "notices")
EVERYWHERE = (*ROOMS, "confirmation")
"""With the room of one subject, whose files stand under the same contracts."""
pytestmark = pytest.mark.pure

Plants = Mapping[str, str]
"""Module -> the module it may not import."""


def modules(*stems: str, rooms: tuple[str, ...] = EVERYWHERE) -> list[str]:
    """Modules of these rooms' subjects with one of these file names."""
    found = [
        path
        for room in rooms
        for path in sorted((ROOT / "voting" / room).rglob("*.py"))
        if path.stem in stems
    ]
    return [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in found]


def subjects(room: str) -> list[list[str]]:
    """The layers of a room from top to bottom, each its subjects that may not know each other."""
    contract = next(one for one in CONTRACTS if one["name"] == f"Subjects of {room}")
    return [layer.split(" | ") for layer in contract["layers"]]


def a_module_of(room: str, subject: str) -> str:
    """One module of a subject: the subject itself where it is a file."""
    path = ROOT / "voting" / room / subject
    if not path.is_dir():
        return f"voting.{room}.{subject}"
    first = min(one for one in path.rglob("*.py") if one.stem != "__init__")
    return ".".join(first.relative_to(ROOT).with_suffix("").parts)


def higher_subjects(room: str) -> Plants:
    """Every subject knows one of the layer above it, and its sibling."""
    layers = subjects(room)
    plants = {
        a_module_of(room, below): a_module_of(room, above[0])
        for above, lower in pairwise(layers)
        for below in lower
    }
    for layer in layers:
        for one, other in pairwise(layer):
            plants[a_module_of(room, one)] = a_module_of(room, other)
    return plants


def higher_files() -> Plants:
    """Every models.py knows the highest file beside it."""
    plants = {}
    for module in modules("models"):
        folder = ROOT / Path(*module.split(".")[:-1])
        above = next(
            (
                stem
                for stem in ("views", "forms", "queries", "actions", "facts")
                if (folder / f"{stem}.py").exists()
            ),
            None,
        )
        if above:
            plants[module] = f"{module.rpartition('.')[0]}.{above}"
    return plants


def stage_before(stage: str) -> Plants:
    """Every subject of the stages after this one knows its tables."""
    target = modules("models", rooms=(stage,))[0]
    after = STAGES[STAGES.index(stage) + 1 :]
    return dict.fromkeys(modules("models", "actions", "queries", rooms=after), target)


def readers() -> Plants:
    """Everything that portal, oversight and notices have knows a table of a stage, in turn."""
    targets = [modules("models", rooms=(stage,))[-1] for stage in STAGES]
    found = modules("queries", "views", "rules", rooms=("portal", "oversight", "notices"))
    return {module: targets[number % len(targets)] for number, module in enumerate(found)}


KINDS: dict[str, tuple[str, Plants]] = {
    "a web request in deeds, reads, facts, tables": (
        "HTTP stays in views, forms, people.access, app and web",
        dict.fromkeys(modules("actions", "queries", "facts", "models"), "flask"),
    ),
    "the database in rules": ("Rules are pure", dict.fromkeys(modules("rules"), "sqlalchemy")),
    "a higher file in tables": (
        "Inside a subject: views, forms, deeds and reads, facts, tables, rules",
        higher_files(),
    ),
    "people in the sealed box": (
        "The wall of the secret ballot",
        dict.fromkeys(
            [
                ".".join(path.relative_to(ROOT).with_suffix("").parts)
                for path in sorted((ROOT / "voting/ballot/sealed").glob("*.py"))
                if path.stem != "__init__"
            ],
            "voting.people.models",
        ),
    ),
    "a stage's tables in the public site": (
        "The public site, the board and telling read: no stage's tables, no stage's deeds",
        readers(),
    ),
    "the web in the cryptography": (
        "The cryptography stands alone",
        dict.fromkeys(
            [
                f"voting.belenios.{path.stem}"
                for path in sorted((ROOT / "voting/belenios").glob("*.py"))
                if path.stem != "__init__"
            ],
            "flask",
        ),
    ),
    **{
        f"the tables of {stage} in later stages": (
            f"Stages meet only at the handover: {stage}",
            stage_before(stage),
        )
        for stage in STAGES[:-1]
    },
    **{f"higher subjects of {room}": (f"Subjects of {room}", higher_subjects(room)) for room in ROOMS},
}


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Path]:
    """A copy of what the linter reads."""
    shutil.copytree(
        ROOT / "voting", tmp_path / "voting", ignore=shutil.ignore_patterns("__pycache__", "translations")
    )
    for name in ("pyproject.toml", "config.py"):
        shutil.copy(ROOT / name, tmp_path)
    yield tmp_path
    shutil.rmtree(tmp_path)


def leave(folder: Path, name: str) -> None:
    """Leave of the contracts the one alone, word for word: the linter judges each by itself, and each takes its time."""
    path = folder / "pyproject.toml"
    head, *tables = path.read_text(encoding="utf-8").split("[[tool.importlinter.contracts]]\n")
    (own,) = (table for table in tables if tomllib.loads(table)["name"] == name)
    path.write_text(f"{head}[[tool.importlinter.contracts]]\n{own}", encoding="utf-8")


def linted(folder: Path) -> str:
    done = subprocess.run(
        [LINTER, "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder), "COLUMNS": "1000"},
    )
    return done.stdout


def broken_in(report: str, contract: str) -> str:
    """What the linter says under a broken contract's heading."""
    heading = f"\n{contract}\n{'-' * len(contract)}\n"
    return report.partition(heading)[2].partition("\n\n\n\n")[0] if heading in report else ""


def test_the_program_as_it_stands_breaks_no_contract(copy: Path) -> None:
    report = linted(copy)
    assert re.search(r"^Contracts: \d+ kept, 0 broken\.$", report, re.MULTILINE), report[-3000:]


@pytest.mark.parametrize("kind", KINDS)
def test_every_planted_import_is_seen_by_its_contract(kind: str, copy: Path) -> None:
    contract, plants = KINDS[kind]
    assert len(plants) >= 2
    leave(copy, contract)
    for module, target in plants.items():
        path = copy / (module.replace(".", "/") + ".py")
        path.write_text(f"{path.read_text(encoding='utf-8')}\nimport {target}\n", encoding="utf-8")
    said = re.sub(r"\s+", " ", broken_in(linted(copy), contract))
    unseen = [
        module
        for module, target in plants.items()
        if not re.search(rf"\b{re.escape(module)} -> {re.escape(target)}\b", said)
    ]
    assert unseen == [], f"{contract} does not see them"


def test_every_subject_stands_in_its_room_s_contract_and_in_the_walls_between_stages() -> None:
    for room in ROOMS:
        folders = {
            path.name for path in (ROOT / "voting" / room).iterdir() if (path / "__init__.py").exists()
        }
        assert folders <= {name for layer in subjects(room) for name in layer}, room
    for stage in STAGES[:-1]:
        contract = next(
            one for one in CONTRACTS if one["name"] == f"Stages meet only at the handover: {stage}"
        )
        behind = {name.rpartition(".")[2] for name in contract["forbidden_modules"]}
        layers = {name for layer in subjects(stage) for name in layer if not name.startswith("handover")}
        assert layers == behind, stage


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: str(contract["name"]))
def test_every_wildcard_of_a_contract_matches_something(contract: dict[str, list[str]]) -> None:
    known = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in (ROOT / "voting").rglob("*.py")
    ]
    for key in ("containers", "source_modules", "forbidden_modules"):
        for name in contract.get(key, []):
            if name.startswith("voting"):
                pattern = re.escape(name).replace(r"\*\*", r"[\w.]+").replace(r"\*", r"\w+")
                assert any(re.fullmatch(pattern, one) for one in known), name
