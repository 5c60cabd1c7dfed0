"""The wall between roll and box, as schema and as imports."""

import ast
import sys
from pathlib import Path
from subprocess import run

import pytest
from sqlalchemy import DateTime, Integer

from voting.ballot.sealed import (
    box,  # noqa: F401  the tables are known
)
from voting.core.db import Table, UtcDateTime

ROOT = Path(__file__).parents[3]
BOX = {"sealed_ballot", "challenged_ballot", "card_signature", "void_credential"}
PEOPLE = {
    "account",
    "deputy",
    "roll_entry",
    "attendance",
    "appointment",
    "signed_in",
    "account_role",
    "trustee",
}
BEHIND = (
    "box",
    "booth",
    "booth_ballot",
    "booth_body",
    "booth_refusal",
    "tokens",
    "keys",
    "shortlived",
    "verifiers",
    "pulse",
)
BEFORE = (
    "voting.people",
    "voting.audit",
    "voting.congress.place",
    "voting.congress.term",
    "voting.congress.meeting",
    "voting.congress.attendance",
    "voting.ballot.roll",
    "voting.ballot.ceremony",
    "voting.ballot.card",
    "voting.ballot.paper",
)


def reachable(table: str) -> set[str]:
    """Tables that foreign keys lead to, at any distance."""
    found: set[str] = set()
    waiting = [table]
    while waiting:
        for key in Table.metadata.tables[waiting.pop()].foreign_keys:
            target = key.column.table.name
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


@pytest.mark.pure
@pytest.mark.parametrize("table", sorted(BOX))
def test_no_foreign_key_leads_from_the_box_to_a_person(table: str) -> None:
    assert not reachable(table) & PEOPLE
    assert "ballot" in reachable(table)


@pytest.mark.pure
def test_nothing_points_into_the_box() -> None:
    pointing = [
        (name, key.column.table.name)
        for name, table in Table.metadata.tables.items()
        for key in table.foreign_keys
        if key.column.table.name in BOX
    ]
    assert pointing == []


@pytest.mark.pure
@pytest.mark.parametrize("table", sorted(BOX))
def test_the_box_has_no_time_no_number_and_no_rowid(table: str) -> None:
    found = Table.metadata.tables[table]
    kinds = {column.name: column.type for column in found.columns}
    assert not [name for name, kind in kinds.items() if isinstance(kind, (DateTime, UtcDateTime, Integer))]
    assert found.dialect_options["sqlite"]["with_rowid"] is False


def test_the_database_really_has_no_rowid() -> None:
    from sqlalchemy import text

    from voting.core.db import db

    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite's matter")
    found = db.session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    made = {row.name: row.sql for row in found}
    assert all("WITHOUT ROWID" in made[table] for table in BOX)


def imported(module: str) -> set[str]:
    """Modules of ours that are loaded once `module` is, in a process of its own."""
    code = f"import sys, {module}; print(*[name for name in sys.modules if name.startswith('voting.')])"
    done = run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.pure
@pytest.mark.parametrize("name", ["booth", "box", "tokens", "verifiers"])
def test_what_stands_behind_the_wall_never_loads_what_stands_before_it(name: str) -> None:
    loaded = imported(f"voting.ballot.sealed.{name}")
    assert not [module for module in loaded if module.startswith(BEFORE)]


@pytest.mark.pure
def test_a_verifier_process_loads_the_cryptography_alone() -> None:
    loaded = imported("voting.ballot.sealed.verifiers") - {
        "voting.ballot",
        "voting.ballot.sealed",
        "voting.ballot.sealed.verifiers",
        "voting.belenios",
    }
    assert all(module.startswith("voting.belenios.") for module in loaded)


@pytest.mark.pure
def test_the_booth_never_asks_who_is_there() -> None:
    for name in BEHIND:
        tree = ast.parse((ROOT / f"voting/ballot/sealed/{name}.py").read_text())
        names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not names & {"cookies", "remote_addr", "user_agent", "access_route", "logger"}, name
