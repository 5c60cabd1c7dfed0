"""Routes of the merge desk: parse, do, show."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.core.fields import blame
from voting.core.sentences import sentence
from voting.people.access import current_actor, here
from voting.people.rules import COLLECTING
from voting.screening.blueprint import Page, asked_number, asked_year, blueprint
from voting.screening.call.queries import newest_call
from voting.screening.dossier.facts import project_of
from voting.screening.dossier.models import Project
from voting.screening.dossier.rules import FiguresAmiss
from voting.screening.merging import actions as merging_actions
from voting.screening.merging import queries as merging_queries
from voting.screening.merging.facts import batch_of, named
from voting.screening.merging.forms import NEW, MergeForm, NewProjectForm, SplitForm
from voting.screening.merging.undo import undo
from voting.screening.suggestion import facts as suggestion_facts


def ids_of(values: list[str]) -> list[int]:
    """Return whole numbers from a form or query; raise NotFound for anything else."""
    if not all(value.isascii() and value.isdigit() and len(value) < 10 for value in values):  # noqa: PLR2004
        raise NotFound("没有这条建议。")
    return [int(value) for value in values]


def year_here() -> int:
    """Return the year whose desk is meant: the one asked for, else that of the newest call, else the coming one."""
    call = newest_call(here())
    return asked_year() or (call.year if call else merging_queries.coming_year())


@blueprint.get("/j/<code>/screening/merge")
@allow(*COLLECTING)
def desk(code: str) -> Page:
    return show_desk(ids_of(request.args.getlist("ids")), MergeForm(formdata=None))


def show_desk(ids: list[int], form: MergeForm, status: int = 200) -> Page:
    """Show the merge desk with these suggestions on it."""
    page = merging_queries.desk_page(here(), year_here(), ids, asked_number("page"))
    if page.chosen and not form.title.data:
        form.title.data = page.chosen[0].row.title
    form.project_id.choices = [
        (NEW, _("形成一个新项目")),
        *((str(number), title) for number, title in page.projects),
    ]
    return render_template("screening/merging/merge.html", page=page, form=form), status


@blueprint.post("/j/<code>/screening/merge")
@allow(*COLLECTING)
def merge(code: str) -> Page:
    """Merge the chosen suggestions into a project that is named, or into a new one."""
    ids, place = ids_of(request.form.getlist("ids")), here()
    form = MergeForm()
    joined = form.project_id.data
    if not ids:
        flash(_("请至少选一条建议。"), "error")
        return show_desk(on_desk(ids), form, 422)
    if joined == NEW and not form.validate():
        return show_desk(on_desk(ids), form, 422)
    into = None if joined == NEW else ids_of([joined])[0]
    try:
        with transaction():
            batch = batch_of(place.id, ids, into=into)
            project = gather(into, batch.waiting, form)
            project_id, title, taken = project.id, project.title, named(batch.taken)
    except (RuleBroken, WrongMoment) as error:
        flash(sentence(error), "error")
        return show_desk(on_desk(ids), form, 422 if isinstance(error, RuleBroken) else 409)
    flash(_("已把 %(count)s 条建议归并入“%(title)s”。", count=len(batch.waiting), title=title))
    if taken:
        flash(_("没有归并、别人刚刚办理过的：%(rows)s。", rows=taken), "warning")
    if form.next_group.data:
        return redirect(url_for("screening.desk", code=code, year=asked_year(), next="y"), 303)
    return redirect(url_for("screening.project", code=code, project_id=project_id), 303)


def on_desk(chosen: list[int]) -> list[int]:
    """Return what lay on the desk: also what was unticked stays there after an error."""
    return ids_of(request.form.getlist("desk")) or chosen


def gather(into: int | None, ids: tuple[int, ...], form: MergeForm) -> Project:
    """Merge suggestions into the project that is named, or form it in the year of its suggestions."""
    actor, place = current_actor(), here()
    if into is None:
        year = suggestion_facts.suggestion_of(place.id, ids[0]).year
        return merging_actions.form(actor, form.as_input(place.id, year, ids, fill=form.fill.data))
    return merging_actions.merge(
        actor, jurisdiction_id=place.id, project_id=into, suggestion_ids=ids, filling=form.fill.data
    )


@blueprint.post("/j/<code>/screening/merge/planned")
@allow(*COLLECTING)
def form_planned(code: str) -> Page:
    """Form a project that no suggestion asked for: from a plan or a department."""
    form, year = NewProjectForm(), year_here()
    if not form.validate():
        refused = MergeForm()
        refused.validate()
        return show_desk([], refused, 422)
    try:
        with transaction():
            project_id = merging_actions.plan(current_actor(), form.as_input(here().id, year)).id
    except RuleBroken as error:
        refused = MergeForm()
        blame(refused, error, "title")
        return show_desk([], refused, 422)
    flash(_("已形成项目，请填写项目文本。"))
    return redirect(url_for("screening.project", code=code, project_id=project_id), 303)


@blueprint.get("/j/<code>/screening/merge/steps")
@allow(*COLLECTING)
def merge_steps(code: str) -> Page:
    page = merging_queries.steps_page(here(), year_here(), asked_number("page"))
    return render_template("screening/merging/steps.html", page=page)


@blueprint.post("/j/<code>/screening/merge/steps/<int(max=2147483647):step_id>/undo")
@allow(*COLLECTING)
def undo_step(code: str, step_id: int) -> Page:
    """Take a step of the desk back, and return to the page where it was asked."""
    with transaction():
        step = undo(current_actor(), jurisdiction_id=here().id, step_id=step_id)
        back, year = step.back, step.year
    flash(_("已撤销这一步。") if back else _("已恢复这一步。"))
    asked_at = request.form.get("at", "")
    if asked_at.isdecimal():
        return to_sources(code, ids_of([asked_at])[0])
    endpoint = "screening.desk" if asked_at == "desk" else "screening.merge_steps"
    return redirect(url_for(endpoint, code=code, year=year), 303)


@blueprint.get("/j/<code>/screening/projects/<int(max=2147483647):project_id>/sources")
@allow(*COLLECTING)
def sources(code: str, project_id: int) -> Page:
    return show_sources(project_id, SplitForm(formdata=None))


def show_sources(project_id: int, form: SplitForm, status: int = 200) -> Page:
    """Show where a project comes from, with the form that splits it."""
    page = merging_queries.sources_page(here(), project_id)
    return render_template("screening/merging/sources.html", page=page, form=form), status


def to_sources(code: str, project_id: int) -> Response:
    """Send to the page of a project's sources."""
    return redirect(url_for("screening.sources", code=code, project_id=project_id), 303)


