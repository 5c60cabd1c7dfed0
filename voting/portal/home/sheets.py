"""The lists of the public site as sheets."""

from __future__ import annotations

from flask_babel import gettext as _

from voting.core.money import in_cell
from voting.core.sheets import Cell, Sheet
from voting.portal.home.queries import HomePage
from voting.portal.project_line import ProjectLine


def project_sheet(page: HomePage) -> Sheet:
    """Return the chosen projects of a year as a sheet; money in 万元."""
    heads = (
        *(_("序号"), _("项目"), _("简介"), _("牵头单位"), _("完成时限"), _("年度计划（万元）")),
        *(_("进度%%").replace("%%", "%"), _("计划%%").replace("%%", "%"), _("亮灯月份"), _("灯")),
    )
    return Sheet(heads, [row_of(line) for line in page.projects], title=str(page.year))


def row_of(line: ProjectLine) -> tuple[Cell, ...]:
    """Return the cells of one project."""
    return (
        line.ordinal,
        line.title,
        line.summary,
        line.unit,
        line.due_on,
        in_cell(line.planned_fen),
        line.progress,
        line.scheduled,
        line.lit_month,
        _(line.word),
    )
