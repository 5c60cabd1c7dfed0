"""Routes of one project before the vote: parse, do, show."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from voting.core.access import allow
from voting.core.bodies import takes_files
from voting.core.clock import today
from voting.core.db import transaction
from voting.core.downloads import PDF, download
from voting.core.errors import NotFound, RuleBroken
from voting.core.fields import blame
from voting.core.storage import storage
from voting.people.access import current_actor, here
from voting.people.rules import COLLECTING, WEIGHING, Role
from voting.screening.appraisal import actions as appraisal_actions
from voting.screening.appraisal.document import kept_document
from voting.screening.appraisal.facts import checklist_of, conclusions_of, may_review, reviews_of
from voting.screening.appraisal.forms import ConclusionsForm, ReviewForm, conclusions_form
from voting.screening.appraisal.rules import ReviewKind
from voting.screening.blueprint import Page, blueprint
from voting.screening.commission.facts import only_unit_of
from voting.screening.dossier import actions as dossier_actions
from voting.screening.dossier.facts import dossier_of, project_of
from voting.screening.dossier.forms import DossierForm
from voting.screening.fields import ReasonForm
from voting.screening.pages.project import queries as project_page_queries
from voting.screening.reserve.actions import revive


@blueprint.get("/j/<code>/screening/projects/<int(max=2147483647):project_id>")
@allow(*WEIGHING)
def project(code: str, project_id: int) -> Page:
    return show_project(project_id, ReasonForm(formdata=None))


def show_project(project_id: int, form: ReasonForm, status: int = 200) -> Page:
    """Show one project with its papers and the form that was refused, if any."""
    page = project_page_queries.project_page(here(), current_actor(), project_id)
    return render_template("screening/pages/project/project.html", page=page, form=form), status


def to_project(code: str, project_id: int) -> Response:
    """Send back to the project's page."""
    return redirect(url_for("screening.project", code=code, project_id=project_id), 303)


@blueprint.get("/j/<code>/screening/projects/<int(max=2147483647):project_id>/dossier")
@allow(*COLLECTING, Role.UNIT)
def dossier_form(code: str, project_id: int) -> Page:
    row = project_of(here().id, project_id)
    only_unit_of(current_actor(), here().id, project_id)
    return show_dossier(project_id, DossierForm.showing(dossier_of(row)))


def show_dossier(project_id: int, form: DossierForm, status: int = 200) -> Page:
    """Show the dossier form with the place's units to choose from."""
    form.offer_units(units_offered(project_id), project_page_queries.unit_choices(here(), project_id))
    page = project_page_queries.project_page(here(), current_actor(), project_id)
    return render_template("screening/pages/project/dossier.html", page=page, form=form), status


def units_offered(project_id: int) -> list[tuple[int, str]]:
    """Return the units of which the writer may name the lead one: a unit that was asked, itself alone."""
    only = only_unit_of(current_actor(), here().id, project_id)
    return [one for one in project_page_queries.unit_choices(here(), project_id) if only in {None, one[0]}]


@blueprint.post("/j/<code>/screening/projects/<int(max=2147483647):project_id>/dossier")
@allow(*COLLECTING, Role.UNIT)
def revise(code: str, project_id: int) -> Page:
    project_of(here().id, project_id)
    form = DossierForm()
    form.offer_units(units_offered(project_id), project_page_queries.unit_choices(here(), project_id))
    if not form.validate():
        return show_dossier(project_id, form, 422)
    try:
        with (
            transaction()
        ):  # what it takes over from the text on file, it reads here: a file attached just now stays
            before = dossier_of(project_of(here().id, project_id, locked=True))
            dossier_actions.revise(
                current_actor(),
                jurisdiction_id=here().id,
                project_id=project_id,
                dossier=form.as_input(before),
            )
    except RuleBroken as error:
        blame(form, error, "title")
        return show_dossier(project_id, form, 422)
    flash(_("项目文本已保存。"))
    if only_unit_of(current_actor(), here().id, project_id) is not None:
        return redirect(url_for("screening.asked", code=code), 303)
    return to_project(code, project_id)


@blueprint.get("/j/<code>/screening/projects/<int(max=2147483647):project_id>/findings")
@allow(*COLLECTING)
def findings_form(code: str, project_id: int) -> Page:
    return show_conclusions(project_id, findings_of(project_id, empty=True))


def findings_of(project_id: int, *, empty: bool = False) -> ConclusionsForm:
    """Return the form for the year's checklist, without the reviews that others than the office make."""
    project = project_of(here().id, project_id)
    form = conclusions_form(checklist_of(here().id, project.year), conclusions_of(project_id), empty=empty)
    for kind in ReviewKind:
        if not may_review(current_actor(), here().id, kind):
            del form[kind.value], form[kind.verdict]
    return form


