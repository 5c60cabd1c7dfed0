"""Routes of the score board: parse, do, show."""

from __future__ import annotations

from flask import render_template

from voting.core.access import allow
from voting.people.access import current_actor, here
from voting.people.rules import WEIGHING
from voting.screening.blueprint import Page, asked_year, blueprint
from voting.screening.pages.scores import queries as scores_page_queries


@blueprint.get("/j/<code>/screening/board")
@allow(*WEIGHING)
def board(code: str) -> Page:
    page = scores_page_queries.board_page(here(), current_actor(), asked_year())
    return render_template("screening/pages/scores/board.html", page=page)
