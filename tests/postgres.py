"""A PostgreSQL server of the tests' own: a free port, a temporary folder, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import psycopg
import pytest

OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
SCHEMA = """
SELECT md5(string_agg(part, ',' ORDER BY part)) FROM (
  SELECT concat_ws(' ', attrelid, attname, pg_attribute.xmin) AS part
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND attnum > 0
  UNION ALL SELECT concat_ws(' ', oid, xmin) FROM pg_constraint WHERE connamespace = 'public'::regnamespace) AS parts"""
"""One text for all columns, indexes and constraints, and for the transactions that made them."""

CONFIGURED = """
wal_recycle = off  # as the program asks for where people vote
wal_init_zero = off
"""

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def free_port() -> int:
    """Return a TCP port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class PostgresServer:
    """Starts on entering, stops on leaving. Skips the test loudly when the server is not installed."""

    def __init__(self) -> None:
        if not PROGRAMS:
            pytest.skip("PostgreSQL is not installed: apt install postgresql")
        self._bin = PROGRAMS[-1]
        # A folder of its own: pytest closes its own to other users each time a session begins.
        self._kept = tempfile.TemporaryDirectory(prefix="postgres-of-tests-")
        self._folder = Path(self._kept.name)
        self._port = free_port()
        self._prefix: list[str] = []

    def __enter__(self) -> PostgresServer:
        if os.geteuid() == 0:  # the server refuses to run as root
            user = pwd.getpwnam("postgres")
            self._prefix = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
            shutil.chown(self._folder, user.pw_uid, user.pw_gid)
        data = self._folder / "data"
        self._run(
            "initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"
        )
        with (data / "postgresql.conf").open("a") as configured:
            configured.write(CONFIGURED)
        self._start()
        return self

    @property
    def folder(self) -> Path:
        """Everything that the server has on its disk, its log included."""
        return self._folder

    def _start(self) -> None:
        data, log = str(self._folder / "data"), str(self._folder / "log")
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        self._run("pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")

    def crash(self) -> None:
        """Stop at once, without closing anything, and start again from the write-ahead log."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "stop")
        self._start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "stop")
        self._kept.cleanup()

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [*self._prefix, str(self._bin / program), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
        )

    def url(self, database: str) -> str:
        """Return the SQLAlchemy URL of one of its databases."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self._port}/{database}"

    def _do(self, *statements: str) -> None:
        with psycopg.connect(
            f"postgresql://postgres@127.0.0.1:{self._port}/postgres", autocommit=True
        ) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def create(self, database: str) -> None:
        """Make an empty database."""
        self._do(f"CREATE DATABASE {database}")

    def rows(self, database: str) -> Rows:
        """Return a connection to what a database holds."""
        return Rows(self.url(database))

    def copy(self, source: str, target: str) -> None:
        """Make `target` anew as a copy of `source`."""
        self._do(
            f"DROP DATABASE IF EXISTS {target} WITH (FORCE)", f"CREATE DATABASE {target} TEMPLATE {source}"
        )


@dataclass(frozen=True)
class Held:
    """Rows by table, as COPY writes them, and the last number of each sequence that gave one."""

    rows: tuple[tuple[str, bytes], ...] = ()
    numbers: tuple[tuple[str, int], ...] = ()


class Rows:
    """The rows of a database, read and put back; to make it anew takes twenty times as long. Open inside a with block."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url.replace("+psycopg", ""))

    def __enter__(self) -> Rows:
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()

    def alone(self) -> None:
        """End every other connection, whatever it is in the middle of."""
        self._connection.execute(OTHERS)

    def schema(self) -> str:
        """Return a text that is another one after any change of a table."""
        return str(self._one_column(SCHEMA)[0])

    def held(self) -> Held:
        """Return every row."""
        rows = []
        for name in self._filled():
            with self._connection.cursor().copy(f'COPY "{name}" TO STDOUT'.encode()) as lines:
                rows.append((name, b"".join(bytes(line) for line in lines)))
        numbers = self._connection.execute(
            "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL ORDER BY 1"
        ).fetchall()
        self._connection.rollback()
        return Held(tuple(rows), tuple((str(name), int(last)) for name, last in numbers))

    def put(self, wanted: Held) -> None:
        """Hold these rows and no others; sequences go on where they stood."""
        run = self._connection.execute
        run(
            "SET session_replication_role = replica"
        )  # the rows come from a database in which they fit together
        for name in self._filled():
            run(f'DELETE FROM "{name}"'.encode())
        for name, content in wanted.rows:
            with self._connection.cursor().copy(f'COPY "{name}" FROM STDIN'.encode()) as lines:
                lines.write(content)
        run("SELECT setval(format('%I', sequencename)::regclass, start_value, false) FROM pg_sequences")
        for name, last in wanted.numbers:
            run("SELECT setval(format('%%I', %s::text)::regclass, %s)", (name, last))
        self._connection.commit()

    def _filled(self) -> list[str]:
        """Return the tables that have rows."""
        names = self._one_column("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        asked = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names)
        return self._one_column(" UNION ALL ".join(asked))

    def _one_column(self, statement: str) -> list[str]:
        return [str(found) for (found,) in self._connection.execute(statement.encode())]
