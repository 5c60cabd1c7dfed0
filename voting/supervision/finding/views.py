"""Routes of findings: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.bodies import takes_files
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import FOLLOWING, SUPERVISORS, Role
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.commitment import queries as commitment_queries
from voting.supervision.commitment.views import work_again
from voting.supervision.fields import pairs
from voting.supervision.finding import actions as finding_actions
from voting.supervision.finding import queries as finding_queries
from voting.supervision.finding.forms import FindingForm, PostForm
from voting.supervision.finding.queries import CHECK_STEPS, FindingPage


def finding_form(commitment_id: int) -> FindingForm:
    """Return the form with the pictures that wait for it."""
    form = FindingForm()
    form.photos.receive(current_actor(), f"finding:{commitment_id}", sent=form.is_submitted())
    return form


@blueprint.get("/desk/<int:commitment_id>/findings/new")
@allow(*SUPERVISORS, Role.STAFF)
def new_finding_page(code: str, commitment_id: int) -> Page:
    page = commitment_queries.commitment_page(here(), commitment_id)
    return render_template(
        "supervision/finding/new_finding.html", page=page, form=finding_form(commitment_id)
    )


@blueprint.post("/desk/<int:commitment_id>/findings/new")
@allow(*SUPERVISORS, Role.STAFF)
@takes_files
def raise_finding(code: str, commitment_id: int) -> Page:
    page, form = commitment_queries.commitment_page(here(), commitment_id), finding_form(commitment_id)
    try:
        if form.validate():
            with transaction():
                finding_actions.raise_finding(current_actor(), form.as_input(commitment_id))
            return work_again(code, commitment_id, _("问题已交责任单位整改。"))
    except RuleBroken as error:
        blame(form, error, "photos")
        page = commitment_queries.commitment_page(here(), commitment_id)
    return render_template("supervision/finding/new_finding.html", page=page, form=form), 422


def post_form(page: FindingPage) -> PostForm:
    """Return the form with the steps that this reader may take, and the pictures that wait for it."""
    form = PostForm()
    form.photos.receive(current_actor(), f"post:{page.finding.id}", sent=form.is_submitted())
    form.step.choices = pairs((step, _(word)) for step, word in page.steps)
    if not form.is_submitted() and page.steps:
        form.step.data = page.steps[0][0]
    return form


@blueprint.get("/findings/<int:finding_id>")
@allow(Role.UNIT, *FOLLOWING)
def finding(code: str, finding_id: int) -> Page:
    page = finding_queries.finding_page(here(), current_actor(), finding_id)
    return render_template("supervision/finding/finding.html", page=page, form=post_form(page))


@blueprint.post("/findings/<int:finding_id>")
@allow(Role.UNIT, *SUPERVISORS, Role.STAFF)
@takes_files
def post(code: str, finding_id: int) -> Page:
    actor = current_actor()
    page = finding_queries.finding_page(here(), actor, finding_id)
    form = post_form(page)
    if not page.steps:
        finding_actions.refuse_turn(page.finding.state)
    try:
        if form.validate():
            new = form.as_input(finding_id)
            act = finding_actions.recheck if new.step in CHECK_STEPS else finding_actions.respond
            with transaction():
                act(actor, new)
            flash(_("已记录。"))
            return redirect(url_for("supervision.finding", code=code, finding_id=finding_id), 303)
    except RuleBroken as error:
        blame(form, error, "photos")
        page = finding_queries.finding_page(here(), actor, finding_id)
    return render_template("supervision/finding/finding.html", page=page, form=form), 422
