"""Routes of a unit's own page: parse, do, show."""

from __future__ import annotations

from flask import render_template

from voting.core.access import allow
from voting.core.query_args import number_asked
from voting.people.access import current_actor, here
from voting.people.rules import Role
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.pages.mine import queries as mine_page_queries


@blueprint.get("/mine")
@allow(Role.UNIT)
def mine(code: str) -> Page:
    page = mine_page_queries.mine_page(here(), current_actor(), number_asked("page") or 1)
    return render_template("supervision/pages/mine/mine.html", page=page)
