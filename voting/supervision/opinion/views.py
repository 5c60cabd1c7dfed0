"""Routes of opinions and promises: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.congress.place.facts import units_of
from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken, WrongMoment
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import FOLLOWING, Role
from voting.supervision.activity.queries import activity_frame
from voting.supervision.activity.views import activity_again
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.fields import pairs
from voting.supervision.opinion import actions, queries
from voting.supervision.opinion.forms import OpinionForm, OpinionStepForm
from voting.supervision.opinion.queries import OFFICE_STEPS, OpinionPage

NEW, ONE = "supervision/opinion/new_opinion.html", "supervision/opinion/opinion.html"


def opinion_form() -> OpinionForm:
    """Return the form of a new opinion with the units of the place."""
    form = OpinionForm()
    form.unit_id.choices = pairs(units_of(here().id))
    return form


@blueprint.get("/desk/activity/<int:activity_id>/opinions/new")
@allow(Role.STAFF)
def new_opinion_page(code: str, activity_id: int) -> Page:
    return render_template(NEW, page=activity_frame(here(), activity_id), form=opinion_form())


@blueprint.post("/desk/activity/<int:activity_id>/opinions/new")
@allow(Role.STAFF)
def give_opinion(code: str, activity_id: int) -> Page:
    page, form = activity_frame(here(), activity_id), opinion_form()
    try:
        if form.validate():
            with transaction():
                number = actions.give_opinion(current_actor(), form.as_input(activity_id)).number
            return activity_again(code, activity_id, _("第 %(number)s 条已交办。", number=number))
    except RuleBroken as error:
        blame(form, error)
        page = activity_frame(here(), activity_id)
    return render_template(NEW, page=page, form=form), 422


def step_form(page: OpinionPage) -> OpinionStepForm:
    """Return the form with the steps that this reader may take; chosen beforehand where there is but one: a judgement is not."""
    form = OpinionStepForm()
    form.step.choices = pairs((step, _(word)) for step, word in page.steps)
    if not form.is_submitted() and len(page.steps) == 1:
        form.step.data = page.steps[0][0]
    return form


@blueprint.get("/opinions/<int:opinion_id>")
@allow(Role.UNIT, *FOLLOWING)
def opinion(code: str, opinion_id: int) -> Page:
    page = queries.opinion_page(here(), current_actor(), opinion_id)
    return render_template(ONE, page=page, form=step_form(page))


@blueprint.post("/opinions/<int:opinion_id>")
@allow(Role.UNIT, Role.STAFF)
def step_opinion(code: str, opinion_id: int) -> Page:
    page = queries.opinion_page(here(), current_actor(), opinion_id)
    form = step_form(page)
    if not page.steps:
        raise WrongMoment("现在是“%(state)s”，轮不到您办理。", state=page.opinion.word)
    try:
        if form.validate():
            new = form.as_input(opinion_id)
            act = actions.judge_opinion if new.step in OFFICE_STEPS else actions.respond_opinion
            with transaction():
                act(current_actor(), new)
            flash(_("已记录。"))
            return redirect(url_for("supervision.opinion", code=code, opinion_id=opinion_id), 303)
    except RuleBroken as error:
        blame(form, error)
        page = queries.opinion_page(here(), current_actor(), opinion_id)
    return render_template(ONE, page=page, form=form), 422
