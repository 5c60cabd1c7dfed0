"""Routes of the staff's desk: parse, do, show."""

from __future__ import annotations

from flask import render_template

from voting.core.access import allow
from voting.people.access import current_actor, here
from voting.people.rules import FOLLOWING
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.pages.board.views import asked
from voting.supervision.pages.desk import queries as desk_page_queries


@blueprint.get("/desk")
@allow(*FOLLOWING)
def desk(code: str) -> Page:
    page = desk_page_queries.desk_page(here(), current_actor(), asked())
    return render_template("supervision/pages/desk/desk.html", page=page)


@blueprint.get("/desk/<int:commitment_id>")
@allow(*FOLLOWING)
def work(code: str, commitment_id: int) -> Page:
    page = desk_page_queries.work_page(here(), current_actor(), commitment_id)
    return render_template("supervision/pages/desk/work.html", page=page)
