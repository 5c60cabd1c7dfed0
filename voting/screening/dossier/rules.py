"""The dossier of a candidate: its form as canonical JSON, its digest, and what it still lacks. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from voting.core.lifecycle import Missing
from voting.core.text import N_

FORMAT = "livelihood-project/1"
FEWEST_MILESTONES = 2


@dataclass(frozen=True, kw_only=True)
class DossierMilestone:
    """A milestone of the plan (时间节点)."""

    title: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class DossierPart:
    """A sub-item (子项目). quantity and measure: its target, e.g. 12 and 所."""

    title: str
    quantity: int | None = None
    measure: str = ""
    unit_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """What deputies read and vote on. Money in whole fen; beneficiaries in people.

    total_fen: 总投资; planned_fen: this year's plan; own_fen, upper_fen, social_fen: how planned_fen is raised.
    stage_target: only where the project runs over several years (multi_year).
    """

    title: str
    summary: str = ""
    field: str = "other"
    background: str = ""
    content: str = ""
    place: str = ""
    scale: str = ""
    annual_target: str = ""
    benefit: str = ""
    beneficiaries: int | None = None
    total_fen: int | None = None
    planned_fen: int | None = None
    own_fen: int = 0
    upper_fen: int = 0
    social_fen: int = 0
    lead_unit_id: int | None = None
    leader: str = ""
    finishes_on: date | None = None
    multi_year: bool = False
    stage_target: str = ""
    upkeep: str = ""
    milestones: tuple[DossierMilestone, ...] = ()
    parts: tuple[DossierPart, ...] = ()


_WRITERS = N_("人大工作人员或者政府办公室")
"""Who writes a dossier, from what the lead unit hands in."""


def for_another_year(dossier: Dossier, reason: str, planned_fen: int | None) -> Dossier:
    """Return a dossier made ready for a later year: the reason stands first, dates and money are to be set anew.

    planned_fen: what is still to be spent; None leaves it to the appraisal.
    """
    return replace(
        dossier,
        background=f"{reason}\n\n{dossier.background}".strip(),
        milestones=(),
        finishes_on=None,
        planned_fen=planned_fen,
        own_fen=planned_fen or 0,
        upper_fen=0,
        social_fen=0,
    )


def missing_before_appraise(dossier: Dossier, year: int) -> list[Missing]:
    """Return what the dossier lacks before it may be appraised (docs/rules.md, "The dossier")."""
    needed: list[tuple[object, str]] = [
        (dossier.summary, N_("一句话简介")),
        (dossier.content, N_("建设内容")),
        (dossier.place, N_("建设地点")),
        (dossier.annual_target, N_("年度目标")),
        (dossier.benefit, N_("受益范围")),
        (dossier.total_fen, N_("总投资")),
        (dossier.planned_fen, N_("年度计划投资")),
        (dossier.lead_unit_id, N_("牵头单位")),
        (dossier.finishes_on, N_("完成时限")),
        (len(dossier.milestones) >= FEWEST_MILESTONES, N_("至少两个时间节点")),
    ]
    missing = [Missing(what, _WRITERS) for value, what in needed if not value]
    if dossier.multi_year and not dossier.stage_target:
        missing.append(Missing(N_("跨年度项目的年度阶段目标"), _WRITERS))
    if any(step.due_on.year != year for step in dossier.milestones):
        missing.append(Missing(N_("时间节点都要落在项目年度之内"), _WRITERS))
    raised = dossier.own_fen + dossier.upper_fen + dossier.social_fen
    if dossier.planned_fen is not None and raised != dossier.planned_fen:
        missing.append(Missing(N_("资金来源合计要等于年度计划投资"), _WRITERS))
    return missing


def document_of(
    dossier: Dossier, *, project_id: int, year: int, units: Mapping[int, str], sources: int
) -> dict[str, Any]:
    """Return the dossier as it is frozen: text, whole numbers, truth values, null; no fractions.

    units: names by id, copied so that a later renaming does not touch the text; sources: suggestions behind it.
    """
    document = asdict(dossier)
    document["milestones"] = [
        {"ordinal": n, "title": step.title, "due_on": step.due_on.isoformat()}
        for n, step in enumerate(dossier.milestones, 1)
    ]
    document["parts"] = [
        {"ordinal": n, "unit": units.get(part.unit_id or 0, ""), **asdict(part)}
        for n, part in enumerate(dossier.parts, 1)
    ]
    document["finishes_on"] = dossier.finishes_on.isoformat() if dossier.finishes_on else None
    document["lead_unit"] = units.get(dossier.lead_unit_id or 0, "")
    return {"format": FORMAT, "project_id": project_id, "year": year, "sources": sources, **document}


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
            title=row["title"], quantity=row["quantity"], measure=row["measure"], unit_id=row["unit_id"]
        )
        for row in rows
    )
