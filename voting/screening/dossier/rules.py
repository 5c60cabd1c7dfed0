"""The dossier of a candidate: its form as canonical JSON, its digest, and what it still lacks. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from voting.core.errors import RuleBroken
from voting.core.lifecycle import Missing
from voting.core.text import N_
from voting.screening.words import Field, wording

FORMAT = "livelihood-project/1"
FEWEST_MILESTONES = 2


@dataclass(frozen=True, kw_only=True)
class DossierMilestone:
    """A milestone of the plan (时间节点)."""

    title: str
    due_on: date

    @property
    def in_words(self) -> str:
        """Return the milestone in one line, its day first."""
        return f"{self.due_on.isoformat()} {self.title}"


@dataclass(frozen=True, kw_only=True)
class DossierPart:
    """A sub-item (子项目). quantity and measure: its target, e.g. 12 and 所."""

    title: str
    quantity: int | None = None
    measure: str = ""
    unit_id: int | None = None

    @property
    def in_words(self) -> str:
        """Return the sub-item in one line, its target behind it."""
        target = "" if self.quantity is None else f" {self.quantity} {self.measure}"
        return f"{self.title}{target}".rstrip()


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

    @property
    def raised_fen(self) -> int:
        """Return what the sources give together."""
        return self.own_fen + self.upper_fen + self.social_fen


_WRITERS = N_("人大工作人员或者政府办公室")
"""Who writes a dossier, from what the lead unit hands in."""


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
    if dossier.planned_fen is not None and dossier.raised_fen != dossier.planned_fen:
        missing.append(Missing(N_("资金来源合计要等于年度计划投资"), _WRITERS))
    return missing


class MoneyAmiss(RuleBroken):
    """Amounts of a dossier that cannot be together; the sentence belongs to one of them."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def check_money(dossier: Dossier) -> None:
    """Raise MoneyAmiss for amounts that do not add up; what is not filled in yet is no fault.

    A year's plan is part of the total, and is raised from the sources that are named: 《预算法》第十三条 (支出必须以经批准的预算
    为依据), by analogy; docs/rules.md, "The dossier".
    """
    total, planned = dossier.total_fen, dossier.planned_fen
    if total is not None and planned is not None and planned > total:
        raise MoneyAmiss("planned_fen", N_("年度计划投资不能多于总投资。"))
    if dossier.raised_fen and planned is None:
        raise MoneyAmiss("planned_fen", N_("填了资金来源，请同时填写年度计划投资。"))
    if planned is not None and dossier.raised_fen not in {0, planned}:
        raise MoneyAmiss("own_fen", N_("本级财政、上级补助、社会资本合计要等于年度计划投资。"))


FIELD_WORDS: Mapping[str, str] = {
    "title": N_("项目名称"),
    "summary": N_("一句话简介"),
    "field": N_("民生领域"),
    "background": N_("背景和必要性"),
    "content": N_("建设内容"),
    "place": N_("建设地点"),
    "scale": N_("建设规模"),
    "annual_target": N_("年度目标"),
    "benefit": N_("受益范围"),
    "beneficiaries": N_("受益人口"),
    "total_fen": N_("总投资"),
    "planned_fen": N_("年度计划投资"),
    "own_fen": N_("其中本级财政"),
    "upper_fen": N_("其中上级补助"),
    "social_fen": N_("其中社会资本"),
    "lead_unit_id": N_("牵头单位"),
    "leader": N_("分管领导职务"),
    "finishes_on": N_("完成时限"),
    "multi_year": N_("跨年度项目"),
    "stage_target": N_("年度阶段目标"),
    "upkeep": N_("建成后的管护"),
    "milestones": N_("时间节点"),
    "parts": N_("子项目"),
}

MONEY = frozenset({"total_fen", "planned_fen", "own_fen", "upper_fen", "social_fen"})
NOT_SUBSTANCE = frozenset({"field", "background", "leader", "lead_unit_id", "upkeep", "milestones"})
"""What may be put right after a body has approved the list without asking it again: neither money, nor target, nor place."""


@dataclass(frozen=True)
class TextDifference:
    """A field that reads differently in two versions. label: message id; before, after: its values (money in fen)."""

    name: str
    label: str
    before: Any
    after: Any

    @property
    def is_money(self) -> bool:
        """Tell whether both values are amounts in fen."""
        return self.name in MONEY

    @property
    def is_substance(self) -> bool:
        """Tell whether who approved the one text has not approved the other."""
        return self.name not in NOT_SUBSTANCE


def differences(before: Dossier, after: Dossier) -> tuple[TextDifference, ...]:
    """Return the fields in which two dossiers differ, in the order of the form."""
    return tuple(
        TextDifference(
            item.name, FIELD_WORDS[item.name], getattr(before, item.name), getattr(after, item.name)
        )
        for item in fields(Dossier)
        if getattr(before, item.name) != getattr(after, item.name)
    )


@dataclass(frozen=True)
class DifferenceShown:
    """A difference in words. money: before and after are amounts in fen, None for none; else texts, message ids among them."""

    label: str
    money: bool
    before: int | str | None
    after: int | str | None


def shown(found: Sequence[TextDifference], units: Mapping[int, str]) -> tuple[DifferenceShown, ...]:
    """Return differences as a page shows them. units: names by id."""
    return tuple(
        DifferenceShown(one.label, one.is_money, said(one, one.before, units), said(one, one.after, units))
        for one in found
    )


def said(one: TextDifference, value: Any, units: Mapping[int, str]) -> int | str | None:  # noqa: ANN401  a dossier's value
    """Return one value of a dossier in words; an amount of money as it is."""
    if one.is_money:
        return None if value is None else int(value)
    if isinstance(value, bool):
        return N_("是") if value else N_("否")
    if one.name == "lead_unit_id":
        return units.get(value or 0, "—")
    if one.name == "field":
        return wording(Field(value))
    if isinstance(value, tuple):
        return "；".join(row.in_words for row in value) or "—"
    return str(value) if value not in {None, ""} else "—"


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
