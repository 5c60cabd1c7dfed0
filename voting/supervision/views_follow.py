"""Routes of following up: findings and their threads, inspections, follow-up letters."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.bodies import takes_files
from voting.core.clock import today
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.people.access import current_actor, here
from voting.people.rules import Role
from voting.supervision import actions_findings, queries_follow
from voting.supervision.forms import pairs, text_of
from voting.supervision.forms_follow import AnswerForm, FindingForm, InspectionForm, LetterForm, PostForm
from voting.supervision.queries_follow import CHECK_STEPS, FindingPage
from voting.supervision.views_base import Page, blueprint, put_back
from voting.supervision.views_desk import work_again


def finding_form(commitment_id: int) -> FindingForm:
    """Return the form with the pictures that wait for it."""
    form = FindingForm()
    form.photos.receive(current_actor(), f"finding:{commitment_id}", sent=form.is_submitted())
    return form


@blueprint.get("/desk/<int:commitment_id>/findings/new")
@allow(Role.SUPERVISION, Role.STAFF)
def new_finding_page(code: str, commitment_id: int) -> Page:
    page = queries_follow.commitment_page(here(), commitment_id)
    return render_template("supervision/new_finding.html", page=page, form=finding_form(commitment_id))


@blueprint.post("/desk/<int:commitment_id>/findings/new")
@allow(Role.SUPERVISION, Role.STAFF)
@takes_files
def raise_finding(code: str, commitment_id: int) -> Page:
    page, form = queries_follow.commitment_page(here(), commitment_id), finding_form(commitment_id)
    try:
        if form.validate():
            with transaction():
                actions_findings.raise_finding(current_actor(), form.as_input(commitment_id))
            return work_again(code, commitment_id, _("问题已交责任单位整改。"))
    except RuleBroken as error:
        put_back(form, error, "photos")
        page = queries_follow.commitment_page(here(), commitment_id)
    return render_template("supervision/new_finding.html", page=page, form=form), 422


def post_form(page: FindingPage) -> PostForm:
    """Return the form with the steps that this reader may take, and the pictures that wait for it."""
    form = PostForm()
    form.photos.receive(current_actor(), f"post:{page.finding.id}", sent=form.is_submitted())
    form.step.choices = pairs((step, _(word)) for step, word in page.steps)
    if not form.is_submitted() and page.steps:
        form.step.data = page.steps[0][0]
    return form


@blueprint.get("/findings/<int:finding_id>")
@allow(Role.UNIT, Role.SUPERVISION, Role.STAFF)
def finding(code: str, finding_id: int) -> Page:
    page = queries_follow.finding_page(here(), current_actor(), finding_id)
    return render_template("supervision/finding.html", page=page, form=post_form(page))


@blueprint.post("/findings/<int:finding_id>")
@allow(Role.UNIT, Role.SUPERVISION, Role.STAFF)
@takes_files
def post(code: str, finding_id: int) -> Page:
    actor = current_actor()
    page = queries_follow.finding_page(here(), actor, finding_id)
    form = post_form(page)
    if not page.steps:
        actions_findings.refuse_turn(page.finding.state)
    try:
        if form.validate():
            new = form.as_input(finding_id)
            act = actions_findings.recheck if new.step in CHECK_STEPS else actions_findings.respond
            with transaction():
                act(actor, new)
            flash(_("已记录。"))
            return redirect(url_for("supervision.finding", code=code, finding_id=finding_id), 303)
    except RuleBroken as error:
        put_back(form, error, "photos")
        page = queries_follow.finding_page(here(), actor, finding_id)
    return render_template("supervision/finding.html", page=page, form=form), 422


def inspection_form(commitment_id: int) -> InspectionForm:
    """Return the form with today's date and the pictures that wait for it."""
    form = InspectionForm()
    form.photos.receive(current_actor(), f"inspection:{commitment_id}", sent=form.is_submitted())
    if not form.is_submitted():
        form.on.data = today()
    return form


@blueprint.get("/desk/<int:commitment_id>/inspections/new")
@allow(Role.SUPERVISION, Role.STAFF)
def inspection_page(code: str, commitment_id: int) -> Page:
    page, form = queries_follow.commitment_page(here(), commitment_id), inspection_form(commitment_id)
    return render_template("supervision/inspection.html", page=page, form=form)


@blueprint.post("/desk/<int:commitment_id>/inspections/new")
@allow(Role.SUPERVISION, Role.STAFF)
@takes_files
def record_inspection(code: str, commitment_id: int) -> Page:
    page, form = queries_follow.commitment_page(here(), commitment_id), inspection_form(commitment_id)
    try:
        if form.validate():
            with transaction():
                actions_findings.record_inspection(current_actor(), form.as_input(commitment_id))
            return work_again(code, commitment_id, _("视察已记录。"))
    except RuleBroken as error:
        put_back(form, error, "photos")
        page = queries_follow.commitment_page(here(), commitment_id)
    return render_template("supervision/inspection.html", page=page, form=form), 422


@blueprint.get("/desk/<int:commitment_id>/letters/new")
@allow(Role.SUPERVISION, Role.STAFF)
def new_letter_page(code: str, commitment_id: int) -> Page:
    page = queries_follow.commitment_page(here(), commitment_id)
    return render_template("supervision/new_letter.html", page=page, form=LetterForm())


@blueprint.post("/desk/<int:commitment_id>/letters/new")
@allow(Role.SUPERVISION, Role.STAFF)
def send_letter(code: str, commitment_id: int) -> Page:
    page, form = queries_follow.commitment_page(here(), commitment_id), LetterForm()
    try:
        if form.validate():
            with transaction():
                letter = actions_findings.send_letter(current_actor(), form.as_input(commitment_id))
                number = letter.number
            return work_again(code, commitment_id, _("督办函第 %(number)s 号已发出。", number=number))
    except RuleBroken as error:
        put_back(form, error)
        page = queries_follow.commitment_page(here(), commitment_id)
    return render_template("supervision/new_letter.html", page=page, form=form), 422


@blueprint.get("/letters/<int:letter_id>")
@allow(Role.UNIT, Role.SUPERVISION, Role.STAFF)
def letter(code: str, letter_id: int) -> Page:
    page = queries_follow.letter_page(here(), current_actor(), letter_id)
    return render_template("supervision/letter.html", page=page, form=AnswerForm())


@blueprint.post("/letters/<int:letter_id>")
@allow(Role.UNIT)
def answer_letter(code: str, letter_id: int) -> Page:
    page, form = queries_follow.letter_page(here(), current_actor(), letter_id), AnswerForm()
    if not form.validate():
        return render_template("supervision/letter.html", page=page, form=form), 422
    with transaction():
        actions_findings.answer_letter(current_actor(), letter_id, text_of(form.answer))
    flash(_("已答复。"))
    return redirect(url_for("supervision.mine", code=code), 303)
