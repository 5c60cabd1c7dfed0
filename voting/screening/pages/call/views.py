"""Routes of the call: its page, draft, opening, extension and end. Staff work, oversight reads."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import COLLECTING, Role
from voting.screening.blueprint import Page, asked_year, blueprint
from voting.screening.call import actions as call_actions
from voting.screening.call.forms import CallForm, ExtendForm
from voting.screening.pages.call import queries


@blueprint.get("/j/<code>/screening/call")
@allow(*COLLECTING, Role.OVERSIGHT)
def calls(code: str) -> Page:
    page = queries.call_page(here(), current_actor(), asked_year())
    form = CallForm(formdata=None, data=queries.call_draft(here(), current_actor(), page.year))
    return render_template("screening/pages/call/call.html", page=page, form=form)


@blueprint.post("/j/<code>/screening/call")
@allow(*COLLECTING)
def revise_call(code: str) -> Page:
    form = CallForm()
    if not form.validate():
        return refused_call(form)
    try:
        with transaction():
            year = call_actions.revise_call(current_actor(), form.as_input(here().id)).year
    except RuleBroken as error:
        blame(form, error, "closes_on")
        return refused_call(form)
    flash(_("征集公告已保存。"))
    return redirect(url_for("screening.calls", code=code, year=year), 303)


def refused_call(form: CallForm | ExtendForm) -> Page:
    """Show the call's page again with what was typed."""
    page = queries.call_page(here(), current_actor(), asked_year())
    return render_template("screening/pages/call/call.html", page=page, form=form), 422


@blueprint.post("/j/<code>/screening/call/<int(min=2000, max=2100):year>/<any(open, close):name>")
@allow(*COLLECTING)
def call_step(code: str, year: int, name: str) -> Page:
    deed = call_actions.open_call if name == "open" else call_actions.close_call
    with transaction():
        deed(current_actor(), jurisdiction_id=here().id, year=year)
    flash(_("征集已经开始，公开页面上可以提建议了。") if name == "open" else _("征集已经结束。"))
    return redirect(url_for("screening.calls", code=code, year=year), 303)


@blueprint.post("/j/<code>/screening/call/<int(min=2000, max=2100):year>/extend")
@allow(*COLLECTING)
def extend_call(code: str, year: int) -> Page:
    form = ExtendForm()
    if not form.validate():
        return refused_call(form)
    with transaction():
        call_actions.extend_call(
            current_actor(), jurisdiction_id=here().id, year=year, closes_on=form.as_date()
        )
    flash(_("征集已经延长。"))
    return redirect(url_for("screening.calls", code=code, year=year), 303)
