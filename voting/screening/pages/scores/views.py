"""Routes of the score board: parse, do, show."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import transaction
from voting.core.downloads import XLSX, download_written
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.core.sheets import long_workbook
from voting.people.access import current_actor, here
from voting.people.rules import COLLECTING, WEIGHING
from voting.screening.blueprint import Page, asked_year, blueprint
from voting.screening.dossier.columns import HEADS, WIDTHS
from voting.screening.pages.scores import queries as scores_page_queries
from voting.screening.scoring import actions
from voting.screening.scoring.facts import round_of
from voting.screening.scoring.forms import RoundForm


@blueprint.get("/j/<code>/screening/board")
@allow(*WEIGHING)
def board(code: str) -> Page:
    return show_board(asked_year(), RoundForm(formdata=None))


def show_board(year: int | None, form: RoundForm, status: int = 200) -> Page:
    """Show the board with the form that opens a round, empty or refused."""
    page = scores_page_queries.board_page(here(), current_actor(), year)
    return render_template("screening/pages/scores/board.html", page=page, form=form), status


@blueprint.get("/j/<code>/screening/projects.xlsx")
@allow(*WEIGHING)
def projects_xlsx(code: str) -> Response:
    """Send the dossiers of a year as a workbook, those of the fixed list first; without points and without names of people."""
    rows = scores_page_queries.project_lines(here(), asked_year())
    return download_written(
        lambda out: long_workbook(out, HEADS, WIDTHS, rows), XLSX, f"projects-{code}.xlsx"
    )


@blueprint.post("/j/<code>/screening/rounds/<int(min=1000, max=9999):year>")
@allow(*COLLECTING)
def open_round(code: str, year: int) -> Page:
    form = RoundForm()
    if not form.validate():
        return show_board(year, form, 422)
    try:
        with transaction():
            actions.open_round(current_actor(), jurisdiction_id=here().id, year=year, closes_on=form.as_day())
    except RuleBroken as error:
        blame(form, error, "closes_on")
        return show_board(year, form, 422)
    flash(_("评分已经开始，评审人员的待办里会看到。"))
    return redirect(url_for("screening.board", code=code, year=year), 303)


@blueprint.post("/j/<code>/screening/rounds/<int(max=2147483647):round_id>/close")
@allow(*COLLECTING)
def close_round(code: str, round_id: int) -> Page:
    with transaction():
        row = actions.close_round(current_actor(), jurisdiction_id=here().id, round_id=round_id)
        year = row.year
    flash(_("评分已经结束，得分和分歧都列在下面。"))
    return redirect(url_for("screening.board", code=code, year=year), 303)


@blueprint.post("/j/<code>/screening/rounds/<int(max=2147483647):round_id>/extend")
@allow(*COLLECTING)
def extend_round(code: str, round_id: int) -> Page:
    year, form = round_of(here().id, round_id).year, RoundForm()
    if not form.validate():
        return show_board(year, form, 422)
    try:
        with transaction():
            actions.extend_round(
                current_actor(), jurisdiction_id=here().id, round_id=round_id, closes_on=form.as_day()
            )
    except RuleBroken as error:
        blame(form, error, "closes_on")
        return show_board(year, form, 422)
    flash(_("交表截止日期已延长。"))
    return redirect(url_for("screening.board", code=code, year=year), 303)
