"""Routes of the method: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import COLLECTING
from voting.screening.appraisal import actions
from voting.screening.appraisal.forms import MethodForm
from voting.screening.blueprint import Page, asked_year, blueprint
from voting.screening.pages.method import queries


@blueprint.get("/j/<code>/screening/method")
@allow(*COLLECTING)
def method(code: str) -> Page:
    page = queries.method_page(here(), asked_year())
    return show_method(
        page, MethodForm.showing(page.weights, page.checks, publish_scores=page.publish_scores)
    )


def show_method(page: queries.MethodPage, form: MethodForm, status: int = 200) -> Page:
    """Show the method with the form, filled or refused."""
    return render_template("screening/pages/method/method.html", page=page, form=form), status


@blueprint.post("/j/<code>/screening/method/<int(min=1000, max=9999):year>")
@allow(*COLLECTING)
def set_method(code: str, year: int) -> Page:
    form = MethodForm()
    if form.validate():
        try:
            with transaction():
                actions.set_method(
                    current_actor(),
                    jurisdiction_id=here().id,
                    year=year,
                    new=form.as_input(),
                )
        except RuleBroken as error:
            blame(form, error)
        else:
            flash(_("%(year)s 年的论证办法已保存。", year=year))
            return redirect(url_for("screening.method", code=code, year=year), 303)
    return show_method(queries.method_page(here(), year), form, 422)
