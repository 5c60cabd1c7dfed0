"""The program as it is served: gunicorn in a process of its own, on a free port, with data of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path
from types import TracebackType

from flask import Flask

from config import Settings
from tests.postgres import free_port
from voting.app import create_app

ROOT = Path(__file__).parents[1]
SECRET_KEY = "k" * 40
PATIENCE_SECONDS = 300


class Service:
    """Migrates and serves on entering, stops on leaving. `app` is the same program in this process, to seed with."""

    def __init__(
        self, folder: Path, *, redis_url: str | None = None, verifiers: int = 2, database_url: str = ""
    ) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.settings = Settings(
            secret_key=SECRET_KEY,
            database_url=database_url or f"sqlite:///{folder / 'service.db'}",
            data=folder / "data",
            redis_url=redis_url,
            demonstration=True,
            behind_tls=False,
            argon2_memory_kib=64,
            verifiers=verifiers,
        )
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What the program reads from its environment."""
        settings = {
            "SECRET_KEY": SECRET_KEY,
            "DATABASE_URL": self.settings.database_url,
            "DATA": str(self.settings.data),
            "DEMONSTRATION": "1",
            "BEHIND_TLS": "0",
            "VERIFIERS": str(self.settings.verifiers),
            "FLASK_APP": "wsgi",
        }
        if self.settings.redis_url:
            settings["REDIS_URL"] = self.settings.redis_url
        return {**os.environ, **settings}

    def program(self, name: str, *arguments: str) -> list[str]:
        """Return the command line of a program of this environment."""
        return [str(Path(sys.executable).with_name(name)), *arguments]

    def __enter__(self) -> Service:
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / "service.db"
        if self.settings.database_url == f"sqlite:///{file}" and not file.exists():
            file.write_bytes(migrated())
        else:
            upgrade(self)
        self.start()
        return self

    def start(self) -> None:
        """Start serving; return when the first page answers."""
        command = self.program(
            "gunicorn", "--config", "deploy/gunicorn.conf.py", "--bind", f"127.0.0.1:{self.port}", "wsgi:app"
        )
        log = (self.folder / "log").open("ab")
        self._process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            try:
                urllib.request.urlopen(self.url + "/sign-in", timeout=60).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
            else:
                return
        raise TimeoutError((self.folder / "log").read_text()[-2000:])

    @property
    def pid(self) -> int:
        """The number of gunicorn's arbiter."""
        assert self._process is not None
        return self._process.pid

    def stop(self, *, kill: bool = False) -> None:
        """Stop serving, politely or not."""
        assert self._process is not None
        if kill:
            subprocess.run(["pkill", "-KILL", "-P", str(self.pid)], check=False)
            self._process.kill()
        else:
            self._process.terminate()
        self._process.wait(PATIENCE_SECONDS)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def app(self) -> Flask:
        """Return the same program in this process, on the same database."""
        return create_app(self.settings)


def upgrade(service: Service) -> None:
    """Bring a service's database to this version by the program's own command."""
    subprocess.run(
        service.program("flask", "db", "upgrade"),
        cwd=ROOT,
        env=service.environment,
        check=True,
        capture_output=True,
    )


@cache
def migrated() -> bytes:
    """The file of an empty database at this version: the upgrade makes it once, and each service starts from a copy."""
    with tempfile.TemporaryDirectory() as name:
        service = Service(Path(name))
        upgrade(service)
        assert not (service.folder / "service.db-wal").exists(), (
            "the command ended and wrote everything to the file"
        )
        return (service.folder / "service.db").read_bytes()
