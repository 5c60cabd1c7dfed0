"""Routes of a year's results: parse, do, show."""

from __future__ import annotations

from flask import render_template

from voting.core.access import public
from voting.people.access import here
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.pages.year import queries as year_page_queries


@blueprint.get("/years/<int:year>")
@public
def year_report(code: str, year: int) -> Page:
    return render_template("supervision/pages/year/year.html", page=year_page_queries.year_page(here(), year))
