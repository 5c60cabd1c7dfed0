"""Search what is at rest for anything that joins roll and box: columns, orders, times. Knows the true pairs.

Each place at rest gives rankings of deputies and rankings of ballots. If any pair of rankings agrees better with the
true pairs than chance allows (permutation test), somebody with the files could tell who cast what.
"""

from __future__ import annotations

import operator
import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from voting.core.db import Table, db

SHUFFLES = 20_000
LEVEL = 1e-4
Key = str
Ranking = Mapping[Key, float]


@dataclass(frozen=True)
class Finding:
    """Two rankings that agree with who cast what. p: how often chance agrees as well, at most."""

    roll: str
    box: str
    p: float


def agreement(first: Sequence[float], second: Sequence[float]) -> float:
    """Return the absolute rank correlation (Spearman) of paired values; 0 for constant ones."""
    return abs(product(centred(first), centred(second)))


def centred(values: Sequence[float]) -> list[float]:
    """Return the ranks around their mean, scaled to length 1; zeros for constant values."""
    found, mean = ranks(values), (len(values) - 1) / 2
    length = float(sum((x - mean) ** 2 for x in found) ** 0.5)
    return [(x - mean) / length if length else 0.0 for x in found]


def product(one: Sequence[float], two: Sequence[float]) -> float:
    return float(sum(map(operator.mul, one, two)))


def ranks(values: Sequence[float]) -> list[float]:
    """Return the ranks from 0, equal values sharing their mean rank."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    found = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in range(start, end + 1):
            found[order[place]] = (start + end) / 2
        start = end + 1
    return found


def p_value(first: Sequence[float], second: Sequence[float], chance: random.Random) -> float:
    """Return the share of shuffles that agree as well, counting the observed one (never 0).

    Shuffles in stages: what is plainly chance is given up early.
    """
    one, two, as_good = centred(first), centred(second), 0
    observed = abs(product(one, two)) - 1e-12
    if observed <= 0:
        return 1.0
    for done in range(1, SHUFFLES + 1):
        chance.shuffle(two)
        as_good += abs(product(one, two)) >= observed
        if as_good >= 10:
            return (as_good + 1) / (done + 1)
    return (as_good + 1) / (SHUFFLES + 1)


def search(
    rolls: Mapping[str, Ranking], boxes: Mapping[str, Ranking], pairs: Mapping[Key, Key]
) -> list[Finding]:
    """Return every pair of rankings that tells, below the level shared among all pairs (Bonferroni).

    pairs: deputy -> his ballot. A ranking that covers fewer than eight pairs tells nobody.
    """
    chance = random.Random(20261123)
    tests = [(r, b) for r in rolls for b in boxes]
    findings = []
    for roll, box in tests:
        known = [(d, c) for d, c in pairs.items() if d in rolls[roll] and c in boxes[box]]
        if len(known) < 8:
            continue
        p = p_value([rolls[roll][d] for d, _ in known], [boxes[box][c] for _, c in known], chance)
        if p < LEVEL:
            findings.append(Finding(roll, box, p))
    return findings


def numbers_of(values: Iterable[object]) -> list[float] | None:
    """Return values as numbers in their natural order; None for a column without any."""
    found = [0.0 if value is None else value for value in values]
    if all(isinstance(value, int | float) for value in found):
        return [float(value) for value in found if isinstance(value, int | float)]
    order = {value: float(place) for place, value in enumerate(sorted({str(value) for value in found}))}
    return [order[str(value)] for value in found]


def table_rankings(table: str, key: str) -> dict[str, Ranking]:
    """Return one ranking per column of a table, and those of where its rows lie. key: names the row's owner."""
    postgres = db.engine.dialect.name == "postgresql"
    columns = [column.name for column in Table.metadata.tables[table].columns]
    hidden = ["ctid::text AS where_ctid", "xmin::text::bigint AS when_xmin"] if postgres else []
    if not postgres and "WITHOUT ROWID" not in made_by(table):
        hidden = ["rowid AS where_rowid"]
    rows = db.session.execute(text(f"SELECT {', '.join([*columns, *hidden])} FROM {table}")).mappings().all()
    found: dict[str, Ranking] = {f"{table} as read": {str(row[key]): float(n) for n, row in enumerate(rows)}}
    for name in rows[0] if rows else ():
        values = [place(row[name]) if name == "where_ctid" else row[name] for row in rows]
        numbers = numbers_of(values)
        if numbers is not None:
            found[f"{table}.{name}"] = {str(row[key]): n for row, n in zip(rows, numbers, strict=True)}
    return found


def place(ctid: str) -> int:
    """Return a PostgreSQL row's place in its heap as one number."""
    page, row = re.findall(r"\d+", ctid)
    return int(page) * 10_000 + int(row)


def made_by(table: str) -> str:
    """Return the statement that made an SQLite table."""
    found = db.session.scalar(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table})
    return str(found)


def file_rankings(files: Iterable[Path], keys: Mapping[Key, bytes]) -> dict[str, Ranking]:
    """Return where in each file the bytes that stand for each key occur: first and last place, and how often."""
    found: dict[str, Ranking] = {}
    for file in files:
        content = file.read_bytes()
        first = {key: content.find(needle) for key, needle in keys.items()}
        here = {key: at for key, at in first.items() if at >= 0}
        if not here:
            continue
        found[f"{file.name} first"] = {key: float(at) for key, at in here.items()}
        found[f"{file.name} last"] = {key: float(content.rfind(keys[key])) for key in here}
        found[f"{file.name} times"] = {key: float(content.count(keys[key])) for key in here}
    return found
