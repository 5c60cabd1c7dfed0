"""The lists of the public site as .xlsx files."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter
from flask_babel import gettext as _

from voting.core.money import in_cell
from voting.portal.home.queries import HomePage

LIGHT_WORDS = {"green": "正常", "yellow": "预警", "red": "滞后", "blue": "已验收", "grey": "未启动"}


def project_sheet(page: HomePage) -> bytes:
    """Return the chosen projects of a year as a workbook of one sheet; money in 万元."""
    heads = [
        _("序号"),
        _("项目"),
        _("简介"),
        _("牵头单位"),
        _("完成时限"),
        _("年度计划（万元）"),
        _("进度%%"),
        _("计划%%"),
        _("灯"),
    ]
    rows = [
        [
            line.ordinal,
            line.title,
            line.summary,
            line.unit,
            line.due_on.isoformat(),
            in_cell(line.planned_fen),
            line.progress,
            line.scheduled,
            _(LIGHT_WORDS[line.light]),
        ]
        for line in page.projects
    ]
    return workbook(f"{page.year}", heads, rows)


def workbook(title: str, heads: list[str], rows: list[list[object]]) -> bytes:
    """Return a workbook of one sheet with a bold first row that stays when scrolling. Text stays text."""
    file = BytesIO()
    with xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet(title)
        sheet.write_row(0, 0, [head.replace("%%", "%") for head in heads], book.add_format({"bold": True}))
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return file.getvalue()
