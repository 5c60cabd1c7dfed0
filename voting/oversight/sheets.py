"""The coverage board as a sheet: one row a congress, for counting on in a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from voting.core.money import in_cell
from voting.core.sheets import Cell, Sheet, as_workbook
from voting.core.text import N_
from voting.oversight.reading import CongressStanding
from voting.oversight.rules import STAGES
from voting.people.rules import Level
from voting.supervision.light.rules import LIGHTS

LEVEL_WORDS = {Level.CITY: N_("市级"), Level.COUNTY: N_("县级"), Level.TOWNSHIP: N_("乡级")}


def coverage_sheet(year: int, found: Sequence[CongressStanding]) -> bytes:
    """Return a workbook of one sheet; money in 万元."""
    heads = (
        *(_("区划代码"), _("名称"), _("级别"), _("阶段"), _("项目"), _("已验收")),
        *(_("年度计划（万元）"), _("已完成投资（万元）")),
        *(_(word) for word in LIGHTS.values()),
    )
    rows = [row_of(standing) for standing in found]
    return as_workbook(Sheet(heads, rows, title=str(year), beside=2, filtered=True))


def row_of(standing: CongressStanding) -> tuple[Cell, ...]:
    """Return the cells of one congress."""
    return (
        standing.place.code,
        standing.place.name,
        _(LEVEL_WORDS[standing.place.level]),
        _(STAGES[standing.stage]),
        standing.projects,
        standing.accepted,
        in_cell(standing.planned_fen),
        in_cell(standing.spent_fen),
        *(standing.lights.get(light, 0) for light in LIGHTS),
    )
