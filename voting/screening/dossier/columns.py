"""The columns of projects as a list: the fields of a dossier under the words of its form, whatever language the reader has.

Money in yuan, days as 2027-11-30, milestones and sub-items one a line.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from voting.core.money import yuan
from voting.screening.dossier.difference import FIELD_WORDS, HEADINGS, MONEY
from voting.screening.dossier.facts import dossier_of
from voting.screening.dossier.models import Project
from voting.screening.dossier.rules import Dossier
from voting.screening.dossier.states import PROJECT
from voting.screening.words import wording

BEFORE = ("编号", "年度", "状态", "名单顺序")
HEADS = (*BEFORE, *HEADINGS.values())
LONG = frozenset({"background", "content", "milestones", "parts"})
WIDTHS = (8, 8, 14, 10, *(48 if name in LONG else 20 for name in FIELD_WORDS))


def cells_of(row: Project, units: Mapping[int, str], ordinal: int | None) -> tuple[str, ...]:
    """Return the cells of one project. units: names by id; ordinal: its place on the fixed list, None for none."""
    dossier = dossier_of(row)
    place = "" if ordinal is None else str(ordinal)
    told = (cell_of(row, dossier, name, units) for name in FIELD_WORDS)
    return (str(row.id), str(row.year), PROJECT.words[row.state], place, *told)


def cell_of(row: Project, dossier: Dossier, name: str, units: Mapping[int, str]) -> str:
    """Return one field of a dossier as a cell; empty for what is not filled in."""
    value = getattr(dossier, name)
    named = {"field": wording(row.field), "lead_unit_id": units.get(dossier.lead_unit_id or 0, "")}
    if name in named:
        return named[name]
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None:
        return ""
    if name in MONEY:
        return yuan(value)
    if isinstance(value, tuple):
        return "\n".join(one.in_words(units) for one in value)
    return value.isoformat() if isinstance(value, date) else str(value)
