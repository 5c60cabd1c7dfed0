"""Routes of leave: parse, do, show."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.congress.blueprint import Page, blueprint
from voting.congress.leave_of_absence import actions, queries
from voting.congress.leave_of_absence.forms import LeaveForm
from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.core.query_args import text_asked
from voting.people.access import current_actor, here
from voting.people.rules import LEAD, OFFICE


@blueprint.get("/meetings/<int:meeting_id>/leave")
@allow(*LEAD)
def leaves(code: str, meeting_id: int) -> Page:
    page = queries.leave_page(here(), meeting_id, text_asked("who"))
    return render_template(
        "congress/leave_of_absence/leave.html", page=page, form=LeaveForm(data={"who": page.who})
    )


@blueprint.post("/meetings/<int:meeting_id>/leave")
@allow(*OFFICE)
def enter_leave(code: str, meeting_id: int) -> Page:
    form = LeaveForm()
    if form.validate():
        reason, who = str(form.reason.data), str(form.who.data)
        try:
            deputy_id = queries.who_is_meant(here(), meeting_id, who)
            with transaction():
                name = actions.enter_leave(
                    current_actor(), meeting_id=meeting_id, deputy_id=deputy_id, reason=reason
                ).name
        except RuleBroken as error:
            blame(form, error, "who")
        else:
            tell(meeting_id)
            flash(_("%(name)s 已登记请假。", name=name))
            return redirect(url_for("congress.leaves", code=code, meeting_id=meeting_id), 303)
    page = queries.leave_page(here(), meeting_id)
    return render_template("congress/leave_of_absence/leave.html", page=page, form=form), 422


@blueprint.post("/meetings/<int:meeting_id>/leave/<int:deputy_id>/take-back")
@allow(*OFFICE)
def take_back_leave(code: str, meeting_id: int, deputy_id: int) -> Page:
    with transaction():
        name = actions.take_back_leave(current_actor(), meeting_id=meeting_id, deputy_id=deputy_id).name
    tell(meeting_id)
    flash(_("%(name)s 的请假已撤销。", name=name), "blue")
    return redirect(url_for("congress.leaves", code=code, meeting_id=meeting_id), 303)


def tell(meeting_id: int) -> None:
    """Tell open desks, consoles and the hall screen that the figures changed."""
    current_app.extensions["live"].publish(f"meeting:{meeting_id}", {"changed": "attendance"})
