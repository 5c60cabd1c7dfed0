"""Routes of the front page of screening: parse, do, show."""

from __future__ import annotations

from flask import render_template

from voting.core.access import public
from voting.people.access import current_actor_or_none, here
from voting.screening.blueprint import (
    Page,
    asked_year,
    blueprint,
)
from voting.screening.pages.home import queries as home_page_queries


@blueprint.get("/j/<code>/screening")
@public
def home(code: str) -> Page:
    page = home_page_queries.home_page(here(), current_actor_or_none(), asked_year())
    return render_template("screening/pages/home/home.html", page=page)
