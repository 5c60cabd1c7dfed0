"""Where the demonstrations of releases are kept, how one is packed, and how one is put back.

One archive for each release and engine: `database.db` (SQLite) or `database.sql` (PostgreSQL, as pg_dump writes it), the
folder `data` with keys and photographs, and `day`, the day on which it was made.
"""

from __future__ import annotations

import re
import subprocess
import tarfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from config import Settings
from tests.postgres import PROGRAMS, PostgresServer

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent / "fixtures"
RELEASED = ROOT / "migrations" / "released.txt"
ENGINES = ("sqlite", "postgresql")
SECRET_KEY = "the-key-of-kept-demonstrations-holds-no-secret"
NAMED = 3
"""Of how many suggestions of a kept demonstration it is known who made them, and that is SUGGESTER."""
SUGGESTER = ("王秀兰", "0350-7654321", "")
"""Name, telephone, mail."""


@dataclass(frozen=True)
class Revision:
    """A line of `released.txt`. release: as the change log heads it; number: of the revision; sha256: of its file."""

    release: str
    number: str
    sha256: str


def released() -> list[Revision]:
    """Return every released revision, oldest first."""
    lines = [line.split() for line in RELEASED.read_text().splitlines() if not line.startswith("#")]
    return [Revision(*words) for words in lines]


def releases() -> list[str]:
    """Return the releases of which a demonstration is kept."""
    return sorted(path.name for path in FOLDER.iterdir())


def archive(release: str, engine: str) -> Path:
    """Return where a release's demonstration on an engine is kept."""
    return FOLDER / release / f"{engine}.tar.xz"


def settings_in(folder: Path, url: str) -> Settings:
    """Return how the program is started on a kept demonstration that lies in a folder."""
    return Settings(
        secret_key=SECRET_KEY,
        database_url=url,
        data=folder / "data",
        demonstration=True,
        behind_tls=False,
        testing=True,
        argon2_memory_kib=64,
        verifiers=1,
    )


def pack(folder: Path, to: Path) -> None:
    """Write a folder as an archive whose bytes depend on the files' names and contents alone."""

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = entry.mtime = 0
        entry.uname = entry.gname = ""
        return entry

    to.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(to, "w:xz", preset=9) as file:
        for path in sorted(folder.iterdir()):
            file.add(path, path.name, filter=plain)


@dataclass(frozen=True)
class Restored:
    """A kept demonstration that was put back. day: on which it was made; settings: to start the program on it."""

    day: date
    settings: Settings


def restore(release: str, engine: str, folder: Path, server: PostgresServer | None) -> Restored:
    """Put a kept demonstration back into an empty folder, on PostgreSQL into a new database of the server."""
    with tarfile.open(archive(release, engine)) as file:
        file.extractall(folder, filter="data")
    if server is None:
        url = f"sqlite:///{folder / 'database.db'}"
    else:
        name = "kept_" + re.sub(r"\W", "_", release)
        url = server.url(name)
        server.create(name)
        ask("psql", url, "--quiet", "--set", "ON_ERROR_STOP=1", "--file", str(folder / "database.sql"))
    return Restored(date.fromisoformat((folder / "day").read_text().strip()), settings_in(folder, url))


def ask(program: str, url: str, *arguments: str) -> str:
    """Run a client program of PostgreSQL on a database and return what it prints."""
    where = url.replace("postgresql+psycopg:", "postgresql:")
    command = [str(PROGRAMS[-1] / program), "--dbname", where, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
