"""After a mock vote of 60, nothing at rest joins the roll and the box; a planted leak is found."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import text

from config import Settings
from tests.ballot.factories import Hall, choices, open_ballot
from tests.ballot.leaks import Ranking, agreement, file_rankings, p_value, search, table_rankings
from tests.postgres import PostgresServer
from tests.redis_server import RedisServer
from voting.ballot.close import actions as close_actions
from voting.ballot.sealed import keys, marks
from voting.ballot.sealed.shortlived import memory_for
from voting.ballot.sealed.verifiers import Checked, Still
from voting.belenios import ballot as sealed
from voting.core.db import db, transaction
from voting.demonstration import vote
from voting.people.rules import Place

pytestmark = pytest.mark.database

VOTERS = 60


def vote_of_sixty(app: Flask, city: Place, log: Path) -> tuple[Hall, dict[str, str]]:
    """A vote in which everybody draws and casts at once, in an order of chance: the worst case for a link.

    Closed, but not swept. Returns deputy -> credential in the order of casting.
    """
    handler = logging.FileHandler(log)
    logging.getLogger().addHandler(handler)
    at = open_ballot(city, VOTERS)
    order = list(at.deputies)
    random.Random(60).shuffle(order)
    pairs = {}
    for n, deputy in enumerate(order):
        token = vote.draw(at.uuid, deputy)
        vote.cast(at.uuid, token, choices((n % 3,)))
        pairs[str(deputy.deputy_id)] = token.credential
    with transaction():
        close_actions.close(at.secretary, at.uuid)
    logging.getLogger().removeHandler(handler)
    handler.close()
    return at, pairs


@pytest.fixture
def without_proofs(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the booth believe every proof: they would only take time here."""

    def trusting(_election: str, raw: str, _still: Still) -> Checked:
        return Checked(sealed.credential_in(raw), sealed.tracker(raw))

    monkeypatch.setattr(app.extensions["verifiers"], "check", trusting)


def at_rest(settings: Settings, log: Path, postgres: PostgresServer | None) -> list[Path]:
    """Every file that a thief of the disk would have; of PostgreSQL what it writes ahead, its log and temporary files too."""
    if postgres is not None:
        files = [path for folder in (postgres.folder, settings.data) for path in folder.rglob("*")]
        return [file for file in [*files, log] if file.is_file() and file.stat().st_size]
    database = Path(settings.database_url.removeprefix("sqlite:///"))
    files = [
        database,
        database.with_name(database.name + "-wal"),
        database.with_name(database.name + "-shm"),
        log,
    ]
    files += [path for path in settings.data.rglob("*") if path.is_file()]
    return [file for file in files if file.is_file() and file.stat().st_size]


def rolls() -> dict[str, Ranking]:
    """Every order in which the names stand."""
    return table_rankings("roll_entry", "deputy_id") | table_rankings("attendance", "deputy_id")


def boxes(files: Iterable[Path], pairs: Mapping[str, str]) -> dict[str, Ranking]:
    """Every order in which the ballots stand, in tables and in files."""
    return table_rankings("sealed_ballot", "credential") | file_rankings(files, needles(pairs))


def needles(pairs: Mapping[str, str]) -> dict[str, bytes]:
    """What of each credential stands together wherever it is written down."""
    return {credential: credential[:40].encode() for credential in pairs.values()}


@pytest.mark.usefixtures("without_proofs")
def test_nothing_at_rest_joins_the_roll_and_the_box_and_planted_leaks_are_found(
    app: Flask,
    city: Place,
    settings: Settings,
    postgres: PostgresServer | None,
    tmp_path: Path,
) -> None:
    log = tmp_path / "service.log"
    at, pairs = vote_of_sixty(app, city, log)

    # before the sweep what was written ahead still tells the order of arrival: the search can see it
    db.session.rollback()
    ahead = file_rankings(written_ahead(settings, postgres), needles(pairs))
    assert search(drawn(pairs), ahead, pairs)

    close_actions.sweep(at.uuid)
    assert at.uuid not in keys.unswept()
    found = boxes(at_rest(settings, log, postgres), pairs)
    assert len(found) >= 5
    assert postgres is not None or all(len(ranking) == VOTERS for ranking in found.values())
    assert search(rolls() | drawn(pairs), found, pairs) == []
    drew: Ranking = {credential: float(n) for n, credential in enumerate(pairs.values())}
    assert search(rolls(), {"order of drawing": drew}, pairs) == []  # the roll has forgotten it
    nowhere_else(settings, log, pairs)
    nothing_left(settings)
    assert not file_rankings(written_ahead(settings, postgres), needles(pairs))
    assert not (settings.data / "keys" / f"{at.uuid}.key").exists()

    planted_leaks_are_found(settings, postgres, pairs)


def written_ahead(settings: Settings, postgres: PostgresServer | None) -> list[Path]:
    """What the database writes before it writes its tables."""
    if postgres is not None:
        return [path for path in (postgres.folder / "data" / "pg_wal").rglob("*") if path.is_file()]
    wal = Path(settings.database_url.removeprefix("sqlite:///") + "-wal")
    return [wal] if wal.exists() else []


def nowhere_else(settings: Settings, log: Path, pairs: Mapping[str, str]) -> None:
    """Neither log, uploads nor key folder know a ballot."""
    others = [file for file in at_rest(settings, log, None) if "service.db" not in file.name]
    assert not file_rankings(others, needles(pairs))


