"""Routes of lists: parse, do, show."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
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
from voting.screening.intake import actions, given_back, queries
from voting.screening.intake.facts import text_of_list
from voting.screening.intake.forms import ImportForm


@blueprint.get("/j/<code>/screening/imports")
@allow(*COLLECTING)
def imports(code: str) -> Page:
    return show_imports(ImportForm(formdata=None))


def show_imports(form: ImportForm, status: int = 200) -> Page:
    """Show the form of a list, and the latest lists."""
    page = queries.imports_page(here())
    return render_template("screening/intake/imports.html", page=page, form=form), status


@blueprint.get("/j/<code>/screening/imports/empty.xlsx")
@allow(*COLLECTING)
def import_empty(code: str) -> Response:
    """Send an empty list with the headings that are known."""
    return download(as_workbook(Sheet(queries.empty_heads(), ())), XLSX, "suggestions.xlsx")


@blueprint.post("/j/<code>/screening/imports")
@allow(*COLLECTING)
@takes_files
def keep_import(code: str) -> Page:
    form, year = ImportForm(), queries.imports_page(here()).year
    if not form.validate():
        return show_imports(form, 422)
    if year is None:
        raise NotFound("还没有征集公告。")
    try:
        new = form.as_input(here().id, year, whole(form.file.data))
        text_of_list(new.content)
        with transaction():
            import_id = actions.keep_list(current_actor(), new).id
    except RuleBroken as error:
        blame(form, error, "file")
        return show_imports(form, 422)
    return redirect(url_for("screening.import_preview", code=code, import_id=import_id), 303)


@blueprint.get("/j/<code>/screening/imports/<import_id>")
@allow(*COLLECTING)
def import_preview(code: str, import_id: str) -> Page:
    page = queries.preview_page(here(), import_id)
    return render_template("screening/intake/preview.html", page=page)


@blueprint.get("/j/<code>/screening/imports/<import_id>/lines.xlsx")
@allow(*COLLECTING)
def import_lines(code: str, import_id: str) -> Response:
    """Send the lines that are not taken, each with why."""
    read, kept = queries.waiting_reading(here(), import_id)
    made = given_back.workbook(read) if read is not None and read.wrong else kept
    if made is None:
        raise NotFound("没有这个文件。")
    return download(made, XLSX, f"lines-{code}.xlsx")


@blueprint.post("/j/<code>/screening/imports/<import_id>/<any(take, give_up):name>")
@allow(*COLLECTING)
def settle_import(code: str, import_id: str, name: str) -> Page:
    if name == "give_up":
        with transaction():
            actions.give_up_list(jurisdiction_id=here().id, import_id=import_id)
        flash(_("已放弃，这份表没有保存。"))
        return redirect(url_for("screening.imports", code=code), 303)
    left = queries.waiting_text(here(), import_id)
    while left.lines:
        with transaction():
            left = actions.take_lines(
                current_actor(),
                jurisdiction_id=here().id,
                import_id=import_id,
                text=left,
                give_back=given_back.workbook,
            )
    flash(_("已录入。"))
    return redirect(url_for("screening.import_preview", code=code, import_id=import_id), 303)
