"""Routes of supervision activities: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.clock import today
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import Role
from voting.supervision.activity import actions, queries
from voting.supervision.activity.forms import ActivityForm, ActivityReportForm, CancelForm
from voting.supervision.activity.rules import ACTIVITY_KINDS
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.fields import day_of, pairs, text_of

NEW = "supervision/activity/new_activity.html"
REPORT, CANCEL = "supervision/activity/activity_report.html", "supervision/activity/cancel.html"


def activity_again(code: str, activity_id: int, said: str) -> Page:
    """Say what was done and go back to the activity's page."""
    flash(said)
    return redirect(url_for("supervision.activity", code=code, activity_id=activity_id), 303)


def activity_form() -> ActivityForm:
    """Return the form of a new activity with the kinds that there are."""
    form = ActivityForm()
    form.kind.choices = pairs((kind.value, _(word)) for kind, word in ACTIVITY_KINDS.items())
    return form


@blueprint.get("/desk/activities/<int:year>/new")
@allow(Role.STAFF)
def new_activity_page(code: str, year: int) -> Page:
    return render_template(NEW, page=queries.NewActivityPage(here(), year), form=activity_form())


@blueprint.post("/desk/activities/<int:year>/new")
@allow(Role.STAFF)
def plan_activity(code: str, year: int) -> Page:
    form = activity_form()
    try:
        if form.validate():
            with transaction():
                row = actions.plan_activity(current_actor(), form.as_input(year))
                activity_id = row.id
            return activity_again(code, activity_id, _("已列入计划，公众看得到。"))
    except RuleBroken as error:
        blame(form, error)
    return render_template(NEW, page=queries.NewActivityPage(here(), year), form=form), 422


@blueprint.get("/desk/activity/<int:activity_id>/report")
@allow(Role.STAFF)
def activity_report_page(code: str, activity_id: int) -> Page:
    page, form = queries.activity_frame(here(), activity_id), ActivityReportForm()
    form.held_on.data = min(page.activity.on, today())
    return render_template(REPORT, page=page, form=form)


@blueprint.post("/desk/activity/<int:activity_id>/report")
@allow(Role.STAFF)
def report_activity(code: str, activity_id: int) -> Page:
    page, form = queries.activity_frame(here(), activity_id), ActivityReportForm()
    try:
        if form.validate():
            with transaction():
                held_on, text = day_of(form.held_on), text_of(form.report)
                actions.report_activity(current_actor(), activity_id, held_on, text)
            return activity_again(code, activity_id, _("情况已公布。"))
    except RuleBroken as error:
        blame(form, error)
        page = queries.activity_frame(here(), activity_id)
    return render_template(REPORT, page=page, form=form), 422


@blueprint.get("/desk/activity/<int:activity_id>/cancel")
@allow(Role.STAFF)
def cancel_page(code: str, activity_id: int) -> Page:
    return render_template(CANCEL, page=queries.activity_frame(here(), activity_id), form=CancelForm())


@blueprint.post("/desk/activity/<int:activity_id>/cancel")
@allow(Role.STAFF)
def cancel_activity(code: str, activity_id: int) -> Page:
    page, form = queries.activity_frame(here(), activity_id), CancelForm()
    if not form.validate():
        return render_template(CANCEL, page=page, form=form), 422
    with transaction():
        actions.cancel_activity(current_actor(), activity_id, text_of(form.reason))
    return activity_again(code, activity_id, _("已取消，理由已公布。"))
