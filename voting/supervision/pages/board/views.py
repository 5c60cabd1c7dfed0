"""Routes of the board of lights: parse, do, show."""

from __future__ import annotations

from flask import render_template
from werkzeug import Response

from voting.core.access import public
from voting.core.downloads import CSV, download
from voting.core.query_args import number_asked, text_asked, year_asked
from voting.people.access import here
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.pages.board import queries as board_page_queries
from voting.supervision.pages.board import sheet
from voting.supervision.pages.board.listing import Filter


def asked() -> Filter:
    """Return the filters of the address."""
    return Filter(
        year=year_asked(),
        light=text_asked("light", 20),
        unit=text_asked("unit"),
        q=text_asked("q", 100),
        number=number_asked("page") or 1,
    )


@blueprint.get("")
@public
def home(code: str) -> Page:
    return render_template(
        "supervision/pages/board/board.html", page=board_page_queries.board_page(here(), asked())
    )


@blueprint.get("/board.csv")
@public
def board_csv(code: str) -> Response:
    year, rows = board_page_queries.board_rows(here(), asked())
    return download(sheet.board_sheet(rows), CSV, f"lights-{code}-{year}.csv")
