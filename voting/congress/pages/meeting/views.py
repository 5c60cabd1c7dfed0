"""Routes of a meeting's set-up: open it, rehearse it, fill its posts."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from voting.congress.blueprint import LOOKERS, blueprint
from voting.congress.fields import choice
from voting.congress.meeting import actions as meeting_actions
from voting.congress.meeting import correction
from voting.congress.meeting.facts import meeting_of, next_number
from voting.congress.meeting.forms import BODIES, AppointmentForm, CorrectionForm, MeetingForm, PlanForm
from voting.congress.meeting.rules import ballot_year, title_of
from voting.congress.pages.meeting import queries
from voting.congress.pages.term import queries as term_page_queries
from voting.congress.place.rules import Body
from voting.congress.roster import queries as roster_queries
from voting.core.access import allow
from voting.core.clock import today
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import OFFICE

Page = str | Response | tuple[str, int]


def meeting_form_of() -> MeetingForm:
    """Return the form with the bodies that meet at this level."""
    form = MeetingForm()
    form.body.choices = [choice(body, BODIES[Body(body)]) for body in term_page_queries.bodies_of(here())]
    return form


@blueprint.get("/terms/<int:term_id>/meetings/new")
@allow(*OFFICE)
def meeting_form(code: str, term_id: int) -> Page:
    page = roster_queries.roster_page(here(), term_id)
    form, number = meeting_form_of(), next_number(term_id, Body.CONGRESS)
    form.number.data, form.year.data = number, ballot_year(today())
    form.title.data = form.offered.data = title_of(here().name, page.term.number, Body.CONGRESS, number)
    return render_template("congress/pages/meeting/meeting_form.html", page=page, form=form)


@blueprint.post("/terms/<int:term_id>/meetings/new")
@allow(*OFFICE)
def open_meeting(code: str, term_id: int) -> Page:
    page, form = roster_queries.roster_page(here(), term_id), meeting_form_of()
    if form.validate():
        try:
            with transaction():
                new = form.as_input(term_id, here().name, page.term.number)
                meeting_id = meeting_actions.open_meeting(current_actor(), place=here(), new=new).id
        except RuleBroken as error:
            blame(form, error, "number")
        else:
            return redirect(url_for("congress.meeting", code=code, meeting_id=meeting_id), 303)
    return render_template("congress/pages/meeting/meeting_form.html", page=page, form=form), 422


def appointment_form(meeting_id: int) -> AppointmentForm:
    """Return the form with the accounts that may hold a post."""
    form = AppointmentForm()
    accounts = [(0, _("没有账号")), *queries.accounts_for_posts(here(), meeting_id)]
    form.account_id.choices = [choice(*row) for row in accounts]
    return form


@blueprint.get("/meetings/<int:meeting_id>")
@allow(*LOOKERS)
def meeting(code: str, meeting_id: int) -> Page:
    page = queries.meeting_page(here(), meeting_id)
    return render_template(
        "congress/pages/meeting/meeting.html", page=page, form=appointment_form(meeting_id)
    )


@blueprint.get("/meetings/<int:meeting_id>/correction")
@allow(*OFFICE)
def correction_form(code: str, meeting_id: int) -> Page:
    page = queries.meeting_page(here(), meeting_id)
    return render_template(
        "congress/pages/meeting/correction.html", page=page, form=CorrectionForm(obj=page.meeting)
    )


@blueprint.post("/meetings/<int:meeting_id>/correction")
@allow(*OFFICE)
def correct_meeting(code: str, meeting_id: int) -> Page:
    form = CorrectionForm()
    if not form.validate():
        page = queries.meeting_page(here(), meeting_id)
        return render_template("congress/pages/meeting/correction.html", page=page, form=form), 422
    with transaction():
        correction.correct_meeting(current_actor(), meeting_id=meeting_id, new=form.as_input())
    flash(_("会议名称和日期已更正。"))
    return redirect(url_for("congress.meeting", code=code, meeting_id=meeting_id), 303)


@blueprint.get("/meetings/<int:meeting_id>/plan")
@allow(*OFFICE)
def plan_form(code: str, meeting_id: int) -> Page:
    page = queries.meeting_page(here(), meeting_id)
    form = plan_form_of(page, PlanForm(obj=page.meeting))
    return render_template("congress/pages/meeting/plan.html", page=page, form=form)


def plan_form_of(page: queries.MeetingPage, form: PlanForm) -> PlanForm:
    """Return the form with the usual items that are not on the agenda."""
    form.offer(page.usual)
    return form


@blueprint.post("/meetings/<int:meeting_id>/plan")
@allow(*OFFICE)
def plan_meeting(code: str, meeting_id: int) -> Page:
    form = plan_form_of(queries.meeting_page(here(), meeting_id), PlanForm())
    if form.validate():
        try:
            with transaction():
                meeting_actions.plan_meeting(current_actor(), meeting_id=meeting_id, plan=form.as_plan())
        except RuleBroken as error:
            blame(form, error, "agenda")
        else:
            flash(_("地点、会期、议程已保存。"))
            return redirect(url_for("congress.meeting", code=code, meeting_id=meeting_id), 303)
    page = queries.meeting_page(here(), meeting_id)
    return render_template("congress/pages/meeting/plan.html", page=page, form=form), 422


@blueprint.post("/meetings/<int:meeting_id>/rehearsal")
@allow(*OFFICE)
def rehearse(code: str, meeting_id: int) -> Page:
    with transaction():
        row = meeting_actions.rehearse(current_actor(), place=here(), meeting_id=meeting_id)
        rehearsal_id = row.id
    flash(_("演练已建立，处处标明“演练”，不会进入正式会议。"))
    return redirect(url_for("congress.meeting", code=code, meeting_id=rehearsal_id), 303)


@blueprint.post("/meetings/<int:meeting_id>/posts")
@allow(*OFFICE)
def appoint(code: str, meeting_id: int) -> Page:
    meeting_actions.posts_still_open(meeting_of(here().id, meeting_id))
    form = appointment_form(meeting_id)
    if form.validate():
        try:
            with transaction():
                meeting_actions.appoint(current_actor(), meeting_id=meeting_id, new=form.as_input())
        except RuleBroken as error:
            blame(form, error, "name")
        else:
            return redirect(url_for("congress.meeting", code=code, meeting_id=meeting_id), 303)
    page = queries.meeting_page(here(), meeting_id)
    return render_template("congress/pages/meeting/meeting.html", page=page, form=form), 422


@blueprint.post("/meetings/<int:meeting_id>/posts/<int:appointment_id>/remove")
@allow(*OFFICE)
def dismiss(code: str, meeting_id: int, appointment_id: int) -> Page:
    with transaction():
        meeting_actions.dismiss(current_actor(), meeting_id=meeting_id, appointment_id=appointment_id)
    return redirect(url_for("congress.meeting", code=code, meeting_id=meeting_id), 303)
