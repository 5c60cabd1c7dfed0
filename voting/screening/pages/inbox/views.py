"""Routes of the inbox: parse, do, show."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, render_template, request

from voting.core.access import allow
from voting.core.downloads import CSV, XLSX, download_written
from voting.core.sheets import long_csv, long_workbook
from voting.people.access import current_actor, here
from voting.people.rules import COLLECTING, Role
from voting.screening.blueprint import Page, asked_number, asked_year, blueprint
from voting.screening.pages.inbox import queries as inbox_page_queries
from voting.screening.pages.inbox.queries import Asked
from voting.screening.suggestion.columns import HEADS, WIDTHS, cells_of


def asked() -> Asked:
    """Return the filters of the inbox from the query string."""
    args = request.args
    return Asked(
        args.get("q", "").strip()[:100],
        args.get("state", ""),
        args.get("source", ""),
        asked_year(),
        asked_number("page"),
    )


@blueprint.get("/j/<code>/screening/suggestions")
@allow(*COLLECTING, Role.OVERSIGHT)
def inbox(code: str) -> Page:
    page = inbox_page_queries.inbox_page(here(), current_actor(), asked())
    return render_template("screening/pages/inbox/inbox.html", page=page)


@blueprint.get("/j/<code>/screening/suggestions.csv")
@allow(*COLLECTING, Role.OVERSIGHT)
def inbox_csv(code: str) -> Response:
    """Send the filtered inbox as CSV, all of it, without any contact."""
    return download_written(lambda out: long_csv(out, HEADS, lines_asked()), CSV, f"suggestions-{code}.csv")


@blueprint.get("/j/<code>/screening/suggestions.xlsx")
@allow(*COLLECTING, Role.OVERSIGHT)
def inbox_xlsx(code: str) -> Response:
    """Send the filtered inbox as a workbook, all of it, without any contact."""
    return download_written(
        lambda out: long_workbook(out, HEADS, WIDTHS, lines_asked()), XLSX, f"suggestions-{code}.xlsx"
    )


def lines_asked() -> Iterator[tuple[str, ...]]:
    """Yield the cells of each suggestion that fits the filters."""
    return map(cells_of, inbox_page_queries.inbox_lines(here(), asked()))
