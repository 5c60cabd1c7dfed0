"""Routes of the dossiers that units are asked for: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.congress.place.facts import units_of
from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import COLLECTING, Role
from voting.screening.blueprint import Page, blueprint
from voting.screening.commission import actions
from voting.screening.commission.forms import CommissionForm
from voting.screening.dossier.facts import project_of
from voting.screening.fields import ReasonForm
from voting.screening.pages.commission import queries
from voting.screening.pages.project.queries import project_page


@blueprint.get("/j/<code>/screening/asked")
@allow(Role.UNIT)
def asked(code: str) -> Page:
    page = queries.asked_page(here(), current_actor())
    return render_template("screening/pages/commission/asked.html", page=page)


@blueprint.post("/j/<code>/screening/projects/<int(max=2147483647):project_id>/hand-in")
@allow(Role.UNIT)
def hand_in_text(code: str, project_id: int) -> Page:
    with transaction():
        actions.hand_in(current_actor(), jurisdiction_id=here().id, project_id=project_id)
    flash(_("项目文本已交回。"))
    return redirect(url_for("screening.asked", code=code), 303)


@blueprint.get("/j/<code>/screening/projects/<int(max=2147483647):project_id>/ask")
@allow(*COLLECTING)
def ask_form(code: str, project_id: int) -> Page:
    project = project_of(here().id, project_id)
    lead = {"unit_id": project.lead_unit_id} if project.lead_unit_id else {}
    return show_ask(project_id, CommissionForm(formdata=None, data=lead))


def show_ask(project_id: int, form: CommissionForm, status: int = 200) -> Page:
    """Show the form that asks a unit for a project's dossier."""
    form.offer_units(units_of(here().id))
    page = project_page(here(), current_actor(), project_id)
    return render_template("screening/pages/commission/ask.html", page=page, form=form), status


@blueprint.post("/j/<code>/screening/projects/<int(max=2147483647):project_id>/ask")
@allow(*COLLECTING)
def ask(code: str, project_id: int) -> Page:
    project_of(here().id, project_id)
    form = CommissionForm()
    form.offer_units(units_of(here().id))
    if not form.validate():
        return show_ask(project_id, form, 422)
    try:
        with transaction():
            actions.ask(
                current_actor(), jurisdiction_id=here().id, project_id=project_id, new=form.as_input()
            )
    except RuleBroken as error:
        blame(form, error, "due_on")
        return show_ask(project_id, form, 422)
    flash(_("已请单位填写，单位的待办里会看到。"))
    return redirect(url_for("screening.project", code=code, project_id=project_id), 303)


@blueprint.post(
    "/j/<code>/screening/projects/<int(max=2147483647):project_id>/<any(accept_text, withdraw):name>"
)
@allow(*COLLECTING)
def answer_text(code: str, project_id: int, name: str) -> Page:
    with transaction():
        actions.answer(current_actor(), jurisdiction_id=here().id, project_id=project_id, name=name)
    return redirect(url_for("screening.project", code=code, project_id=project_id), 303)


@blueprint.get("/j/<code>/screening/projects/<int(max=2147483647):project_id>/return")
@allow(*COLLECTING)
def return_form(code: str, project_id: int) -> Page:
    project_of(here().id, project_id)
    return show_return(project_id, ReasonForm(formdata=None))


def show_return(project_id: int, form: ReasonForm, status: int = 200) -> Page:
    """Show the form that says what the unit is to mend."""
    page = project_page(here(), current_actor(), project_id)
    return render_template("screening/pages/commission/return.html", page=page, form=form), status


@blueprint.post("/j/<code>/screening/projects/<int(max=2147483647):project_id>/return")
@allow(*COLLECTING)
def return_text(code: str, project_id: int) -> Page:
    form = ReasonForm()
    if not form.validate():
        return show_return(project_id, form, 422)
    with transaction():
        actions.answer(
            current_actor(),
            jurisdiction_id=here().id,
            project_id=project_id,
            name="return_text",
            note=form.as_reason(),
        )
    flash(_("已退回单位修改。"))
    return redirect(url_for("screening.project", code=code, project_id=project_id), 303)
