"""The division list of Xinzhou (GB/T 2260), read from the file beside this one and written into the tables.

Cleaned of the statistics code's ten rows that are no townships, and with the three townships filed under
the management zone 140971 at their administrative home, 五台县. Subdistricts have no congress.
"""

from __future__ import annotations

import csv
from pathlib import Path

from sqlalchemy import select

from voting.congress.place.models import Jurisdiction
from voting.core.db import db
from voting.people.rules import Level

FILE = Path(__file__).with_name("xinzhou_divisions.csv")


def load_places(file: Path = FILE) -> int:
    """Add the places of `file` that are not there yet, parents first; return how many were added."""
    known = {row.code: row for row in db.session.scalars(select(Jurisdiction))}
    added = 0
    with file.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            if line["code"] in known:
                continue
            parent = known[line["parent_code"]] if line["parent_code"] else None
            known[line["code"]] = add_place(line, parent)
            added += 1
    return added


def add_place(line: dict[str, str], parent: Jurisdiction | None) -> Jurisdiction:
    """Add one jurisdiction under its parent; its path ends in its own id."""
    row = Jurisdiction(
        code=line["code"],
        name=line["name"],
        kind=line["kind"],
        level=Level(line["level"]),
        has_congress=line["has_congress"] == "1",
        parent_id=parent.id if parent else None,
    )
    db.session.add(row)
    db.session.flush()
    row.path = f"{parent.path}/{row.id}" if parent else str(row.id)
    return row
