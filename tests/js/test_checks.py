"""What the checks of JavaScript are for, they find: a fault of each kind, planted in a copy of the browser's modules."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / ".venv/js/node_modules"
TYPES = [str(TOOLS / "typescript/bin/tsc"), "--pretty", "false"]
LINT = [str(TOOLS / "@biomejs/biome/bin/biome"), "check", "--error-on-warnings", "--reporter=github"]
PLANTS = {
    "argument": ('import { b64 } from "./canonical.js";\nb64("text");\n', "TS2345"),
    "parameter": ("export function f(anything) {\n  return anything;\n}\n", "TS7006"),
    "nothing": ('document.getElementById("main").focus();\n', "TS2531"),
    "task": ('import { Crew } from "./crew.js";\nnew Crew().ask("sael", {});\n', "TS2345"),
    "move": ('import { move } from "../tablet/views.js";\nmove("fly");\n', "TS2345"),
    "view": ('import { shows } from "../tablet/views.js";\nshows("sealing");\n', "TS2345"),
    "unused": ("const unused = 1;\n", "noUnusedVariables"),
    "disorder": (
        'import { dump } from "./canonical.js";\nimport { b64 } from "./b64.js";\ndump(b64);\n',
        "organizeImports",
    ),
}
pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The lines of both checks over a copy in which every fault is planted."""
    folder = tmp_path_factory.mktemp("modules")
    shutil.copytree(ROOT / "static/js", folder / "static/js")
    for name in ("tsconfig.json", "biome.json"):
        shutil.copy(ROOT / name, folder / name)
    for name, (text, _) in PLANTS.items():
        (folder / f"static/js/belenios/planted-{name}.js").write_text(text, encoding="utf-8")
    lines: list[str] = []
    for command in (TYPES, LINT):
        done = subprocess.run(
            [str(ROOT / ".venv/bin/node"), *command],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode != 0
        lines += (done.stdout + done.stderr).splitlines()
    return lines


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_fault_is_found(said: list[str], plant: str) -> None:
    fault = PLANTS[plant][1]
    assert any(f"planted-{plant}.js" in line and fault in line for line in said), "\n".join(said)


def test_nothing_is_found_where_nothing_is_planted(said: list[str]) -> None:
    found = [line for line in said if "error TS" in line or line.startswith(("::error", "::warning"))]
    assert len(found) >= len(PLANTS)
    assert [line for line in found if "planted-" not in line] == []


def test_both_programs_are_pinned_and_no_address_is() -> None:
    lock = json.loads((ROOT / "tests/js/package-lock.json").read_text(encoding="utf-8"))
    named = json.loads((ROOT / "tests/js/package.json").read_text(encoding="utf-8"))["devDependencies"]
    packages = lock["packages"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in named} == named
    assert [name for name, one in packages.items() if name and not one.get("integrity")] == []
    assert [name for name, one in packages.items() if "resolved" in one] == []
