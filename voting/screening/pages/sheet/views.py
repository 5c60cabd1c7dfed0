"""Routes of an appraiser's sheet: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken, WrongMoment
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import Role
from voting.screening.blueprint import Page, asked_year, blueprint
from voting.screening.pages.sheet import queries
from voting.screening.scoring import actions
from voting.screening.scoring.facts import round_of
from voting.screening.scoring.forms import SheetForm, sheet_form


@blueprint.get("/j/<code>/screening/sheet")
@allow(Role.STAFF, Role.APPRAISER)
def sheet(code: str) -> Page:
    page = queries.sheet_page(here(), current_actor(), asked_year())
    return show_sheet(page, sheet_form(page.projects, page.weights, page.lines, empty=True))


def show_sheet(page: queries.SheetPage, form: SheetForm, status: int = 200) -> Page:
    """Show the sheet with what was kept, or what was sent and refused."""
    return render_template("screening/pages/sheet/sheet.html", page=page, form=form), status


@blueprint.post("/j/<code>/screening/sheet/<int(max=2147483647):round_id>")
@allow(Role.STAFF, Role.APPRAISER)
def save_sheet(code: str, round_id: int) -> Page:
    year = round_of(here().id, round_id).year
    page = queries.sheet_page(here(), current_actor(), year)
    if page.round_id != round_id:
        raise WrongMoment("这次评分已经结束，不能再改。")
    form = sheet_form(page.projects, page.weights, page.lines)
    if not form.validate() or (form.hand_in.data and form.blame_gaps()):
        return show_sheet(page, form, 422)
    try:
        with transaction():
            actions.save_sheet(
                current_actor(),
                jurisdiction_id=here().id,
                round_id=round_id,
                lines=form.as_lines(),
                hand_in=form.hand_in.data,
            )
    except RuleBroken as error:
        blame(form, error)
        return show_sheet(page, form, 422)
    flash(_("评分表已交。") if form.hand_in.data else _("评分表已保存，还没有交。"))
    return redirect(url_for("screening.sheet", code=code, year=year), 303)


@blueprint.post("/j/<code>/screening/sheet/<int(max=2147483647):round_id>/take-back")
@allow(Role.STAFF, Role.APPRAISER)
def take_sheet_back(code: str, round_id: int) -> Page:
    with transaction():
        year = round_of(here().id, round_id).year
        actions.take_sheet_back(current_actor(), jurisdiction_id=here().id, round_id=round_id)
    flash(_("评分表已撤回，改好后请再交。"))
    return redirect(url_for("screening.sheet", code=code, year=year), 303)
