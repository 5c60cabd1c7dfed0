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
from sqlalchemy import create_engine, inspect, text

from tests.service import ROOT, Service, migrated
from voting.core.db import db
from voting.core.schema import ForeignSchema, differences, expect_own
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


def all_differences() -> str:
    """Every difference in words, also those that the refusal only counts."""
    with db.engine.connect() as connection:
        return "; ".join(differences(connection, set(inspect(connection).get_table_names())))


@pytest.mark.database
def test_the_programs_own_database_passes(city: Place) -> None:
    run("CREATE TABLE somebody_elses (id INTEGER PRIMARY KEY)", "CREATE INDEX own_index ON meeting (title)")
    expect_own(db.engine)


@pytest.mark.database
def test_whatever_differs_is_named() -> None:
    """All at once, for each look goes over every table; the start stops at the first of them."""
    run(
        "DROP TABLE evaluation",
        "ALTER TABLE ballot DROP COLUMN attended",
        "ALTER TABLE ballot ADD COLUMN other INTEGER",
        "ALTER TABLE meeting RENAME COLUMN title TO others",
        "DROP INDEX ix_ballot_jurisdiction_id_meeting_id",
        "CREATE UNIQUE INDEX one_a_year ON meeting (year)",
    )
    found = all_differences()
    for named in (
        "table evaluation is missing",
        "column ballot.attended is missing",
        "column ballot.other is not",
        "column meeting.title is missing",
        "column meeting.others is not",
        "index ix_ballot_jurisdiction_id_meeting_id",
        "index one_a_year",
    ):
        assert named in found


@pytest.mark.database
def test_one_thing_that_differs_is_enough() -> None:
    run("ALTER TABLE ballot DROP COLUMN attended")
    assert all_differences() == "column ballot.attended is missing"
    assert "column ballot.attended is missing" in refusal()


EDITED = [
    (", 'void'", ""),
    ("CHECK (seats > 0)", "CHECK (seats > 1)"),
    ("PRIMARY KEY (uuid)", "PRIMARY KEY (uuid, title)"),
    ("title VARCHAR(200) NOT NULL", "title INTEGER"),
    ("FOREIGN KEY(meeting_id) REFERENCES meeting (id)", "FOREIGN KEY(meeting_id) REFERENCES term (id)"),
]


def test_a_first_revision_that_was_edited_in_place_is_found(app: Flask, empty: Path) -> None:
    """Each thing that was edited is named by itself: the look at one rests on no other."""
    with db.engine.connect() as connection:
        made = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'ballot'")).scalar_one()
        for old, new in EDITED:
            assert old in made
            made = made.replace(old, new)
        connection.exec_driver_sql("PRAGMA writable_schema = ON")
        connection.execute(text("UPDATE sqlite_master SET sql = :sql WHERE name = 'ballot'"), {"sql": made})
        connection.commit()
    db.engine.dispose()
    found = all_differences()
    for named in (
        "check ck_ballot_ballotstate of ballot",
        "check ck_ballot_seats of ballot",
        "primary key of ballot",
        "nullable of column ballot.title",
        "type of column ballot.title",
        "of ballot is missing",
    ):
        assert named in found


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
    file = tmp_path_factory.mktemp("old") / "service.db"
    file.write_bytes(migrated())
    with sqlite3.connect(file) as connection:
        connection.execute("ALTER TABLE ballot DROP COLUMN attended")
    connection.close()
    return file


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


def test_of_what_starts_the_demonstration_only_the_upgrade_runs_on_another_versions_database(
    old: Service, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / "secret_key").write_text("k" * 48)
    found = ended(old, "deploy/run", PORT=str(old.port))
    assert found.code != 0
    assert "the database was not upgraded" not in found.said
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


def test_no_command_runs_on_another_versions_database(old: Service) -> None:
    """One with arguments and one without, by the words of the shell inside this process, for each start loads the program.

    That every other one asks the same is looked at below; the demonstration's own is started from the shell above.
    """
    app = old.app()
    with app.app_context():  # the command's own, before the one that this test stands in
        for command in (["verify-journal"], ["bundle", "NoSuchBallot11", str(old.folder / "b.zip")]):
            answer = app.test_cli_runner().invoke(args=command)
            assert answer.exit_code == 1, command
            assert "column ballot.attended is missing" in answer.output, command
            assert "Traceback" not in answer.output, command
        db.engine.dispose()


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
