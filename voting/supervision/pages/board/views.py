"""Routes of the board of lights: parse, do, show."""

from __future__ import annotations

from flask import render_template, request
from werkzeug import Response

from voting.core.access import public
from voting.core.downloads import CSV, download
from voting.core.query_args import year_asked
from voting.people.access import here
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.pages.board import queries as board_page_queries
from voting.supervision.pages.board import sheet


def asked() -> board_page_queries.Filter:
    """Return the filters of the address."""
    return board_page_queries.Filter(
        year=year_asked(),
        light=request.args.get("light", "")[:20],
        unit=request.args.get("unit", "")[:80],
        q=request.args.get("q", "").strip()[:100],
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
    page = board_page_queries.board_page(here(), asked())
    return download(sheet.board_sheet(page), CSV, f"lights-{code}-{page.year}.csv")
