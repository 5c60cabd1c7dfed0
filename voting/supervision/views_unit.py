"""Routes of a responsible unit: its projects, the plan, the monthly report, asking for acceptance."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.bodies import takes_files
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.people.access import current_actor, here
from voting.people.rules import Role
from voting.supervision import (
    actions_acceptance,
    actions_plan,
    actions_report,
    queries_unit,
)
from voting.supervision.forms import PlanForm, ReportForm, report_form
from voting.supervision.queries_unit import PlanPage, ReportPage
from voting.supervision.views_base import Page, blueprint, put_back


@blueprint.get("/mine")
@allow(Role.UNIT)
def mine(code: str) -> Page:
    return render_template("supervision/mine.html", page=queries_unit.mine_page(here(), current_actor()))


def prefilled(page: ReportPage) -> ReportForm:
    """Return the form with what is known: the draft, else the report to correct, else last month's figures."""
    form = report_form(page.sub_items)()
    form.photos.receive(current_actor(), f"report:{page.id}:{page.month}", sent=form.is_submitted())
    form.offer(page.open_milestones)
    form.text.flags.required = page.explain
    if form.is_submitted():
        form.kept.data = request.form.getlist("kept")
        return form
    known, latest = page.draft or {}, page.latest
    form.progress.data = known.get("progress", latest.progress if latest else page.before_progress)
    form.spent.data = known.get("spent_fen", latest.spent_fen if latest else page.before_spent_fen)
    form.text.data = known.get("text", latest.text if latest else "")
    form.milestones.data = known.get("milestones", latest.milestones if latest else [])
    form.kept.data = known.get("photos", latest.photos if latest else [])
    form.correction.data = known.get("correction", "")
    quantities = known.get("quantities", latest.quantities if latest else page.before_quantities)
    for part in page.sub_items:
        form[f"quantity_{part.id}"].data = quantities.get(str(part.id), 0)
    return form


@blueprint.get("/mine/<int:commitment_id>/reports/<int:month>")
@allow(Role.UNIT)
def report_page(code: str, commitment_id: int, month: int) -> Page:
    page = queries_unit.report_page(here(), current_actor(), commitment_id, month)
    return render_template("supervision/report.html", page=page, form=prefilled(page))


@blueprint.post("/mine/<int:commitment_id>/reports/<int:month>")
@allow(Role.UNIT)
@takes_files
def fill_in(code: str, commitment_id: int, month: int) -> Page:
    actor = current_actor()
    page = queries_unit.report_page(here(), actor, commitment_id, month)
    form = prefilled(page)
    try:
        if form.validate():
            with transaction():
                actions_report.fill_in(actor, form.as_input(commitment_id, month, page.done_before))
            return redirect(
                url_for("supervision.check", code=code, commitment_id=commitment_id, month=month), 303
            )
    except RuleBroken as error:
        put_back(form, error, "photos")
    page = queries_unit.report_page(here(), actor, commitment_id, month)
    return render_template("supervision/report.html", page=page, form=form), 422


@blueprint.get("/mine/<int:commitment_id>/reports/<int:month>/check")
@allow(Role.UNIT)
def check(code: str, commitment_id: int, month: int) -> Page:
    page = queries_unit.check_page(here(), current_actor(), commitment_id, month)
    if page is None:
        return redirect(url_for("supervision.mine", code=code), 303)
    return render_template("supervision/check.html", page=page)


@blueprint.post("/mine/<int:commitment_id>/reports/<int:month>/check")
@allow(Role.UNIT)
def submit(code: str, commitment_id: int, month: int) -> Page:
    with transaction():
        actions_report.submit(current_actor(), commitment_id, month)
    flash(_("%(month)s 月报告已报送。", month=month))
    return redirect(url_for("supervision.mine", code=code), 303)


def plan_form(page: PlanPage) -> PlanForm:
    """Return the form with the voted milestones, or those of the plan in force, filled in."""
    form = PlanForm()
    if form.is_submitted():
        return form
    last = page.last
    form.target.data = page.commitment.target
    form.due_on.data = page.commitment.due_on
    form.funding.data = last.funding if last else ""
    form.safeguards.data = last.safeguards if last else ""
    while len(form.steps) < len(page.steps) + 2:
        form.steps.append_entry()
    for step, row in zip(page.steps, form.steps, strict=False):
        for name in ("id", "title", "starts_on", "due_on", "weight"):
            row.form[name].data = getattr(step, name)
    return form


@blueprint.get("/plans/<int:commitment_id>")
@allow(Role.UNIT, Role.STAFF)
def plan(code: str, commitment_id: int) -> Page:
    page = queries_unit.plan_page(here(), current_actor(), commitment_id)
    return render_template("supervision/plan.html", page=page, form=plan_form(page))


@blueprint.post("/plans/<int:commitment_id>")
@allow(Role.UNIT, Role.STAFF)
def publish_plan(code: str, commitment_id: int) -> Page:
    actor = current_actor()
    page = queries_unit.plan_page(here(), actor, commitment_id)
    form = plan_form(page)
    if not form.validate():
        return render_template("supervision/plan.html", page=page, form=form), 422
    try:
        with transaction():
            actions_plan.publish_plan(actor, form.as_input(commitment_id))
    except RuleBroken as error:
        put_back(form, error)
        page = queries_unit.plan_page(here(), actor, commitment_id)
        return render_template("supervision/plan.html", page=page, form=form), 422
    flash(_("实施计划已公布。"))
    return redirect(url_for("supervision.project", code=code, commitment_id=commitment_id), 303)


@blueprint.post("/mine/<int:commitment_id>/delivery")
@allow(Role.UNIT)
def deliver(code: str, commitment_id: int) -> Page:
    with transaction():
        actions_acceptance.deliver(current_actor(), commitment_id)
    flash(_("已申请验收。"))
    return redirect(url_for("supervision.mine", code=code), 303)
