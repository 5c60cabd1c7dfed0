"""Routes of the overview: parse, do, show."""

from __future__ import annotations

from flask import render_template

from voting.congress.blueprint import LOOKERS, Page, blueprint
from voting.congress.pages.home import queries as home_page_queries
from voting.core.access import allow
from voting.people.access import here


@blueprint.get("/")
@allow(*LOOKERS)
def home(code: str) -> Page:
    return render_template("congress/pages/home/home.html", page=home_page_queries.home_page(here()))
