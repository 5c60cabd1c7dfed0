"""A database that is not this version's own stops the start, in words; the program's own passes, on both databases."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import create_engine, text

from tests.service import ROOT, Service
from voting.core.db import db
from voting.core.schema import ForeignSchema, expect_own
from voting.people.rules import Place


def run(*statements: str) -> None:
    with db.engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()


def refusal() -> str:
    with pytest.raises(ForeignSchema) as found:
        expect_own(db.engine)
    return str(found.value)


@pytest.mark.database
def test_the_programs_own_database_passes(city: Place) -> None:
    run("CREATE TABLE somebody_elses (id INTEGER PRIMARY KEY)", "CREATE INDEX own_index ON meeting (title)")
    expect_own(db.engine)


@pytest.mark.database
@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("DROP TABLE evaluation", "table evaluation is missing"),
        ("ALTER TABLE ballot DROP COLUMN attended", "column ballot.attended is missing"),
        ("ALTER TABLE ballot ADD COLUMN other INTEGER", "column ballot.other is not"),
        ("ALTER TABLE ballot RENAME COLUMN attended TO others", "column ballot.attended is missing"),
        ("DROP INDEX ix_ballot_jurisdiction_id_meeting_id", "index ix_ballot_jurisdiction_id_meeting_id"),
        ("CREATE UNIQUE INDEX one_a_year ON meeting (year)", "index one_a_year"),
    ],
)
def test_what_differs_is_named(statement: str, named: str) -> None:
    run(statement)
    assert named in refusal()


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (", 'void'", "", "check ck_ballot_ballotstate of ballot"),
        ("CHECK (seats > 0)", "CHECK (seats > 1)", "check ck_ballot_seats of ballot"),
        ("PRIMARY KEY (uuid)", "PRIMARY KEY (uuid, title)", "primary key of ballot"),
        ("title VARCHAR(200) NOT NULL", "title VARCHAR(200)", "nullable of column ballot.title"),
        ("title VARCHAR(200)", "title INTEGER", "type of column ballot.title"),
        (
            "FOREIGN KEY(meeting_id) REFERENCES meeting (id)",
            "FOREIGN KEY(meeting_id) REFERENCES term (id)",
            "of ballot is missing",
        ),
    ],
)
def test_a_first_revision_that_was_edited_in_place_is_found(
    app: Flask, empty: Path, old: str, new: str, named: str
) -> None:
    with db.engine.connect() as connection:
        made = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'ballot'")).scalar_one()
        assert old in made
        connection.exec_driver_sql("PRAGMA writable_schema = ON")
        connection.execute(
            text("UPDATE sqlite_master SET sql = :sql WHERE name = 'ballot'"), {"sql": made.replace(old, new)}
        )
        connection.commit()
    db.engine.dispose()
    assert named in refusal()


def test_a_box_that_numbers_its_rows_is_found() -> None:
    with db.engine.connect() as connection:
        made = connection.execute(
            text("SELECT sql FROM sqlite_master WHERE name = 'sealed_ballot'")
        ).scalar_one()
    run("DROP TABLE sealed_ballot", made.replace("WITHOUT ROWID", ""))
    assert "row numbers of sealed_ballot" in refusal()


@pytest.mark.database
def test_a_newer_programs_database_is_told_from_one_that_waits_for_its_upgrade(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    run("INSERT INTO alembic_version VALUES ('9999')")
    assert "a newer version made it" in refusal()
    run("UPDATE alembic_version SET version_num = '0001'")
    monkeypatch.setattr(ScriptDirectory, "get_heads", lambda _self: ["9999"])
    assert "run `flask db upgrade`" in refusal()


def test_an_empty_database_waits_for_its_upgrade(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    with pytest.raises(ForeignSchema, match="run `flask db upgrade` first"):
        expect_own(engine)
    engine.dispose()


@dataclass(frozen=True)
class Ended:
    code: int
    said: str


@pytest.fixture(scope="module")
def made_otherwise(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that calls itself up to date, made by a version whose first revision was another."""
    service = Service(tmp_path_factory.mktemp("old"))
    assert ended(service, "flask", "db", "upgrade").code == 0
    with sqlite3.connect(service.folder / "service.db") as connection:
        connection.execute("ALTER TABLE ballot DROP COLUMN attended")
    connection.close()
    return service.folder / "service.db"


@pytest.fixture
def old(made_otherwise: Path, tmp_path: Path) -> Service:
    shutil.copy(made_otherwise, tmp_path / "service.db")
    return Service(tmp_path)


def ended(service: Service, name: str, *arguments: str, **more: str) -> Ended:
    done = subprocess.run(
        service.program(name, *arguments) if not name.startswith("deploy/") else [ROOT / name],
        cwd=ROOT,
        env=service.environment | more,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    return Ended(done.returncode, done.stdout + done.stderr)


def test_gunicorn_does_not_start_on_another_versions_database(old: Service) -> None:
    config = "deploy/gunicorn.conf.py"
    found = ended(old, "gunicorn", "--config", config, "--bind", f"127.0.0.1:{old.port}", "wsgi:app")
    assert found.code != 0
    assert "the program does not start" in found.said
    assert "column ballot.attended is missing" in found.said
    assert "Traceback" not in found.said


def test_the_demonstration_does_not_start_on_another_versions_database(old: Service, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / "secret_key").write_text("k" * 48)
    found = ended(old, "deploy/run", PORT=str(old.port))
    assert found.code != 0
    assert "column ballot.attended is missing" in found.said
    assert "Traceback" not in found.said


def test_a_secret_key_is_never_made_anew_beside_a_database(tmp_path: Path) -> None:
    service = Service(tmp_path)
    service.settings.data.mkdir()
    (service.settings.data / "livelihood.db").write_bytes(b"a restored database")
    found = ended(service, "deploy/run", PORT=str(service.port))
    assert found.code != 0
    assert "secret_key is missing" in found.said
    assert not (service.settings.data / "secret_key").exists()


def test_only_the_upgrade_itself_runs_on_another_versions_database(old: Service) -> None:
    """One command from the shell; the others by the same words inside one process, for each start loads the program."""
    commands = (
        ("verify-journal",),
        ("set-up", "140900"),
        ("bundle", "NoSuchBallot11", str(old.folder / "b.zip")),
        ("pabulib", "import", str(ROOT / "README.md")),
    )
    found = {"demonstration": ended(old, "flask", "demonstration")}
    app = old.app()
    with app.app_context():  # the command's own, before the one that this test stands in
        for name, *arguments in commands:
            answer = app.test_cli_runner().invoke(args=[name, *arguments])
            found[name] = Ended(answer.exit_code, answer.output)
        db.engine.dispose()
    for command, one in found.items():
        assert one.code == 1, command
        assert "column ballot.attended is missing" in one.said, command
        assert "Traceback" not in one.said, command
    assert ended(old, "flask", "db", "upgrade").code == 0


def test_every_command_that_touches_the_database_looks_at_it_first(app: Flask) -> None:
    def commands(group: click.Group) -> Iterator[tuple[str, click.Command]]:
        for name, command in group.commands.items():
            if command is app.cli.commands["db"]:
                continue  # the way to another version
            if isinstance(command, click.Group):
                yield from commands(command)
            else:
                yield name, command

    unlooked = {name for name, command in commands(app.cli) if not looks(command.callback)}
    assert unlooked == {"demonstration-signs", "certificate"}  # neither opens the database


def looks(callback: Callable[..., object] | None) -> bool:
    while callback is not None:
        if callback.__code__.co_qualname.startswith("on_own_database"):
            return True
        callback = getattr(callback, "__wrapped__", None)
    return False
