"""Keep a small demonstration of this version on both databases, and the digests of its revisions: `make release`.

The demonstration is `make run`'s, with congresses of fourteen and photographs of a few kilobytes, played at noon of DAY;
keys and ballots are drawn anew each time. The version is the one in `pyproject.toml`. A release that is kept is not kept
again: what was given away stays as it was.
"""

from __future__ import annotations

import io
import shutil
import sqlite3
import sys
import tempfile
import tomllib
from contextlib import closing
from datetime import date
from hashlib import sha256
from pathlib import Path

import time_machine
from flask_migrate import upgrade
from PIL import Image
from sqlalchemy import select

from config import Settings
from tests.migrations import kept
from tests.postgres import PostgresServer
from voting.app import create_app
from voting.core.clock import moment
from voting.core.db import db
from voting.demonstration import photographs, seed
from voting.screening.suggestion.contact import sealed_contact
from voting.screening.suggestion.models import Suggestion

DAY = date(2026, 11, 27)
CONGRESS = (14, 1)
"""Deputies, and how many of them do not come."""
PICTURE = (160, 120)
NEWER = ("\\restrict", "\\unrestrict", "SET transaction_timeout")
"""Lines of newer versions of pg_dump that older servers do not know."""
DRAWN = photographs.draw


def small(title: str, progress: int) -> bytes:
    """Return a picture of the demonstration, fit for keeping."""
    file = io.BytesIO()
    Image.open(io.BytesIO(DRAWN(title, progress))).resize(PICTURE).save(file, "JPEG", quality=60)
    return file.getvalue()


def seeded(settings: Settings) -> None:
    """Build the database by its migrations and play the demonstration in it."""
    app = create_app(settings)
    try:
        with app.app_context(), time_machine.travel(moment(DAY, 12)):
            upgrade(directory=str(kept.ROOT / "migrations"))
            seed.seed(settings.data, lambda _line: None)
            name_some()
            db.session.remove()
            db.engine.dispose()
    finally:
        app.extensions["verifiers"].stop()


def name_some() -> None:
    """Let somebody have made the first suggestions: the demonstration's name nobody, and what is sealed is to open later."""
    for row in db.session.scalars(select(Suggestion).order_by(Suggestion.id).limit(kept.NAMED)):
        row.contact = sealed_contact(kept.SUGGESTER)
    db.session.commit()


def keep_sqlite(folder: Path) -> None:
    """Leave the demonstration on SQLite in a folder, as one compact file."""
    filled = folder / "filled.db"
    seeded(kept.settings_in(folder, f"sqlite:///{filled}"))
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("VACUUM INTO ?", (str(folder / "database.db"),))
    for left in folder.glob("filled.db*"):
        left.unlink()


def keep_postgresql(folder: Path) -> None:
    """Leave the demonstration on PostgreSQL in a folder, as one text that any later server reads."""
    with PostgresServer() as server:
        server.create("filled")
        seeded(kept.settings_in(folder, server.url("filled")))
        dump = kept.ask("pg_dump", server.url("filled"), "--no-owner", "--no-privileges")
    lines = [line for line in dump.splitlines() if not line.startswith(NEWER)]
    (folder / "database.sql").write_text("\n".join(lines) + "\n")


KEEP = {"sqlite": keep_sqlite, "postgresql": keep_postgresql}


def digests(release: str) -> list[str]:
    """Return the lines of `released.txt` for the revisions that no release before has."""
    before = {line.number for line in kept.released()}
    files = sorted((kept.ROOT / "migrations" / "versions").glob("*.py"))
    return [
        f"{release} {file.name[:4]} {sha256(file.read_bytes()).hexdigest()}"
        for file in files
        if file.name[:4] not in before
    ]


def main() -> None:
    """Keep the version that `pyproject.toml` names."""
    release = tomllib.loads((kept.ROOT / "pyproject.toml").read_text())["project"]["version"]
    if release in kept.releases():
        sys.exit(f"{release} is kept already: give pyproject.toml the number of the next release first")
    photographs.draw = small
    seed.SEATS.update(dict.fromkeys(seed.SEATS, CONGRESS))
    with tempfile.TemporaryDirectory(prefix="release-") as name:
        for engine, keep in KEEP.items():
            folder = Path(name) / engine
            folder.mkdir()
            keep(folder)
            shutil.rmtree(folder / "data" / "demonstration-keys")
            (folder / "day").write_text(f"{DAY}\n")
        for engine in KEEP:
            kept.pack(Path(name) / engine, kept.archive(release, engine))
    with kept.RELEASED.open("a") as file:
        file.writelines(f"{line}\n" for line in digests(release))


if __name__ == "__main__":
    main()
