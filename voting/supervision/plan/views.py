"""Routes of the implementation plan: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow, public
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import COLLECTING, Role
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.plan import actions as plan_actions
from voting.supervision.plan import queries as plan_queries
from voting.supervision.plan.forms import PlanForm
from voting.supervision.plan.queries import PlanPage


def plan_form(page: PlanPage) -> PlanForm:
    """Return the form with the voted milestones, or those of the plan in force, filled in."""
    form = PlanForm()
    if form.is_submitted():
        return form
    last = page.last
    as_before = last is not None and not page.revises
    form.base.data = str(last.number if last else 0)
    form.target.data = last.target if last and as_before else page.commitment.target
    form.due_on.data = last.due_on if last and as_before else page.commitment.due_on
    form.funding.data = last.funding if last else ""
    form.safeguards.data = last.safeguards if last else ""
    while len(form.steps) < len(page.steps) + 2:
        form.steps.append_entry()
    for step, row in zip(page.steps, form.steps, strict=False):
        for name in ("id", "title", "starts_on", "due_on", "weight"):
            row.form[name].data = getattr(step, name)
    return form


@blueprint.get("/plans/<int:commitment_id>")
@allow(Role.UNIT, *COLLECTING)
def plan(code: str, commitment_id: int) -> Page:
    page = plan_queries.plan_page(here(), current_actor(), commitment_id)
    return render_template("supervision/plan/plan.html", page=page, form=plan_form(page))


@blueprint.post("/plans/<int:commitment_id>")
@allow(Role.UNIT, *COLLECTING)
def publish_plan(code: str, commitment_id: int) -> Page:
    actor = current_actor()
    page = plan_queries.plan_page(here(), actor, commitment_id)
    form = plan_form(page)
    if not form.validate():
        return render_template("supervision/plan/plan.html", page=page, form=form), 422
    try:
        with transaction():
            plan_actions.publish_plan(actor, form.as_input(commitment_id))
    except RuleBroken as error:
        blame(form, error)
        page = plan_queries.plan_page(here(), actor, commitment_id)
        form.base.data = str(page.last.number if page.last else 0)  # both texts are on the page now
        return render_template("supervision/plan/plan.html", page=page, form=form), 422
    flash(_("实施计划已公布。"))
    return redirect(url_for("supervision.project", code=code, commitment_id=commitment_id), 303)


@blueprint.get("/projects/<int:commitment_id>/plans")
@public
def plan_versions(code: str, commitment_id: int) -> Page:
    page = plan_queries.versions_page(here(), commitment_id)
    return render_template("supervision/plan/versions.html", page=page)
