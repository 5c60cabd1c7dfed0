"""Routes of the inbox: parse, do, show."""

from __future__ import annotations

from flask import Response, render_template, request
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.clock import stamp
from voting.core.downloads import CSV, download
from voting.core.money import yuan
from voting.core.sheets import as_csv
from voting.people.access import current_actor, here
from voting.people.rules import COLLECTING, Role
from voting.screening.blueprint import Page, asked_number, asked_year, blueprint
from voting.screening.merging.views import CSV_HEADS
from voting.screening.pages.inbox import queries as inbox_page_queries
from voting.screening.pages.inbox.queries import Asked
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SUGGESTION
from voting.screening.words import wording


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
    """Send the filtered inbox as a sheet, without any contact."""
    sheet = as_csv(
        (_(head) for head in CSV_HEADS), map(cells_of, inbox_page_queries.inbox_lines(here(), asked()))
    )
    return download(sheet, CSV, f"suggestions-{code}.csv")


def cells_of(row: Suggestion) -> tuple[str, ...]:
    """Return the cells of one suggestion."""
    cost = "" if row.cost_fen is None else yuan(row.cost_fen)
    words = (_(SUGGESTION.words[row.state]), _(wording(row.source)), _(wording(row.channel)))
    return (row.number, stamp(row.submitted_at), *words, row.title, row.content, row.place, cost)
