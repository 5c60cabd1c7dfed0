"""Routes of the inbox and the merge desk. Staff work, oversight reads."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from voting.congress.queries import place_of
from voting.core.access import allow
from voting.core.clock import stamp
from voting.core.db import transaction
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.core.money import yuan
from voting.core.sheets import as_csv
from voting.core.text import N_
from voting.people.access import current_actor, here
from voting.people.rules import Role
from voting.screening import actions, actions_desk, queries_desk, queries_inbox
from voting.screening.forms import EnterForm
from voting.screening.forms_projects import NewProjectForm, ReasonForm, RouteForm
from voting.screening.models import Suggestion
from voting.screening.queries import newest_call, suggest_page
from voting.screening.queries_inbox import Asked
from voting.screening.rules import SUGGESTION, Field, Source, wording
from voting.screening.views_room import Page, asked_number, asked_year, blueprint, form_number, sentence

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


def asked() -> Asked:
    """Return the filters of the inbox from the query string."""
    args = request.args
    return Asked(
        args.get("q", "").strip()[:100],
        args.get("state", ""),
        args.get("source", ""),
        asked_year(),
        asked_number("page"),
    )


def ids_of(values: list[str]) -> list[int]:
    """Return whole numbers from a form or query; raise NotFound for anything else."""
    if not all(value.isascii() and value.isdigit() and len(value) < 10 for value in values):  # noqa: PLR2004
        raise NotFound("没有这条建议。")
    return [int(value) for value in values]


@blueprint.get("/j/<code>/screening/suggestions")
@allow(Role.STAFF, Role.OVERSIGHT)
def inbox(code: str) -> Page:
    page = queries_inbox.inbox_page(here(), current_actor(), asked())
    return render_template("screening/inbox.html", page=page)


@blueprint.get("/j/<code>/screening/suggestions.csv")
@allow(Role.STAFF, Role.OVERSIGHT)
def inbox_csv(code: str) -> Response:
    """Send the filtered inbox as a sheet, without any contact."""
    sheet = as_csv((_(head) for head in CSV_HEADS), map(cells_of, queries_inbox.inbox_lines(here(), asked())))
    answer = Response(sheet, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename=suggestions-{code}.csv"
    return answer


def cells_of(row: Suggestion) -> tuple[str, ...]:
    """Return the cells of one suggestion."""
    cost = "" if row.cost_fen is None else yuan(row.cost_fen)
    words = (_(SUGGESTION.words[row.state]), _(wording(row.source)), _(wording(row.channel)))
    return (row.number, stamp(row.submitted_at), *words, row.title, row.content, row.place, cost)


@blueprint.get("/j/<code>/screening/suggestions/new")
@allow(Role.STAFF)
def enter_form(code: str) -> Page:
    page = suggest_page(here(), Source.RESIDENT)
    return render_template("screening/enter.html", page=page, form=EnterForm())


@blueprint.post("/j/<code>/screening/suggestions/new")
@allow(Role.STAFF)
def enter(code: str) -> Page:
    form = EnterForm()
    if not form.validate():
        page = suggest_page(here(), Source.RESIDENT)
        return render_template("screening/enter.html", page=page, form=form), 422
    call = newest_call(here())
    if call is None:
        raise NotFound("还没有征集公告。")
    year = call.year
    try:
        with transaction():
            row = actions.enter(current_actor(), form.as_entry(here().id), year=year)
            row_id, number = row.id, row.number
    except actions.SentBefore as error:
        page = suggest_page(here(), Source.RESIDENT)
        return render_template(
            "screening/enter.html", page=page, form=form.as_new(sentence(error), form_number())
        ), 409
    flash(_("已录入，编号 %(number)s。", number=number))
    return redirect(url_for("screening.suggestion", code=code, suggestion_id=row_id), 303)


@blueprint.get("/j/<code>/screening/suggestions/<int(max=2147483647):suggestion_id>")
@allow(Role.STAFF, Role.OVERSIGHT)
def suggestion(code: str, suggestion_id: int) -> Page:
    return show_suggestion(suggestion_id, ReasonForm(formdata=None))


def show_suggestion(suggestion_id: int, form: ReasonForm, status: int = 200) -> Page:
    """Show one suggestion with the form that declines or routes it."""
    page = queries_desk.suggestion_page(here(), current_actor(), suggestion_id)
    return render_template("screening/suggestion.html", page=page, form=form), status


@blueprint.post("/j/<code>/screening/suggestions/<int(max=2147483647):suggestion_id>/reject")
@allow(Role.STAFF)
def reject(code: str, suggestion_id: int) -> Page:
    form = ReasonForm()
    if not form.validate():
        return show_suggestion(suggestion_id, form, 422)
    with transaction():
        actions_desk.reject(
            current_actor(), jurisdiction_id=here().id, suggestion_id=suggestion_id, reason=form.as_reason()
        )
    flash(_("已答复，提建议的人凭编号能看到理由。"))
    return redirect(url_for("screening.suggestion", code=code, suggestion_id=suggestion_id), 303)


@blueprint.post("/j/<code>/screening/suggestions/<int(max=2147483647):suggestion_id>/route")
@allow(Role.STAFF)
def route(code: str, suggestion_id: int) -> Page:
    form = RouteForm()
    if not form.validate():
        return show_suggestion(suggestion_id, form, 422)
    to = place_of(form.to.data or "")
    if to is None:
        raise NotFound("没有这个地方的人民代表大会。")
    with transaction():
        reason = form.as_reason()
        actions_desk.route(current_actor(), here=here(), suggestion_id=suggestion_id, to=to, reason=reason)
    flash(_("已转给%(place)s。", place=to.name))
    return redirect(url_for("screening.suggestion", code=code, suggestion_id=suggestion_id), 303)


@blueprint.post(
    "/j/<code>/screening/suggestions/<int(max=2147483647):suggestion_id>/<any(detach, reconsider):name>"
)
@allow(Role.STAFF)
def take_back(code: str, suggestion_id: int, name: str) -> Page:
    deed = actions_desk.detach if name == "detach" else actions_desk.reconsider
    with transaction():
        deed(current_actor(), jurisdiction_id=here().id, suggestion_id=suggestion_id)
    flash(_("已退回待梳理。"))
    return redirect(url_for("screening.suggestion", code=code, suggestion_id=suggestion_id), 303)


@blueprint.get("/j/<code>/screening/merge")
@allow(Role.STAFF)
def desk(code: str) -> Page:
    return show_desk(ids_of(request.args.getlist("ids")), NewProjectForm(formdata=None))


def show_desk(ids: list[int], form: NewProjectForm, status: int = 200) -> Page:
    """Show the merge desk with these suggestions on it."""
    call = newest_call(here())
    page = queries_desk.desk_page(here(), asked_year() or (call.year if call else 0), ids)
    if page.chosen and not form.title.data:
        form.title.data = page.chosen[0].row.title
    return render_template("screening/merge.html", page=page, form=form), status


@blueprint.post("/j/<code>/screening/merge")
@allow(Role.STAFF)
def merge(code: str) -> Page:
    """Merge the chosen suggestions into a project that is named, or into a new one."""
    ids, place = ids_of(request.form.getlist("ids")), here()
    form = NewProjectForm()
    joined = request.form.get("project_id", "new")
    if joined == "new" and not form.validate():
        return show_desk(on_desk(ids), form, 422)
    try:
        with transaction():
            batch = actions_desk.batch_of(place.id, ids)
            project_id = gather(joined, batch.waiting, form)
            taken = actions_desk.named(batch.taken)
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
    actions_desk.merge(actor, jurisdiction_id=here().id, project_id=project_id, suggestion_ids=ids)
    return project_id


def form_project(ids: tuple[int, ...], form: NewProjectForm) -> int:
    """Form the project that the form names, in the year of its suggestions, and return its id."""
    place = here()
    year = actions_desk.suggestion_of(place.id, ids[0]).year if ids else asked_year()
    call = newest_call(place)
    new = actions_desk.NewProject(
        jurisdiction_id=place.id,
        year=year or (call.year if call else queries_desk.coming_year()),
        title=(form.title.data or "").strip(),
        field=Field(form.field.data),
        suggestion_ids=ids,
    )
    return actions_desk.form(current_actor(), new).id
