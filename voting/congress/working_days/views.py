"""Routes of working days: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from voting.congress.blueprint import Page, blueprint
from voting.congress.working_days import actions, queries
from voting.congress.working_days.forms import DaysForm, LimitForm
from voting.congress.working_days.rules import YEARS
from voting.core.access import allow
from voting.core.clock import today
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.core.query_args import year_asked
from voting.people.access import current_actor, here
from voting.people.rules import Role


@blueprint.get("/working-days")
@allow(*Role)
def working_days(code: str) -> Page:
    year = year_asked()
    return show(year if year in YEARS else today().year, DaysForm(formdata=None))


def show(year: int | None, form: DaysForm) -> str:
    page = queries.working_days_page(here(), current_actor(), year or today().year)
    return render_template("congress/working_days/working_days.html", page=page, form=form)


@blueprint.post("/working-days")
@allow(Role.PLATFORM_ADMIN)
def enter_days(code: str) -> Page:
    form = DaysForm()
    if form.validate():
        new = form.as_input()
        try:
            with transaction():
                actions.enter_days(current_actor(), here(), new)
        except RuleBroken as error:
            blame(form, error, "last")
        else:
            flash(_("已登记。"))
            return redirect(url_for("congress.working_days", code=code, year=new.first.year), 303)
    return show(
        form.first.data.year if form.first.data and form.first.data.year in YEARS else None, form
    ), 422


@blueprint.post("/working-days/<int:year>/published")
@allow(Role.PLATFORM_ADMIN)
def year_published(code: str, year: int) -> Page:
    return tell(code, year, published=True)


@blueprint.post("/working-days/<int:year>/unpublished")
@allow(Role.PLATFORM_ADMIN)
def year_unpublished(code: str, year: int) -> Page:
    return tell(code, year, published=False)


def tell(code: str, year: int, *, published: bool) -> Page:
    with transaction():
        actions.tell_year(current_actor(), here(), year, published=published)
    return redirect(url_for("congress.working_days", code=code, year=year), 303)


@blueprint.get("/working-days/limit")
@allow(*Role)
def time_limit(code: str) -> Page:
    asked = bool(request.args.keys() & {"start", "n"})
    form = LimitForm(formdata=request.args if asked else None)
    valid = asked and form.validate()
    page = queries.limit_page(here(), form.as_input() if valid else None)
    answer = render_template("congress/working_days/limit.html", page=page, form=form)
    return (answer, 422) if asked and not valid else answer
