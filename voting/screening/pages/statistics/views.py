"""Routes of the yearly statistics: parse, do, show."""

from __future__ import annotations

from flask import render_template
from flask_babel import gettext as _
from werkzeug import Response

from voting.core.access import public
from voting.core.downloads import XLSX, download_of_all
from voting.core.made_once import made_once
from voting.core.sheets import Sheet, as_workbook, workbook_key
from voting.people.access import here
from voting.screening.blueprint import Page, asked_year, blueprint
from voting.screening.pages.statistics import queries


@blueprint.get("/j/<code>/screening/statistics")
@public
def statistics(code: str) -> Page:
    page = queries.statistics_page(here(), asked_year())
    return render_template("screening/pages/statistics/statistics.html", page=page)


@blueprint.get("/j/<code>/screening/statistics.xlsx")
@public
def statistics_xlsx(code: str) -> Response:
    page = queries.statistics_page(here(), asked_year())
    heads = (_("表"), _("项"), _("建议（条）"))
    rows = [(_(table.title), _(line.word), line.count) for table in page.tables for line in table.lines]
    sheet = Sheet(heads, rows, title=str(page.year), widths=(18, 40, 12))
    made = made_once().get(workbook_key(sheet), lambda: as_workbook(sheet))
    return download_of_all(made, XLSX, f"suggestions-{code}-{page.year}.xlsx")