@blueprint.post("/j/<code>/screening/projects/<int(max=2147483647):project_id>/split")
@allow(*COLLECTING)
def split(code: str, project_id: int) -> Page:
    """Take the chosen suggestions out of a project into a new one, and what of its dossier goes along."""
    form, year = SplitForm(), project_of(here().id, project_id).year
    ids = tuple(ids_of(request.form.getlist("ids")))
    if not form.validate():
        return show_sources(project_id, form, 422)
    along = form.along(frozenset(request.form.getlist("along")))
    try:
        with transaction():
            new = replace(form.as_input(here().id, year, ids, fill=form.fill.data), along=along)
            title = merging_actions.split(current_actor(), new, project_id=project_id).title
    except FiguresAmiss as error:
        blame(form, error)
        return show_sources(project_id, form, 422)
    flash(_("已拆成新项目“%(title)s”。", title=title))
    return to_sources(code, project_id)


@blueprint.post("/j/<code>/screening/projects/<int(max=2147483647):project_id>/join")
@allow(*COLLECTING)
def join(code: str, project_id: int) -> Page:
    """Merge a project into another."""
    into_id = ids_of([request.form.get("into", "")])[0]
    with transaction():
        into = merging_actions.join(
            current_actor(), jurisdiction_id=here().id, project_id=project_id, into_id=into_id
        )
        title = into.title
    flash(_("已并入“%(title)s”，建议随之转入。", title=title))
    return to_sources(code, into_id)
