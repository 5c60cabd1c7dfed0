"""A PostgreSQL server of the tests' own: a free port, a temporary folder, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType

import psycopg
import pytest

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
        self._start()
        return self

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

    def copy(self, source: str, target: str) -> None:
        """Make `target` anew as a copy of `source`."""
        self._do(
            f"DROP DATABASE IF EXISTS {target} WITH (FORCE)", f"CREATE DATABASE {target} TEMPLATE {source}"
        )