def show_conclusions(project_id: int, form: ConclusionsForm, status: int = 200) -> Page:
    """Show the checklist and the three opinions."""
    page = project_page_queries.project_page(here(), current_actor(), project_id)
    return render_template("screening/pages/project/conclusions.html", page=page, form=form), status


@blueprint.post("/j/<code>/screening/projects/<int(max=2147483647):project_id>/findings")
@allow(*COLLECTING)
def record_findings(code: str, project_id: int) -> Page:
    form = findings_of(project_id)
    if not form.validate():
        return show_conclusions(project_id, form, 422)
    with transaction():
        appraisal_actions.record_findings(
            current_actor(),
            jurisdiction_id=here().id,
            project_id=project_id,
            conclusions=form.as_input(),
            together=form.left_to_rest(),
        )
    flash(_("论证意见已保存。"))
    return to_project(code, project_id)


REVIEW = "/j/<code>/screening/projects/<int(max=2147483647):project_id>/<any(legality, affordability):name>"
REVIEWING = COLLECTING | {Role.LEGAL_REVIEWER, Role.FINANCE_REVIEWER}


@blueprint.get(REVIEW)
@allow(*REVIEWING)
def review_form(code: str, project_id: int, name: str) -> Page:
    kind = ReviewKind(name)
    known, row = conclusions_of(project_id), reviews_of(project_id).get(kind)
    kept = {
        "opinion": getattr(known, kind.value) if known else "",
        "passed": ("yes" if getattr(known, kind.verdict) else "no") if known and row else None,
        "document": row.document if row else "",
        "reviewed_on": row.reviewed_on if row else today(),
    }
    return show_review(project_id, kind, ReviewForm(formdata=None, data=kept))


def show_review(project_id: int, kind: ReviewKind, form: ReviewForm, status: int = 200) -> Page:
    """Show the form of a review beside what is reviewed."""
    page = project_page_queries.project_page(here(), current_actor(), project_id)
    shown = next(row for row in page.reviews if row.kind is kind)
    page = replace(page, reviewed=shown)
    return render_template("screening/pages/project/review.html", page=page, form=form), status


@blueprint.post(REVIEW)
@allow(*REVIEWING)
@takes_files
def record_review(code: str, project_id: int, name: str) -> Page:
    project_of(here().id, project_id)
    kind, form = ReviewKind(name), ReviewForm()
    if not form.validate():
        return show_review(project_id, kind, form, 422)
    try:
        file = kept_document(form.file.data)
        with transaction():
            appraisal_actions.record_review(
                current_actor(),
                jurisdiction_id=here().id,
                project_id=project_id,
                new=form.as_input(kind, file),
            )
    except RuleBroken as error:
        blame(form, error, "reviewed_on")
        return show_review(project_id, kind, form, 422)
    flash(_("审查意见已保存。"))
    return to_project(code, project_id)


@blueprint.get(REVIEW + "/document")
@allow(*WEIGHING)
def review_document(code: str, project_id: int, name: str) -> Page:
    project_of(here().id, project_id)
    row = reviews_of(project_id).get(ReviewKind(name))
    if row is None or not row.file:
        raise NotFound("没有这个文件。")
    return download(storage().path_of(row.file).read_bytes(), PDF, f"{row.document}.pdf")


@blueprint.post("/j/<code>/screening/projects/<int(max=2147483647):project_id>/appraise")
@allow(*COLLECTING)
def appraise(code: str, project_id: int) -> Page:
    with transaction():
        appraisal_actions.appraise(current_actor(), jurisdiction_id=here().id, project_id=project_id)
    flash(_("论证通过，可以列入初步候选名单。"))
    return to_project(code, project_id)


@blueprint.post(
    "/j/<code>/screening/projects/<int(max=2147483647):project_id>/<any(withdraw_appraisal, revive):name>"
)
@allow(*COLLECTING)
def project_step(code: str, project_id: int, name: str) -> Page:
    with transaction():
        if name == "revive":
            revive(current_actor(), jurisdiction_id=here().id, project_id=project_id)
        else:
            appraisal_actions.step(
                current_actor(), jurisdiction_id=here().id, project_id=project_id, name=name
            )
    return to_project(code, project_id)


@blueprint.post("/j/<code>/screening/projects/<int(max=2147483647):project_id>/shelve")
@allow(*COLLECTING)
def shelve(code: str, project_id: int) -> Page:
    project_of(here().id, project_id)
    form = ReasonForm()
    if not form.validate():
        return show_project(project_id, form, 422)
    with transaction():
        appraisal_actions.step(
            current_actor(),
            jurisdiction_id=here().id,
            project_id=project_id,
            name="shelve",
            reason=form.as_reason(),
        )
    flash(_("已列入储备，提建议的人能看到理由。"))
    return to_project(code, project_id)
