"""The browser's modules import downwards only: what two need of each other lies in a third."""

from __future__ import annotations

import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "static/js"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)  # types named there load nothing
NAMED = re.compile(
    r"""^(?:import|export)\b[^"';]*?["'](\.[^"']+)["']|\bimport\(\s*["'](\.[^"']+)["']""", re.MULTILINE
)
pytestmark = pytest.mark.pure


def imports(folder: Path) -> dict[Path, set[Path]]:
    """Every module under a folder, with the modules that it imports, re-exports or loads later."""
    return {
        file.resolve(): {
            (file.parent / (static or late)).resolve()
            for static, late in NAMED.findall(COMMENT.sub("", file.read_text()))
        }
        for file in folder.rglob("*.js")
    }


def test_no_module_imports_itself_over_others() -> None:
    graph = imports(SCRIPTS)
    assert sum(len(named) for named in graph.values()) > 150
    TopologicalSorter(graph).prepare()


def test_every_imported_module_exists() -> None:
    graph = imports(SCRIPTS)
    assert {str(named) for all_named in graph.values() for named in all_named} <= {
        str(file) for file in graph
    }


@pytest.mark.parametrize(
    "back",
    [
        'import { a } from "../one.js";',
        'import {\n  a,\n  c,\n} from "../one.js";',
        'import * as one from "../one.js";',
        'import "../one.js";',
        'export { a } from "../one.js";',
        'const later = () => import("../one.js");',
    ],
)
def test_a_planted_cycle_is_found(tmp_path: Path, back: str) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "one.js").write_text('// one\nimport { b } from "./deep/two.js";\nexport const a = b;\n')
    (tmp_path / "deep/two.js").write_text(f"{back}\nexport const b = 1;\n")
    with pytest.raises(CycleError):
        TopologicalSorter(imports(tmp_path)).prepare()
