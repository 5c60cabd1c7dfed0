"""Routes of the places below: show."""

from __future__ import annotations

from flask import render_template, request

from voting.congress.blueprint import Page, blueprint
from voting.congress.pages.below import queries
from voting.core.access import allow
from voting.core.query_args import text_asked
from voting.people.access import here
from voting.people.rules import Role

LONGEST = 40


@blueprint.get("/below")
@allow(Role.PLATFORM_ADMIN)
def below(code: str) -> Page:
    q = text_asked("q", LONGEST)
    page = queries.below_page(here(), q, only=request.args.get("only") == "lacking")
    return render_template("congress/pages/below/below.html", page=page)
