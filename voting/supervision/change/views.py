"""Routes of changes of what was voted: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.clock import today
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import COLLECTING, FOLLOWING, Role
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.change import actions as change_actions
from voting.supervision.change import queries as change_queries
from voting.supervision.change.forms import (
    ChangeForm,
    CongressReportForm,
    DecisionForm,
    NoticeForm,
    kind_choices,
)
from voting.supervision.change.queries import ChangePage, NewChangePage
from voting.supervision.change.rules import CHANGE
from voting.supervision.fields import pairs


def change_again(code: str, change_id: int, said: str) -> Page:
    """Say what was done and go back to the change's page."""
    flash(said)
    return redirect(url_for("supervision.change", code=code, change_id=change_id), 303)


def change_form(page: NewChangePage) -> ChangeForm:
    """Return the request form with what stands now filled in."""
    form = ChangeForm()
    form.kind.choices = kind_choices(page.kinds)
    if not form.is_submitted():
        form.target.data, form.due_on.data = page.commitment.target, page.commitment.due_on
        form.planned.data = page.commitment.planned_fen
    return form


@blueprint.get("/projects/<int:commitment_id>/changes/new")
@allow(Role.UNIT, *COLLECTING)
def change_page(code: str, commitment_id: int) -> Page:
    page = change_queries.new_change_page(here(), current_actor(), commitment_id)
    return render_template("supervision/change/new_change.html", page=page, form=change_form(page))


@blueprint.post("/projects/<int:commitment_id>/changes/new")
@allow(Role.UNIT, *COLLECTING)
def request_change(code: str, commitment_id: int) -> Page:
    actor = current_actor()
    page = change_queries.new_change_page(here(), actor, commitment_id)
    change_actions.expect_changeable(page.commitment)
    form = change_form(page)
    try:
        if form.validate():
            new = form.as_input(page.commitment)
            with transaction():
                change_id = change_actions.request_change(actor, new).id
            return change_again(code, change_id, _("申请已提交。"))
    except RuleBroken as error:
        blame(form, error)
        page = change_queries.new_change_page(here(), actor, commitment_id)
    return render_template("supervision/change/new_change.html", page=page, form=form), 422


def report_form(page: ChangePage) -> CongressReportForm:
    """Return the form that says at which session a change was reported."""
    form = CongressReportForm()
    form.meeting_id.choices = pairs(page.sessions)
    return form


def form_of(page: ChangePage) -> DecisionForm | NoticeForm | CongressReportForm:
    """Return the form of what comes next, filled in as far as it is known."""
    if page.steps.approve:
        decision = DecisionForm()
        decision.decided_on.data = today()
        return decision
    if page.steps.report_to_congress:
        report = report_form(page)
        report.on.data = today()
        return report
    notice = NoticeForm()
    notice.local_rule.data = page.local_rule
    return notice


@blueprint.get("/changes/<int:change_id>")
@allow(Role.UNIT, *FOLLOWING)
def change(code: str, change_id: int) -> Page:
    page = change_queries.change_page(here(), current_actor(), change_id)
    return render_template("supervision/change/change.html", page=page, form=form_of(page))


@blueprint.post("/changes/<int:change_id>/decision")
@allow(Role.STAFF)
def decide(code: str, change_id: int) -> Page:
    page, form = change_queries.change_page(here(), current_actor(), change_id), DecisionForm()
    CHANGE.after(page.change.row.state, "approve")
    try:
        if form.validate():
            with transaction():
                change_actions.decide(current_actor(), form.as_input(change_id))
            return change_again(code, change_id, _("决定已记录。"))
    except RuleBroken as error:
        blame(form, error)
        page = change_queries.change_page(here(), current_actor(), change_id)
    return render_template("supervision/change/change.html", page=page, form=form), 422


@blueprint.post("/changes/<int:change_id>/notice")
@allow(Role.STAFF)
def proclaim(code: str, change_id: int) -> Page:
    page, form = change_queries.change_page(here(), current_actor(), change_id), NoticeForm()
    CHANGE.after(page.change.row.state, "proclaim")
    if not form.validate():
        return render_template("supervision/change/change.html", page=page, form=form), 422
    with transaction():
        change_actions.proclaim(current_actor(), form.as_input(change_id))
    return change_again(code, change_id, _("公告已发布，调整生效。"))


@blueprint.post("/changes/<int:change_id>/report")
@allow(Role.STAFF)
def report_change(code: str, change_id: int) -> Page:
    page = change_queries.change_page(here(), current_actor(), change_id)
    change_actions.expect_to_report(page.change.row)
    form = report_form(page)
    try:
        if form.validate():
            with transaction():
                change_actions.report_to_congress(current_actor(), form.as_input(change_id))
            return change_again(code, change_id, _("已记录向代表大会报告。"))
    except RuleBroken as error:
        blame(form, error)
        page = change_queries.change_page(here(), current_actor(), change_id)
    return render_template("supervision/change/change.html", page=page, form=form), 422


@blueprint.post("/changes/<int:change_id>/withdrawal")
@allow(Role.UNIT, *COLLECTING)
def withdraw_change(code: str, change_id: int) -> Page:
    with transaction():
        change_actions.withdraw(current_actor(), change_id)
    return change_again(code, change_id, _("申请已撤回。"))
