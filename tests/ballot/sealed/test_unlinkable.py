"""After a mock vote of 60, nothing at rest joins the roll and the box; a planted leak is found."""

from __future__ import annotations

import logging
import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from config import Settings
from tests.ballot.factories import Hall, choices, open_ballot
from tests.ballot.leaks import Ranking, agreement, file_rankings, p_value, search, table_rankings
from voting.ballot.close import actions as close_actions
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


def trusting(_election: str, raw: str, _still: Still) -> Checked:
    return Checked(sealed.credential_in(raw), sealed.tracker(raw))


def at_rest(settings: Settings, log: Path) -> list[Path]:
    """Every file that a thief of the disk would have."""
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


def boxes(settings: Settings, log: Path, pairs: Mapping[str, str]) -> dict[str, Ranking]:
    """Every order in which the ballots stand, in tables and in files."""
    found = table_rankings("sealed_ballot", "credential")
    needles = {credential: credential[:40].encode() for credential in pairs.values()}
    return found | file_rankings(at_rest(settings, log), needles)


def test_nothing_at_rest_joins_the_roll_and_the_box_and_planted_leaks_are_found(
    app: Flask, city: Place, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.extensions["verifiers"], "check", trusting)  # proofs would only take time here
    log = tmp_path / "service.log"
    at, pairs = vote_of_sixty(app, city, log)
    on_sqlite = db.engine.dialect.name == "sqlite"

    # before the sweep the write-ahead log still tells the order of arrival: the search can see it
    db.session.rollback()
    if on_sqlite:
        assert search(drawn(pairs), boxes(settings, log, pairs), pairs)

    close_actions.sweep(at.uuid)
    found = boxes(settings, log, pairs)
    assert len(found) >= 5
    assert all(len(ranking) == VOTERS for ranking in found.values())
    assert search(rolls() | drawn(pairs), found, pairs) == []
    drew: Ranking = {credential: float(n) for n, credential in enumerate(pairs.values())}
    assert search(rolls(), {"order of drawing": drew}, pairs) == []  # the roll has forgotten it
    nowhere_else(settings, log, pairs)
    nothing_left(settings)
    assert not (settings.data / "keys" / f"{at.uuid}.key").exists()

    planted_leaks_are_found(settings, log, pairs)


def nowhere_else(settings: Settings, log: Path, pairs: Mapping[str, str]) -> None:
    """Neither log, uploads nor key folder know a ballot."""
    others = [file for file in at_rest(settings, log) if "service.db" not in file.name]
    assert not file_rankings(others, {one: one[:40].encode() for one in pairs.values()})


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


def planted_leaks_are_found(settings: Settings, log: Path, pairs: Mapping[str, str]) -> None:
    serial: Ranking = {credential: float(n) for n, credential in enumerate(pairs.values())}
    assert search(drawn(pairs), {"serial": serial}, pairs)
    chance = random.Random(7)  # a coarse time that jitters
    times: Ranking = {
        one: float((3 * n + chance.randrange(30)) // 10) for n, one in enumerate(pairs.values())
    }
    assert search(drawn(pairs), {"time": times}, pairs)
    copied = copied_one_by_one(pairs)
    assert search(drawn(pairs), {"copied": copied}, pairs)
    if db.engine.dialect.name == "sqlite":
        files = file_rankings(at_rest(settings, log), {one: one[:40].encode() for one in pairs.values()})
        assert any("wal" in finding.box for finding in search(drawn(pairs), files, pairs))


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


@pytest.mark.pure
def test_the_permutation_test_is_honest() -> None:
    chance = random.Random(1)
    first = [chance.random() for _ in range(VOTERS)]
    second = [chance.random() for _ in range(VOTERS)]
    assert p_value(first, second, chance) > 1e-3
    assert p_value(first, [-x for x in first], chance) < 1e-4
    assert agreement([1, 1, 1], [1, 2, 3]) == 0
