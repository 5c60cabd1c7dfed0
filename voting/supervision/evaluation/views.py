"""Routes of the satisfaction evaluation: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import FOLLOWING, Role
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.evaluation import actions as evaluation_actions
from voting.supervision.evaluation import queries as evaluation_queries
from voting.supervision.evaluation.forms import EvaluationForm
from voting.supervision.evaluation.queries import EvaluationPage
from voting.supervision.fields import pairs
from voting.tally import handover as tally


def evaluation_form(page: EvaluationPage) -> EvaluationForm:
    """Return the form that orders an evaluation, all projects ticked."""
    form = EvaluationForm()
    form.meeting_id.choices = pairs(page.meetings)
    form.commitment_ids.choices = pairs(page.projects)
    if not form.is_submitted():
        form.commitment_ids.data = list(page.suggested)
    return form


@blueprint.get("/desk/evaluations/<int:year>")
@allow(*FOLLOWING)
def evaluation(code: str, year: int) -> Page:
    page = evaluation_queries.evaluation_page(here(), current_actor(), year)
    return render_template("supervision/evaluation/evaluation.html", page=page, form=evaluation_form(page))


@blueprint.post("/desk/evaluations/<int:year>")
@allow(Role.STAFF)
def order_evaluation(code: str, year: int) -> Page:
    page = evaluation_queries.evaluation_page(here(), current_actor(), year)
    form = evaluation_form(page)
    try:
        if form.validate():
            with transaction():
                evaluation_actions.order_evaluation(current_actor(), form.as_input(year))
            flash(_("测评票已安排，请到会议中开启投票。"))
            return redirect(url_for("supervision.evaluation", code=code, year=year), 303)
    except RuleBroken as error:
        blame(form, error)
        page = evaluation_queries.evaluation_page(here(), current_actor(), year)
    return render_template("supervision/evaluation/evaluation.html", page=page, form=form), 422


@blueprint.post("/desk/evaluations/outcomes/<uuid>")
@allow(Role.STAFF)
def take_in_evaluation(code: str, uuid: str) -> Page:
    with transaction():
        outcome = tally.outcome(uuid, here().id)
        found = evaluation_actions.take_in_evaluation(current_actor(), outcome)
    flash(_("%(count)s 个项目的测评结果已记录。", count=len(found)))
    return redirect(url_for("supervision.evaluation", code=code, year=outcome.year), 303)
