"""Routes of one project before the vote: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import COLLECTING, WEIGHING, Role
from voting.screening.appraisal import actions as appraisal_actions
from voting.screening.appraisal.facts import conclusions_of
from voting.screening.appraisal.forms import ConclusionsForm, ScoreForm
from voting.screening.blueprint import Page, blueprint
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


def show_project(project_id: int, form: ReasonForm | ScoreForm, status: int = 200) -> Page:
    """Show one project with its papers and the form that was refused, if any."""
    page = project_page_queries.project_page(here(), current_actor(), project_id)
    return render_template("screening/pages/project/project.html", page=page, form=form), status


def to_project(code: str, project_id: int) -> Response:
    """Send back to the project's page."""
    return redirect(url_for("screening.project", code=code, project_id=project_id), 303)


@blueprint.get("/j/<code>/screening/projects/<int(max=2147483647):project_id>/dossier")
@allow(*COLLECTING)
def dossier_form(code: str, project_id: int) -> Page:
    row = project_of(here().id, project_id)
    return show_dossier(project_id, DossierForm.showing(dossier_of(row)))


def show_dossier(project_id: int, form: DossierForm, status: int = 200) -> Page:
    """Show the dossier form with the place's units to choose from."""
    form.offer_units(project_page_queries.unit_choices(here()))
    page = project_page_queries.project_page(here(), current_actor(), project_id)
    return render_template("screening/pages/project/dossier.html", page=page, form=form), status


@blueprint.post("/j/<code>/screening/projects/<int(max=2147483647):project_id>/dossier")
@allow(*COLLECTING)
def revise(code: str, project_id: int) -> Page:
    before = dossier_of(project_of(here().id, project_id))
    form = DossierForm()
    form.offer_units(project_page_queries.unit_choices(here()))
    if not form.validate():
        return show_dossier(project_id, form, 422)
    try:
        with transaction():
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
    return to_project(code, project_id)


@blueprint.get("/j/<code>/screening/projects/<int(max=2147483647):project_id>/findings")
@allow(*COLLECTING)
def findings_form(code: str, project_id: int) -> Page:
    project_of(here().id, project_id)
    return show_conclusions(project_id, ConclusionsForm.showing(conclusions_of(project_id)))


def show_conclusions(project_id: int, form: ConclusionsForm, status: int = 200) -> Page:
    """Show the checklist and the three opinions."""
    page = project_page_queries.project_page(here(), current_actor(), project_id)
    return render_template("screening/pages/project/conclusions.html", page=page, form=form), status


@blueprint.post("/j/<code>/screening/projects/<int(max=2147483647):project_id>/findings")
@allow(*COLLECTING)
def record_findings(code: str, project_id: int) -> Page:
    project_of(here().id, project_id)
    form = ConclusionsForm()
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


@blueprint.post("/j/<code>/screening/projects/<int(max=2147483647):project_id>/score")
@allow(Role.STAFF, Role.APPRAISER)
def score(code: str, project_id: int) -> Page:
    project_of(here().id, project_id)
    form = ScoreForm()
    if not form.validate():
        return show_project(project_id, form, 422)
    with transaction():
        points = form.as_points()
        appraisal_actions.score(
            current_actor(), jurisdiction_id=here().id, project_id=project_id, points=points
        )
    flash(_("已打分。"))
    return to_project(code, project_id)


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
