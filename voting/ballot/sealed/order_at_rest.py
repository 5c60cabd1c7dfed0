"""Settings of PostgreSQL and Redis under which casting leaves its order on a disk. Reads them; changes none.

What PostgreSQL writes ahead holds each credential in the order of casting until the sweep after close lets those files
go (`box.rewriting`): nothing may copy them, keep them or write the statements down elsewhere, and the program's role
must be allowed to let them go. Redis holds marks that mean nothing once the ballot's key is dead (`marks`); it shall
write nothing down all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app
from redis.exceptions import RedisError, ResponseError
from sqlalchemy import bindparam, text

from voting.core.db import db
from voting.core.live import connect

RELOAD = "SELECT pg_reload_conf();"
RESTART = "and restart PostgreSQL"
OF_POSTGRES: dict[str, tuple[frozenset[str], str]] = {
    "archive_mode": (frozenset({"off"}), f"ALTER SYSTEM SET archive_mode = off; {RESTART}"),
    "wal_recycle": (frozenset({"off"}), f"ALTER SYSTEM SET wal_recycle = off; {RELOAD}"),
    "wal_keep_size": (frozenset({"0"}), f"ALTER SYSTEM SET wal_keep_size = 0; {RELOAD}"),
    "track_commit_timestamp": (
        frozenset({"off"}),
        f"ALTER SYSTEM SET track_commit_timestamp = off; {RESTART}",
    ),
    "log_statement": (frozenset({"none", "ddl"}), f"ALTER SYSTEM SET log_statement = 'none'; {RELOAD}"),
    "log_min_duration_statement": (
        frozenset({"-1"}),
        f"ALTER SYSTEM SET log_min_duration_statement = -1; {RELOAD}",
    ),
    "log_min_duration_sample": (
        frozenset({"-1"}),
        f"ALTER SYSTEM SET log_min_duration_sample = -1; {RELOAD}",
    ),
    "log_transaction_sample_rate": (
        frozenset({"0"}),
        f"ALTER SYSTEM SET log_transaction_sample_rate = 0; {RELOAD}",
    ),
    "replication slots": (frozenset({"0"}), "SELECT pg_drop_replication_slot(slot_name) for each of them"),
    "standbys and running back-ups": (frozenset({"0"}), "disconnect them until the vote is closed"),
    "may CHECKPOINT": (
        frozenset({"true"}),
        "GRANT pg_checkpoint TO the program's role (before PostgreSQL 15: a superuser)",
    ),
    "may pg_switch_wal": (
        frozenset({"true"}),
        "GRANT EXECUTE ON FUNCTION pg_switch_wal() TO the program's role",
    ),
}
"""What is looked at -> what it may be, and what an operator does about anything else."""

OF_REDIS = {
    "appendonly": ("no", "CONFIG SET appendonly no; CONFIG REWRITE"),
    "save": ("", 'CONFIG SET save ""; CONFIG REWRITE'),
    "replicas": ("0", "disconnect them until the vote is closed"),
}
"""The same of Redis, with the one value that each may have."""

_ASKED = text("""
    SELECT name, setting FROM pg_settings WHERE name IN :names
    UNION ALL SELECT 'replication slots', count(*)::text FROM pg_replication_slots
    UNION ALL SELECT 'standbys and running back-ups', count(*)::text FROM pg_stat_replication
    UNION ALL SELECT 'may pg_switch_wal', has_function_privilege('pg_switch_wal()', 'EXECUTE')::text
    UNION ALL SELECT 'may CHECKPOINT', EXISTS (
        SELECT 1 FROM pg_roles WHERE (rolname = current_user AND rolsuper)
           OR (rolname = 'pg_checkpoint' AND pg_has_role(oid, 'USAGE')))::text
""").bindparams(bindparam("names", expanding=True, value=list(OF_POSTGRES)))


@dataclass(frozen=True)
class Keeper:
    """A setting that keeps an order. mend: what an operator does, in the words of the program concerned."""

    of: str
    setting: str
    found: str
    mend: str

    def __str__(self) -> str:
        return f"{self.of} keeps the order of casting: {self.setting} is {self.found}; do: {self.mend}"


def of_database() -> tuple[Keeper, ...]:
    """Return what of PostgreSQL keeps an order; nothing of SQLite, whose files the sweep rewrites by itself."""
    if db.engine.dialect.name != "postgresql":
        return ()
    return tuple(
        Keeper("PostgreSQL", name, setting, OF_POSTGRES[name][1])
        for name, setting in db.session.execute(_ASKED)
        if setting not in OF_POSTGRES[name][0]
    )


def forbids_a_vote() -> bool:
    """Tell whether no real vote may be opened here. A demonstration's ballots are nobody's."""
    return not current_app.extensions["settings"].demonstration and bool(of_database())


def of_redis(redis_url: str | None) -> tuple[Keeper, ...]:
    """Return what of Redis writes to a disk; nothing where there is none, and of one that is away."""
    if not redis_url:
        return ()
    redis = connect(redis_url)
    try:
        found = {name: _value(redis.config_get(name), name) for name in ("appendonly", "save")}
        found["replicas"] = _value(redis.info("replication"), "connected_slaves")
    except ResponseError:  # CONFIG is renamed or not allowed
        return (
            Keeper("Redis", "appendonly or save", "not to be read", "let the program's user call CONFIG GET"),
        )
    except RedisError:
        return ()
    return tuple(
        Keeper("Redis", name, repr(value), OF_REDIS[name][1])
        for name, value in found.items()
        if value != OF_REDIS[name][0]
    )


def _value(answer: object, name: str) -> str:
    assert isinstance(answer, dict)
    value = answer.get(name, answer.get(name.encode(), ""))
    return value.decode() if isinstance(value, bytes) else str(value)
