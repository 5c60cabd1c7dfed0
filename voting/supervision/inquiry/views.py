"""Routes of special inquiries: parse, do, show."""

from __future__ import annotations

from flask import render_template
from flask_babel import gettext as _

from voting.congress.place.facts import units_of
from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import Role
from voting.supervision.activity.queries import activity_frame
from voting.supervision.activity.views import activity_again
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.fields import pairs
from voting.supervision.inquiry import actions
from voting.supervision.inquiry.forms import QuestionForm

NEW = "supervision/inquiry/new_question.html"


def question_form() -> QuestionForm:
    """Return the form of a question with the units of the place."""
    form = QuestionForm()
    form.unit_id.choices = pairs(units_of(here().id))
    return form


@blueprint.get("/desk/activity/<int:activity_id>/questions/new")
@allow(Role.STAFF)
def new_question_page(code: str, activity_id: int) -> Page:
    return render_template(NEW, page=activity_frame(here(), activity_id), form=question_form())


@blueprint.post("/desk/activity/<int:activity_id>/questions/new")
@allow(Role.STAFF)
def record_question(code: str, activity_id: int) -> Page:
    page, form = activity_frame(here(), activity_id), question_form()
    try:
        if form.validate():
            with transaction():
                actions.record_question(current_actor(), form.as_input(activity_id))
            return activity_again(code, activity_id, _("问题和回答已记录。"))
    except RuleBroken as error:
        blame(form, error)
        page = activity_frame(here(), activity_id)
    return render_template(NEW, page=page, form=form), 422
