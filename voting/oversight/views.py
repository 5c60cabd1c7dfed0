"""Routes of oversight: the coverage board of a place and everything below it, and its workbook."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from werkzeug import Response

from voting.core.access import allow
from voting.core.downloads import XLSX, download
from voting.core.query_args import year_asked
from voting.oversight import queries, reading, sheets
from voting.people.access import here
from voting.people.rules import Role

blueprint = Blueprint("oversight", __name__, url_prefix="/j/<code>/oversight")
LONGEST_SEARCH = 60
YEARS = range(2000, 2101)


def asked() -> queries.Asked:
    """Return what the address narrows the board to; nonsense narrows it to nothing."""
    year = year_asked()
    return queries.Asked(
        year=year if year in YEARS else None,
        only=request.args.get("only", "") if request.args.get("only") in {"none", "red"} else "",
        q=request.args.get("q", "").strip()[:LONGEST_SEARCH],
    )


@blueprint.get("")
@allow(Role.OVERSIGHT)
def home(code: str) -> str:
    return render_template("oversight/board.html", page=queries.board_page(here(), asked()))


@blueprint.get("/coverage.xlsx")
@allow(Role.OVERSIGHT)
def workbook(code: str) -> Response:
    page = queries.board_page(here(), asked())
    found = reading.standings(reading.places_under(here()), page.year)
    name = _("%(place)s%(year)s年票决覆盖情况.xlsx", place=page.place.name, year=page.year)
    return download(sheets.coverage_sheet(page.year, found), XLSX, name)
