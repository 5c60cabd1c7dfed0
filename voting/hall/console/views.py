"""Routes of the presidium's console: steps by one person or two, steps back, the line on the hall screen."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from voting.ballot.sealed.pulse import pulse
from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken, WrongMoment
from voting.core.fields import blame
from voting.core.sentences import sentence
from voting.hall.blueprint import Page, blueprint, screen_key, tell
from voting.hall.console import actions, queries
from voting.hall.console.forms import HandsForm, MessageForm, StepForm
from voting.hall.console.steps import STEPS
from voting.hall.course.queries import meeting_now
from voting.people.access import current_actor, here
from voting.people.rules import LEAD, OFFICE


def shown(meeting_id: int, form: StepForm | None = None, status: int = 200) -> Page:
    """Show the console; form: the step's, with what was typed."""
    page = queries.console_page(here(), current_actor(), meeting_id, screen_key=screen_key(meeting_id))
    form = form or (
        HandsForm(formdata=None)
        if page.next and page.next.step and page.next.step.hands
        else StepForm(formdata=None)
    )
    return render_template("hall/console/console.html", page=page, form=form), status


def to_current(code: str, endpoint: str) -> Response:
    """Send on to the meeting that is being held or prepared, else to where one is registered."""
    meeting_id = meeting_now(here())
    if meeting_id is None:
        flash(_("还没有登记会议。"), "blue")
        return redirect(url_for("congress.home", code=code), 303)
    return redirect(url_for(endpoint, code=code, meeting_id=meeting_id), 303)


@blueprint.get("/check-in")
@allow(*OFFICE)
def desk(code: str) -> Page:
    return to_current(code, "hall.check_in")


@blueprint.get("/console")
@blueprint.get("/meetings/<int:meeting_id>/console")
@allow(*LEAD)
def console(code: str, meeting_id: int | None = None) -> Page:
    return to_current(code, "hall.console") if meeting_id is None else shown(meeting_id)


def back(code: str, meeting_id: int) -> Response:
    """Return to the console, with the open screens told."""
    tell(meeting_id, "acts")
    return redirect(url_for("hall.console", code=code, meeting_id=meeting_id), 303)


def too_late(meeting_id: int, error: WrongMoment) -> Page:
    """Show the console as it stands now, and say why nothing was done: often another console was quicker."""
    flash(sentence(error), "red")
    return shown(meeting_id, status=409)


def follow_up(after: actions.After | None, ballot: str | None, meeting_id: int) -> None:
    """Do what must follow the commit, and tell the tablets."""
    if after is not None:
        after()
    if ballot:
        pulse().beat(current_app._get_current_object(), ballot, meeting_id)  # type: ignore[attr-defined]  # noqa: SLF001


@blueprint.post("/meetings/<int:meeting_id>/steps/<step>")
@allow(*LEAD)
def take_step(code: str, meeting_id: int, step: str) -> Page:
    """Take a step that one person may take, forward or back."""
    hands = step in STEPS and STEPS[step].hands
    form: StepForm = HandsForm() if hands else StepForm()
    if not form.validate():
        return shown(meeting_id, form, 422)
    wish = form.as_input(meeting_id, step)
    first = STEPS[step].first if step in STEPS else None
    if first is not None:
        first(here(), wish.ballot)
    try:
        with transaction():
            after = actions.take(current_actor(), here(), wish)
    except RuleBroken as error:
        blame(form, error)
        return shown(meeting_id, form, 422)
    except WrongMoment as error:
        return too_late(meeting_id, error)
    follow_up(after, wish.ballot, meeting_id)
    return back(code, meeting_id)


@blueprint.post("/meetings/<int:meeting_id>/requests/<step>")
@allow(*LEAD)
def ask(code: str, meeting_id: int, step: str) -> Page:
    """Initiate an irreversible step."""
    form = StepForm()
    if not form.validate():
        return shown(meeting_id, form, 422)
    try:
        with transaction():
            actions.ask(current_actor(), here(), form.as_input(meeting_id, step))
    except RuleBroken as error:
        blame(form, error)
        return shown(meeting_id, form, 422)
    except WrongMoment as error:
        return too_late(meeting_id, error)
    return back(code, meeting_id)


@blueprint.post("/requests/<int:request_id>/confirm")
@allow(*LEAD)
def confirm(code: str, request_id: int) -> Page:
    wish = actions.wish_at(here(), request_id)
    try:
        with transaction():
            after = actions.confirm(current_actor(), here(), request_id)
    except WrongMoment as error:
        return too_late(wish.meeting_id, error)
    follow_up(after, wish.ballot, wish.meeting_id)
    return back(code, wish.meeting_id)


@blueprint.post("/requests/<int:request_id>/withdraw")
@allow(*LEAD)
def withdraw(code: str, request_id: int) -> Page:
    meeting_id = actions.wish_at(here(), request_id).meeting_id
    try:
        with transaction():
            actions.withdraw(current_actor(), here(), request_id)
    except WrongMoment as error:
        return too_late(meeting_id, error)
    flash(_("已撤回，什么都没有发生。"), "blue")
    return back(code, meeting_id)


@blueprint.post("/meetings/<int:meeting_id>/message")
@allow(*LEAD)
def message(code: str, meeting_id: int) -> Page:
    form = MessageForm()
    text = "" if "clear" in request.form else form.text.data or ""
    if not form.validate():
        raise RuleBroken("大屏上的话最多 %(most)s 个字。", most=actions.LONGEST_MESSAGE)
    with transaction():
        actions.show_message(current_actor(), here(), meeting_id=meeting_id, text=text)
    return back(code, meeting_id)
