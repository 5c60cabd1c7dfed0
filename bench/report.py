"""Rows of bench/results/latest.json: every benchmark merges its own by name and prints them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("results") / "latest.json"


@dataclass(frozen=True)
class Row:
    """One measured figure.

    better: "lower" or "higher"; peer: what it was measured against, in the same run.
    """

    value: float
    unit: str
    target: float
    better: str
    peer: str

    @property
    def reached(self) -> bool:
        return self.value <= self.target if self.better == "lower" else self.value >= self.target


def write(rows: dict[str, Row], path: Path = RESULTS) -> None:
    """Merge rows into the results by name and print them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    known = read(path)
    when = datetime.now(UTC).isoformat(timespec="seconds")
    for name, row in rows.items():
        known[name] = {**asdict(row), "when": when}
        print(line(name, row))
    fresh = path.with_suffix(".tmp")
    fresh.write_text(
        json.dumps(dict(sorted(known.items())), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    fresh.replace(path)


def read(path: Path = RESULTS) -> dict[str, dict[str, Any]]:
    """Return what has been measured so far, by name."""
    found: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def line(name: str, row: Row) -> str:
    """Return a row as it is printed."""
    verdict = "reached" if row.reached else "MISSED"
    return f"{name:26s} {row.value:10.3f} {row.unit:8s} target {row.target:g} {verdict}  ({row.peer})"


def table(path: Path = RESULTS) -> list[str]:
    """Return all that has been measured, a line each, with its date."""
    known = [
        (name, Row(**{key: one[key] for key in Row.__dataclass_fields__}), one["when"])
        for name, one in read(path).items()
    ]
    return [f"{when[:16]}  {line(name, row)}" for name, row, when in known]
