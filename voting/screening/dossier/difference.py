"""What reads differently in two versions of a dossier, and what of it weighs. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from voting.core.text import N_
from voting.screening.dossier.rules import Dossier
from voting.screening.words import Field, wording

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
    "groups": N_("受益人群"),
    "attachments": N_("附件"),
}

MONEY = frozenset({"total_fen", "planned_fen", "own_fen", "upper_fen", "social_fen"})
HEADINGS: Mapping[str, str] = {
    name: f"{word}（元）" if name in MONEY else word for name, word in FIELD_WORDS.items()
}
"""What stands above each field in a list, whatever language the reader has: money is in yuan there."""
NOT_SUBSTANCE = frozenset(
    {"field", "background", "leader", "lead_unit_id", "upkeep", "milestones", "attachments"}
)
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


def money_differs(before: Dossier, after: Dossier) -> bool:
    """Tell whether an amount is another: whoever reviewed the one text has not reviewed the other's money."""
    return any(one.is_money for one in differences(before, after))


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
        return "；".join(row.in_words(units) for row in value) or "—"
    return str(value) if value not in {None, ""} else "—"
