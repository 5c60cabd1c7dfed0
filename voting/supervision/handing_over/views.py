"""Routes of giving work to a unit: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import Role
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.commitment.views import work_again
from voting.supervision.fields import pairs
from voting.supervision.handing_over import actions, queries
from voting.supervision.handing_over.forms import AssignForm, SuccessorForm

UNIT, SUCCESSOR = "supervision/handing_over/unit.html", "supervision/handing_over/successor.html"


@blueprint.get("/desk/<int:commitment_id>/unit")
@allow(Role.STAFF)
def unit_page(code: str, commitment_id: int) -> Page:
    page = queries.unit_page(here(), commitment_id)
    form = AssignForm()
    form.unit.choices, form.unit.data = pairs(page.units), page.commitment.unit_id
    return render_template(UNIT, page=page, form=form)


@blueprint.post("/desk/<int:commitment_id>/unit")
@allow(Role.STAFF)
def assign(code: str, commitment_id: int) -> Page:
    page = queries.unit_page(here(), commitment_id)
    form = AssignForm()
    form.unit.choices = pairs(page.units)
    if not form.validate():
        return render_template(UNIT, page=page, form=form), 422
    with transaction():
        actions.assign(current_actor(), commitment_id, form.unit.data)
    return work_again(code, commitment_id, _("责任单位已指定，没有办结的问题和督办函一并移交。"))


@blueprint.get("/desk/units/<int:unit_id>/successor")
@allow(Role.STAFF)
def successor_page(code: str, unit_id: int) -> Page:
    page, form = queries.successor_page(here(), unit_id), SuccessorForm()
    form.successor.choices = pairs(page.units)
    return render_template(SUCCESSOR, page=page, form=form)


@blueprint.post("/desk/units/<int:unit_id>/successor")
@allow(Role.STAFF)
def replace_unit(code: str, unit_id: int) -> Page:
    page, form = queries.successor_page(here(), unit_id), SuccessorForm()
    form.successor.choices = pairs(page.units)
    try:
        if form.validate():
            with transaction():
                done = actions.replace_unit(current_actor(), form.as_input(unit_id))
            flash(_("已移交 %(count)s 个项目。", count=len(done.commitments)))
            return redirect(url_for("congress.units", code=code), 303)
    except RuleBroken as error:
        blame(form, error, "successor")
        page = queries.successor_page(here(), unit_id)
    return render_template(SUCCESSOR, page=page, form=form), 422
