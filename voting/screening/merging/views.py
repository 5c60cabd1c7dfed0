"""Routes of the merge desk: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.core.sentences import sentence
from voting.core.text import N_
from voting.people.access import current_actor, here
from voting.people.rules import COLLECTING
from voting.screening.blueprint import Page, asked_year, blueprint
from voting.screening.call.queries import newest_call
from voting.screening.merging import actions as merging_actions
from voting.screening.merging import queries as merging_queries
from voting.screening.merging.forms import NewProjectForm
from voting.screening.suggestion import facts as suggestion_facts
from voting.screening.words import Field

CSV_HEADS = (
    N_("编号"),
    N_("收到时间"),
    N_("状态"),
    N_("来源"),
    N_("渠道"),
    N_("名称"),
    N_("内容"),
    N_("地点"),
    N_("估算投资（元）"),
)


def ids_of(values: list[str]) -> list[int]:
    """Return whole numbers from a form or query; raise NotFound for anything else."""
    if not all(value.isascii() and value.isdigit() and len(value) < 10 for value in values):  # noqa: PLR2004
        raise NotFound("没有这条建议。")
    return [int(value) for value in values]


@blueprint.get("/j/<code>/screening/merge")
@allow(*COLLECTING)
def desk(code: str) -> Page:
    return show_desk(ids_of(request.args.getlist("ids")), NewProjectForm(formdata=None))


def show_desk(ids: list[int], form: NewProjectForm, status: int = 200) -> Page:
    """Show the merge desk with these suggestions on it."""
    call = newest_call(here())
    page = merging_queries.desk_page(here(), asked_year() or (call.year if call else 0), ids)
    if page.chosen and not form.title.data:
        form.title.data = page.chosen[0].row.title
    return render_template("screening/merging/merge.html", page=page, form=form), status


@blueprint.post("/j/<code>/screening/merge")
@allow(*COLLECTING)
def merge(code: str) -> Page:
    """Merge the chosen suggestions into a project that is named, or into a new one."""
    ids, place = ids_of(request.form.getlist("ids")), here()
    form = NewProjectForm()
    joined = request.form.get("project_id", "new")
    if joined == "new" and not form.validate():
        return show_desk(on_desk(ids), form, 422)
    try:
        with transaction():
            batch = merging_actions.batch_of(place.id, ids)
            project_id = gather(joined, batch.waiting, form)
            taken = merging_actions.named(batch.taken)
    except (RuleBroken, WrongMoment) as error:
        flash(sentence(error), "error")
        return show_desk(on_desk(ids), form, 422 if isinstance(error, RuleBroken) else 409)
    flash(_("已归并 %(count)s 条建议。", count=len(batch.waiting)))
    if taken:
        flash(_("没有归并、别人刚刚办理过的：%(rows)s。", rows=taken), "warning")
    return redirect(url_for("screening.project", code=code, project_id=project_id), 303)


def on_desk(chosen: list[int]) -> list[int]:
    """Return what lay on the desk: also what was unticked stays there after an error."""
    return ids_of(request.form.getlist("desk")) or chosen


def gather(joined: str, ids: tuple[int, ...], form: NewProjectForm) -> int:
    """Merge suggestions into the project that is named, or form it, and return its id."""
    if joined == "new":
        return form_project(ids, form)
    actor, (project_id,) = current_actor(), ids_of([joined])
    merging_actions.merge(actor, jurisdiction_id=here().id, project_id=project_id, suggestion_ids=ids)
    return project_id


def form_project(ids: tuple[int, ...], form: NewProjectForm) -> int:
    """Form the project that the form names, in the year of its suggestions, and return its id."""
    place = here()
    year = suggestion_facts.suggestion_of(place.id, ids[0]).year if ids else asked_year()
    call = newest_call(place)
    new = merging_actions.NewProject(
        jurisdiction_id=place.id,
        year=year or (call.year if call else merging_queries.coming_year()),
        title=(form.title.data or "").strip(),
        field=Field(form.field.data),
        suggestion_ids=ids,
    )
    return merging_actions.form(current_actor(), new).id
