"""Routes of the monthly report: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.bodies import takes_files
from voting.core.db import transaction
from voting.core.errors import NotFound, RuleBroken
from voting.core.fields import blame
from voting.core.sentences import sentence
from voting.people.access import current_actor, here
from voting.people.rules import Role
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.commitment.rules import MONTHS
from voting.supervision.report import actions as report_actions
from voting.supervision.report import lighting
from voting.supervision.report import queries as report_queries
from voting.supervision.report.doubts import day_in
from voting.supervision.report.forms import DAY, CheckForm, ReportForm, report_form
from voting.supervision.report.queries import ReportPage


@blueprint.post("/desk/lights/<int:year>/<int:month>")
@allow(Role.STAFF)
def read_lights(code: str, year: int, month: int) -> Page:
    if month not in MONTHS:
        raise NotFound("没有这个月份。")
    due = lighting.month_to_read(here().id, year, month)
    count = lighting.read_on(current_actor(), here().id, due)
    flash(_("已生成 %(month)s 月份亮灯结果，共 %(count)s 个项目。", month=month, count=count))
    return redirect(url_for("supervision.desk", code=code, year=year), 303)


def prefilled(page: ReportPage) -> ReportForm:
    """Return the form with what is known: the draft, else the report to correct, else last month's figures."""
    form = report_form(page.sub_items, page.open_milestones)()
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
    days = known.get("done_on", (latest.done_on or {}) if latest else {})
    for step in page.open_milestones:
        form[f"{DAY}{step.id}"].data = day_in(days, step.id)
    return form


@blueprint.get("/mine/<int:commitment_id>/reports/<int:month>")
@allow(Role.UNIT)
def report_page(code: str, commitment_id: int, month: int) -> Page:
    page = report_queries.report_page(here(), current_actor(), commitment_id, month)
    return render_template("supervision/report/report.html", page=page, form=prefilled(page))


@blueprint.post("/mine/<int:commitment_id>/reports/<int:month>")
@allow(Role.UNIT)
@takes_files
def fill_in(code: str, commitment_id: int, month: int) -> Page:
    actor = current_actor()
    page = report_queries.report_page(here(), actor, commitment_id, month)
    form = prefilled(page)
    try:
        if form.validate():
            with transaction():
                report_actions.fill_in(actor, form.as_input(commitment_id, month, page.done_before))
            return redirect(
                url_for("supervision.check", code=code, commitment_id=commitment_id, month=month), 303
            )
    except RuleBroken as error:
        blame(form, error, "photos")
    page = report_queries.report_page(here(), actor, commitment_id, month)
    return render_template("supervision/report/report.html", page=page, form=form), 422


@blueprint.get("/mine/<int:commitment_id>/reports/<int:month>/check")
@allow(Role.UNIT)
def check(code: str, commitment_id: int, month: int) -> Page:
    page = report_queries.check_page(here(), current_actor(), commitment_id, month)
    if page is None:
        return redirect(url_for("supervision.mine", code=code), 303)
    return render_template("supervision/report/check.html", page=page, form=CheckForm())


@blueprint.post("/mine/<int:commitment_id>/reports/<int:month>/check")
@allow(Role.UNIT)
def submit(code: str, commitment_id: int, month: int) -> Page:
    actor, form = current_actor(), CheckForm()
    try:
        with transaction():
            report_actions.submit(actor, commitment_id, month, looked=bool(form.looked.data))
    except RuleBroken as error:
        blame(form, error)
        page = report_queries.check_page(here(), actor, commitment_id, month)
        return render_template("supervision/report/check.html", page=page, form=form), 422
    flash(_("%(month)s 月份报告已报送。", month=month))
    return redirect(url_for("supervision.mine", code=code), 303)


@blueprint.post("/mine/<int:commitment_id>/reports/<int:month>/same")
@allow(Role.UNIT)
def nothing_changed(code: str, commitment_id: int, month: int) -> Page:
    if month not in MONTHS:
        raise NotFound("没有这个月份。")
    try:
        with transaction():
            report_actions.report_same(current_actor(), commitment_id, month)
    except RuleBroken as error:  # what is missing is written on the form
        flash(sentence(error), "error")
        form = url_for("supervision.report_page", code=code, commitment_id=commitment_id, month=month)
        return redirect(form, 303)
    flash(_("%(month)s 月份报告已报送：本月无变化。", month=month))
    return redirect(url_for("supervision.mine", code=code), 303)