def nothing_left(settings: Settings) -> None:
    """No free page and no write-ahead log is left; on PostgreSQL one transaction wrote all ballots."""
    db.session.rollback()
    if db.engine.dialect.name != "sqlite":
        assert (
            len(db.session.execute(text("SELECT count(*) FROM sealed_ballot GROUP BY xmin::text")).all()) == 1
        )
        return
    assert db.session.scalar(text("PRAGMA freelist_count")) == 0
    wal = Path(settings.database_url.removeprefix("sqlite:///") + "-wal")
    assert not wal.exists() or wal.stat().st_size == 0


def planted_leaks_are_found(
    settings: Settings, postgres: PostgresServer | None, pairs: Mapping[str, str]
) -> None:
    serial: Ranking = {credential: float(n) for n, credential in enumerate(pairs.values())}
    assert search(drawn(pairs), {"serial": serial}, pairs)
    chance = random.Random(7)  # a coarse time that jitters
    times: Ranking = {
        one: float((3 * n + chance.randrange(30)) // 10) for n, one in enumerate(pairs.values())
    }
    assert search(drawn(pairs), {"time": times}, pairs)
    copied = copied_one_by_one(pairs)
    assert search(drawn(pairs), {"copied": copied}, pairs)
    assert search(drawn(pairs), file_rankings(written_ahead(settings, postgres), needles(pairs)), pairs)
    if postgres is not None:
        spilled = spilled_by_a_cursor(postgres, pairs)
        assert search(drawn(pairs), spilled, pairs)


def spilled_by_a_cursor(postgres: PostgresServer, pairs: Mapping[str, str]) -> dict[str, Ranking]:
    """The planted table read by a cursor that is held open: PostgreSQL puts its rows into a temporary file."""
    with db.engine.connect() as connection:
        connection.execute(text("SET work_mem = '64kB'"))
        rows = "SELECT credential || repeat('x', 20000) FROM planted"
        connection.execute(text(f"DECLARE held CURSOR WITH HOLD FOR {rows}"))
        connection.commit()
        folder = postgres.folder / "data" / "base" / "pgsql_tmp"
        return file_rankings([path for path in folder.rglob("*") if path.is_file()], needles(pairs))


def copied_one_by_one(pairs: Mapping[str, str]) -> Ranking:
    """Ballots copied in their order of arrival into a plain table: its rowid or xmin gives them away."""
    db.session.rollback()
    with transaction():
        db.session.execute(text("CREATE TABLE planted (credential TEXT)"))
    for credential in pairs.values():
        with transaction():
            db.session.execute(text("INSERT INTO planted VALUES (:c)"), {"c": credential})
    hidden = "rowid" if db.engine.dialect.name == "sqlite" else "xmin::text::bigint"
    rows = db.session.execute(text(f"SELECT credential, {hidden} FROM planted")).all()
    return {str(row[0]): float(row[1]) for row in rows}


def drawn(pairs: Mapping[str, str]) -> dict[str, Ranking]:
    """The true order of drawing and casting, as somebody in the hall may have seen it."""
    return {"order of drawing": {deputy: float(n) for n, deputy in enumerate(pairs)}}


@pytest.mark.usefixtures("without_proofs")
def test_redis_that_writes_everything_down_learns_no_order(
    app: Flask, city: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RedisServer(tmp_path, writes_down=True) as server:
        memory = memory_for(server.url)
        monkeypatch.setitem(app.extensions, "booth_memory", memory)
        at, pairs = vote_of_sixty(app, city, tmp_path / "service.log")
        cast = list(pairs.values())
        while_open = {one: marks.name(at.uuid, "checking", one).encode() for one in cast}
        memory.put("last", "so that there is something to keep", 60)
        close_actions.sweep(at.uuid)
        redis = Redis.from_url(server.url)
        redis.save()
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert {path.suffix for path in files} >= {".aof", ".rdb"}

        # it is read in the order of casting, and the names that stand there lead to nobody once the key is dead
        assert search(drawn(pairs), file_rankings(files, while_open), pairs)
        after = {one: marks.name(at.uuid, "checking", one).encode() for one in cast}
        for known in (needles(pairs), plain_hashes(cast), after):
            assert not file_rankings(files, known)

        for one in cast:  # planted: as marks were named before
            memory.take(f"checking:{at.uuid}:{sha256(one.encode()).hexdigest()}", 60)
        files = [path for path in tmp_path.rglob("*.aof") if path.is_file()]
        assert search(drawn(pairs), file_rankings(files, plain_hashes(cast)), pairs)
        redis.rpush("planted", *cast)
        redis.save()
        assert search(drawn(pairs), file_rankings([tmp_path / "dump.rdb"], needles(pairs)), pairs)


def plain_hashes(credentials: Iterable[str]) -> dict[str, bytes]:
    """What anybody can compute of each published credential."""
    return {one: sha256(one.encode()).hexdigest().encode() for one in credentials}


@pytest.mark.pure
def test_the_permutation_test_is_honest() -> None:
    chance = random.Random(1)
    first = [chance.random() for _ in range(VOTERS)]
    second = [chance.random() for _ in range(VOTERS)]
    assert p_value(first, second, chance) > 1e-3
    assert p_value(first, [-x for x in first], chance) < 1e-4
    assert agreement([1, 1, 1], [1, 2, 3]) == 0
