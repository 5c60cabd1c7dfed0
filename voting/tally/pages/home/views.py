"""Routes of the list of counts: parse, do, show."""

from __future__ import annotations

from flask import render_template

from voting.core.access import allow
from voting.core.own_templates import replaced_in
from voting.people.access import current_actor, here
from voting.tally.blueprint import READERS, Page, blueprint, replaced_templates
from voting.tally.pages.home import queries as home_page_queries


@blueprint.get("/j/<code>/tally")
@allow(*READERS)
def home(code: str) -> Page:
    own = replaced_in(replaced_templates(here()))
    return render_template(
        "tally/pages/home/home.html", page=home_page_queries.home_page(current_actor(), here(), own)
    )
