"""Routes of lists of projects: parse, do, show."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.bodies import takes_files, whole
from voting.core.db import transaction
from voting.core.downloads import XLSX, download
from voting.core.errors import NotFound, RuleBroken
from voting.core.fields import blame
from voting.core.sheets import Sheet, as_workbook
from voting.people.access import current_actor, here
from voting.people.rules import COLLECTING
from voting.screening.blueprint import Page, blueprint
from voting.screening.merging.views import year_here
from voting.screening.project_list import actions, given_back, queries
from voting.screening.project_list.facts import text_of_list
from voting.screening.project_list.forms import ProjectListForm


@blueprint.get("/j/<code>/screening/project-lists")
@allow(*COLLECTING)
def project_lists(code: str) -> Page:
    return show_lists(ProjectListForm(formdata=None))


def show_lists(form: ProjectListForm, status: int = 200) -> Page:
    """Show the form of a list, and the latest lists."""
    page = queries.lists_page(here(), year_here())
    return render_template("screening/project_list/lists.html", page=page, form=form), status


@blueprint.get("/j/<code>/screening/project-lists/empty.xlsx")
@allow(*COLLECTING)
def project_list_empty(code: str) -> Response:
    """Send an empty list with the headings that are known."""
    return download(as_workbook(Sheet(queries.empty_heads(), ())), XLSX, "projects.xlsx")


@blueprint.post("/j/<code>/screening/project-lists")
@allow(*COLLECTING)
@takes_files
def keep_project_list(code: str) -> Page:
    form, year = ProjectListForm(), year_here()
    if not form.validate():
        return show_lists(form, 422)
    try:
        new = form.as_input(here().id, year, whole(form.file.data))
        text_of_list(new.content)
        with transaction():
            list_id = actions.keep_list(current_actor(), new).id
    except RuleBroken as error:
        blame(form, error, "file")
        return show_lists(form, 422)
    return redirect(url_for("screening.project_list", code=code, list_id=list_id), 303)


@blueprint.get("/j/<code>/screening/project-lists/<list_id>")
@allow(*COLLECTING)
def project_list(code: str, list_id: str) -> Page:
    return render_template("screening/project_list/preview.html", page=queries.list_page(here(), list_id))


@blueprint.get("/j/<code>/screening/project-lists/<list_id>/lines.xlsx")
@allow(*COLLECTING)
def project_list_lines(code: str, list_id: str) -> Response:
    """Send the lines that are not taken, each with why."""
    made = queries.lines_back(here(), list_id)
    if made is None:
        raise NotFound("没有这个文件。")
    return download(made, XLSX, f"lines-{code}.xlsx")


@blueprint.post("/j/<code>/screening/project-lists/<list_id>/<any(take, give_up):name>")
@allow(*COLLECTING)
def settle_project_list(code: str, list_id: str, name: str) -> Page:
    if name == "give_up":
        with transaction():
            actions.give_up_list(jurisdiction_id=here().id, list_id=list_id)
        flash(_("已放弃，这份表没有保存。"))
        return redirect(url_for("screening.project_lists", code=code), 303)
    text = queries.waiting_text(here(), list_id)
    with transaction():
        actions.take_list(
            current_actor(),
            jurisdiction_id=here().id,
            list_id=list_id,
            text=text,
            marks=frozenset(request.form.getlist("lines")),
            give_back=given_back.workbook,
        )
    flash(_("已录入。"))
    return redirect(url_for("screening.project_list", code=code, list_id=list_id), 303)
