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
from voting.supervision.change.forms import ChangeForm, DecisionForm, NoticeForm, kind_choices
from voting.supervision.change.queries import NewChangePage
from voting.supervision.change.rules import CHANGE
from voting.supervision.fields import text_of


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


@blueprint.get("/changes/<int:change_id>")
@allow(Role.UNIT, *FOLLOWING)
def change(code: str, change_id: int) -> Page:
    page = change_queries.change_page(here(), current_actor(), change_id)
    form = DecisionForm() if page.steps.approve else NoticeForm()
    if isinstance(form, DecisionForm):
        form.decided_on.data = today()
    return render_template("supervision/change/change.html", page=page, form=form)


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
        change_actions.proclaim(current_actor(), change_id, text_of(form.notice))
    return change_again(code, change_id, _("公告已发布，调整生效。"))


@blueprint.post("/changes/<int:change_id>/report")
@allow(Role.STAFF)
def report_change(code: str, change_id: int) -> Page:
    with transaction():
        change_actions.report_to_congress(current_actor(), change_id)
    return change_again(code, change_id, _("已记录向代表大会报告。"))


@blueprint.post("/changes/<int:change_id>/withdrawal")
@allow(Role.UNIT, *COLLECTING)
def withdraw_change(code: str, change_id: int) -> Page:
    with transaction():
        change_actions.withdraw(current_actor(), change_id)
    return change_again(code, change_id, _("申请已撤回。"))
