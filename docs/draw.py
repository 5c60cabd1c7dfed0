"""Write the pages of docs/ that are drawn from the code: lifecycles.md and rules.md. A test compares them.

Run: .venv/bin/python -m docs.draw
"""

from __future__ import annotations

import importlib
from pathlib import Path

from voting.congress.rules import LEVELS, RULES
from voting.core.lifecycle import Lifecycle

DOCS = Path(__file__).parent
ROOMS = DOCS.parent / "voting"


def lifecycles() -> dict[str, Lifecycle]:  # type: ignore[type-arg]  # whatever its states
    """Return every lifecycle table by room and name, in the order of the files."""
    found: dict[int, tuple[str, Lifecycle]] = {}  # type: ignore[type-arg]
    for path in sorted(ROOMS.glob("*/rules*.py")):
        module = importlib.import_module(f"voting.{path.parent.name}.{path.stem}")
        for name, value in vars(module).items():
            if isinstance(value, Lifecycle):
                found.setdefault(id(value), (f"{path.parent.name}.{name}", value))
    return dict(sorted(found.values(), key=lambda pair: pair[0]))


def lifecycles_page() -> str:
    """Return docs/lifecycles.md."""
    parts = [
        "# Lifecycles",
        "",
        "Drawn from the tables in each room's rules; a test compares this page with them.",
    ]
    for name, table in lifecycles().items():
        parts += ["", f"## {name}", "", "```mermaid", table.mermaid(), "```"]
    return "\n".join(parts) + "\n"


def rules_page() -> str:
    """Return docs/rules.md: every ballot rule with default, choices and source, and the levels' differences."""
    parts = [
        "# Rules and their sources",
        "",
        "Drawn from `voting/congress/rules*.py`; a test compares this page with them. No local ballot method could",
        "be read in full: where a rule comes from the election statutes by analogy it is a choice of the rule set,",
        "never a constant.",
        "",
        "## Rules of a ballot",
        "",
        "| rule | key | default | choices | source |",
        "| --- | --- | --- | --- | --- |",
    ]
    for rule in RULES:
        choices = "、".join(rule.label_of(one) for one in rule.choices) or (
            f"{rule.least}–{rule.most}" if rule.most else "是、否"
        )
        parts.append(
            f"| {rule.label} | `{rule.key}` | {rule.label_of(rule.default)} | {choices} | {rule.source} |"
        )
    parts += ["", "## Differences between the levels", ""]
    for level, rules in LEVELS.items():
        parts += [f"### {level}", "", "| what | value | source |", "| --- | --- | --- |"]
        for name, cell in vars(rules).items():
            if hasattr(cell, "source"):
                parts.append(f"| `{name}` | {cell.value} | {cell.source} |")
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


PAGES = {"lifecycles.md": lifecycles_page, "rules.md": rules_page}

if __name__ == "__main__":
    for file, page in PAGES.items():
        (DOCS / file).write_text(page(), encoding="utf-8")
