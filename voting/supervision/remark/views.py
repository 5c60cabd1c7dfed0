"""Routes of residents' remarks: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken, WrongMoment
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import SUPERVISORS, Role
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.fields import pairs, text_of
from voting.supervision.finding.forms import ProblemForm
from voting.supervision.remark import actions, queries
from voting.supervision.remark.forms import CloseRemarkForm, RemarkForm, RemarkForms

NEW, PAGE = "supervision/remark/new_remark.html", "supervision/remark/remark.html"


def remark_form(page: queries.StationPage) -> RemarkForm:
    """Return the form with the projects that there are."""
    form = RemarkForm()
    form.commitment_id.choices = pairs([(0, _("请选择")), *page.projects])
    return form


@blueprint.get("/remarks/new")
@allow(Role.STATION)
def new_remark_page(code: str) -> Page:
    page = queries.station_page(here(), current_actor())
    return render_template(NEW, page=page, form=remark_form(page))


@blueprint.post("/remarks/new")
@allow(Role.STATION)
def pass_remark_on(code: str) -> Page:
    page = queries.station_page(here(), current_actor())
    form = remark_form(page)
    try:
        if form.validate():
            with transaction():
                actions.pass_on(current_actor(), form.commitment_id.data, text_of(form.text))
            flash(_("已转给人大工作人员和监督小组，办理情况在下面看。"))
            return redirect(url_for("supervision.new_remark_page", code=code), 303)
    except RuleBroken as error:
        blame(form, error)
    return render_template(NEW, page=page, form=form), 422


def shown(
    page: queries.RemarkPage, *, problem: ProblemForm | None = None, close: CloseRemarkForm | None = None
) -> str:
    """Show a remark with its two forms; the one that was not sent holds what is offered."""
    offered = {"title": page.offered, "text": page.remark.text}
    forms = RemarkForms(
        problem or ProblemForm(formdata=None, data=offered), close or CloseRemarkForm(formdata=None)
    )
    return render_template(PAGE, page=page, form=forms)


@blueprint.get("/remarks/<int:remark_id>")
@allow(*SUPERVISORS, Role.STAFF, Role.DEPUTY)
def remark(code: str, remark_id: int) -> Page:
    return shown(queries.remark_page(here(), current_actor(), remark_id))


@blueprint.post("/remarks/<int:remark_id>/raise")
@allow(*SUPERVISORS, Role.STAFF, Role.DEPUTY)
def raise_remark(code: str, remark_id: int) -> Page:
    page, form = queries.remark_page(here(), current_actor(), remark_id), ProblemForm()
    try:
        if form.validate():
            with transaction():
                actions.raise_remark(current_actor(), remark_id, text_of(form.title), text_of(form.text))
            flash(_("已立为问题，交责任单位整改。"))
            return redirect(url_for("supervision.remark", code=code, remark_id=remark_id), 303)
    except (RuleBroken, WrongMoment) as error:
        page = queries.remark_page(here(), current_actor(), remark_id)
        if not page.waits:
            raise
        blame(form, error)
    return shown(page, problem=form), 422


@blueprint.post("/remarks/<int:remark_id>/close")
@allow(*SUPERVISORS, Role.STAFF, Role.DEPUTY)
def close_remark(code: str, remark_id: int) -> Page:
    page, form = queries.remark_page(here(), current_actor(), remark_id), CloseRemarkForm()
    if not form.validate():
        return shown(page, close=form), 422
    with transaction():
        actions.close_remark(current_actor(), remark_id, text_of(form.reason))
    flash(_("已了结，联络站看得到理由。"))
    return redirect(url_for("supervision.remark", code=code, remark_id=remark_id), 303)
