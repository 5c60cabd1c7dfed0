"""The coverage board as a workbook: one row a congress, for counting on in a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter
from flask_babel import gettext as _

from voting.core.money import in_cell
from voting.core.text import N_
from voting.oversight.reading import CongressStanding
from voting.oversight.rules import STAGES

LEVEL_WORDS = {"city": N_("市级"), "county": N_("县级"), "township": N_("乡级")}
LIGHT_WORDS = {
    "green": N_("正常"),
    "yellow": N_("预警"),
    "red": N_("滞后"),
    "blue": N_("已验收"),
    "grey": N_("未启动"),
}


def coverage_sheet(year: int, found: Sequence[CongressStanding]) -> bytes:
    """Return a workbook of one sheet; money in 万元. Text stays text, whatever it begins with."""
    heads = [
        *(
            _("区划代码"),
            _("名称"),
            _("级别"),
            _("阶段"),
            _("项目"),
            _("已验收"),
            _("年度计划（万元）"),
            _("已完成投资（万元）"),
        ),
        *(_(word) for word in LIGHT_WORDS.values()),
    ]
    file = BytesIO()
    with xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet(str(year))
        sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
        for number, standing in enumerate(found, 1):
            sheet.write_row(number, 0, row_of(standing))
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, len(found), len(heads) - 1)
        sheet.autofit()
    return file.getvalue()


def row_of(standing: CongressStanding) -> list[object]:
    """Return the cells of one congress."""
    return [
        standing.place.code,
        standing.place.name,
        _(LEVEL_WORDS[standing.place.level.value]),
        _(STAGES[standing.stage]),
        standing.projects,
        standing.accepted,
        in_cell(standing.planned_fen),
        in_cell(standing.spent_fen),
        *(standing.lights.get(light, 0) for light in LIGHT_WORDS),
    ]
