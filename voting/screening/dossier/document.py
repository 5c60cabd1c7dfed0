"""The dossier as it is frozen: canonical JSON and its digest, and back. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from voting.screening.dossier.rules import (
    BeneficiaryGroup,
    Dossier,
    DossierAttachment,
    DossierMilestone,
    DossierPart,
)

FORMAT = "livelihood-project/1"
LATER = ("groups", "attachments")
"""Keys that came after the first texts were frozen."""


def document_of(
    dossier: Dossier, *, project_id: int, year: int, units: Mapping[int, str], sources: int
) -> dict[str, Any]:
    """Return the dossier as it is frozen: text, whole numbers, truth values, null; no fractions.

    units: names by id, copied so that a later renaming does not touch the text; sources: suggestions behind it.
    What the format did not know at first (a sub-item's place, groups, attachments) stands only where something is said:
    a text of before reads byte for byte as it did.
    """
    document = asdict(dossier)
    for name in LATER:
        if not document[name]:
            del document[name]
    document["milestones"] = [
        {"ordinal": n, "title": step.title, "due_on": step.due_on.isoformat()}
        for n, step in enumerate(dossier.milestones, 1)
    ]
    document["parts"] = [
        {"ordinal": n, "unit": units.get(part.unit_id or 0, ""), **part_row(part)}
        for n, part in enumerate(dossier.parts, 1)
    ]
    document["finishes_on"] = dossier.finishes_on.isoformat() if dossier.finishes_on else None
    document["lead_unit"] = units.get(dossier.lead_unit_id or 0, "")
    return {"format": FORMAT, "project_id": project_id, "year": year, "sources": sources, **document}


def part_row(part: DossierPart) -> dict[str, Any]:
    """Return a sub-item as it stands in a document or a table; its place only where there is one."""
    row = asdict(part)
    if not part.place:
        del row["place"]
    return row


def withheld(dossier: Dossier) -> Dossier:
    """Return the dossier as everybody may read it: of attachments that are not public the digest alone, without a name."""
    kept = tuple(one if one.public else replace(one, title="") for one in dossier.attachments)
    return replace(dossier, attachments=kept)


def canonical(document: Mapping[str, Any]) -> str:
    """Return the one JSON text of a document: keys sorted, no spaces, no escapes (as RFC 8785 for these types)."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_document(document: Mapping[str, Any]) -> Dossier:
    """Return the dossier that a frozen document holds."""
    plain = {key: value for key, value in document.items() if key in Dossier.__dataclass_fields__}
    plain["finishes_on"] = date.fromisoformat(document["finishes_on"]) if document["finishes_on"] else None
    plain["milestones"] = steps_of(document["milestones"])
    plain["parts"] = parts_of(document["parts"])
    plain["groups"] = groups_of(document.get("groups", ()))
    plain["attachments"] = attachments_of(document.get("attachments", ()))
    return Dossier(**plain)


def steps_of(rows: Sequence[Mapping[str, Any]]) -> tuple[DossierMilestone, ...]:
    """Return milestones as they stand in a document or a table."""
    return tuple(
        DossierMilestone(title=row["title"], due_on=date.fromisoformat(row["due_on"])) for row in rows
    )


def parts_of(rows: Sequence[Mapping[str, Any]]) -> tuple[DossierPart, ...]:
    """Return sub-items as they stand in a document or a table."""
    return tuple(
        DossierPart(
            title=row["title"],
            quantity=row["quantity"],
            measure=row["measure"],
            unit_id=row["unit_id"],
            place=row.get("place", ""),
        )
        for row in rows
    )


def groups_of(rows: Sequence[Mapping[str, Any]]) -> tuple[BeneficiaryGroup, ...]:
    """Return groups of who benefits as they stand in a document or a table."""
    return tuple(BeneficiaryGroup(**row) for row in rows)


def attachments_of(rows: Sequence[Mapping[str, Any]]) -> tuple[DossierAttachment, ...]:
    """Return attachments as they stand in a document or a table; those whose name was withheld are not known here."""
    return tuple(DossierAttachment(**row) for row in rows if row["title"])


def lists_in_words(document: Mapping[str, Any]) -> dict[str, str]:
    """Return the sub-items, the groups who benefit and the public attachments of a frozen text, each list in one line."""
    parts = document.get("parts", ())
    units = {row["unit_id"]: row["unit"] for row in parts if row["unit_id"]}
    lists = {
        "parts": [row.in_words(units) for row in parts_of(parts)],
        "groups": [row.in_words(units) for row in groups_of(document.get("groups", ()))],
        "attachments": [row.title for row in attachments_of(document.get("attachments", ()))],
    }
    return {name: "；".join(rows) for name, rows in lists.items()}
