"""Routes of an import: what a roster would change, taking it, what it changed, taking it back."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from voting.congress.blueprint import blueprint, own_templates, pin_box
from voting.congress.fields import ReasonForm
from voting.congress.roster import actions, facts, import_apply, import_undo, queries
from voting.congress.roster.difference import RosterDifference, decide, difference
from voting.congress.roster.forms import ImportForm, import_form
from voting.congress.roster.models import RosterUpload
from voting.congress.roster.row_warnings import on_glyphs
from voting.congress.roster.rows import Roster, examine
from voting.congress.roster.upload_reader import read_book
from voting.congress.term.facts import term_of
from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken, WrongMoment
from voting.core.fields import blame
from voting.core.fonts import without_glyph
from voting.core.running import settings
from voting.core.sentences import sentence
from voting.core.storage import storage
from voting.people.access import current_actor, here
from voting.people.rules import OFFICE

Page = str | Response | tuple[str, int]
Reading = tuple[Roster | None, str, RosterDifference | None]


def read_again(upload: RosterUpload) -> Reading:
    """Return the kept file's roster, or the sentence that refuses it, and what it would change of the term now."""
    standing = facts.standing_of(term_of(upload.jurisdiction_id, upload.term_id))
    try:
        book = read_book(storage().path_of(upload.stored).read_bytes())
        found = examine(book, standing.known, new_delegations=upload.new_delegations)
    except RuleBroken as error:
        return None, sentence(error), None
    boxed = on_glyphs(found.lines, lambda text: without_glyph(text, own_templates()))
    found = replace(found, remarks=(*found.remarks, *boxed))
    return found, "", None if found.problems else difference(found, standing)


def shown(upload: RosterUpload, read: Reading, form: ImportForm | None, *, anew: bool = False) -> str:
    """Return the preview; what was chosen stays chosen, on the difference as it is now."""
    found = read[2]
    page = replace(queries.preview_page(here(), upload, *read), anew=anew)
    if form is not None and found is not None:
        form.basis.data = found.basis
    return render_template("congress/roster/preview.html", page=page, form=form)


@blueprint.get("/uploads/<int:upload_id>")
@allow(*OFFICE)
def preview(code: str, upload_id: int) -> Page:
    upload = actions.upload_of(here().id, upload_id)
    read = read_again(upload)
    return shown(upload, read, import_form(read[2]) if read[2] else None)


@blueprint.post("/uploads/<int:upload_id>/confirm")
@allow(*OFFICE)
def confirm_roster(code: str, upload_id: int) -> Page:
    upload = actions.upload_of(here().id, upload_id)
    read = roster, _refused, found = read_again(upload)
    if roster is None or found is None:
        return shown(upload, read, None), 422
    form = import_form(found)
    if (form.basis.data or upload.basis) != found.basis:
        return shown(upload, read, form, anew=True), 409
    if not form.validate():
        return shown(upload, read, form), 422
    plan = decide(found, form.as_input(), roster.delegations)
    pins = import_apply.first_pins(plan, settings().argon2_memory_kib)
    try:
        with transaction():
            row = import_apply.import_roster(
                current_actor(), place=here(), upload_id=upload_id, plan=plan, pins=pins, box=pin_box()
            )
            sheet_id, import_id = row.sheet_id, row.id
    except import_apply.RosterMoved:
        upload = actions.upload_of(here().id, upload_id)
        read = read_again(upload)
        return shown(upload, read, import_form(read[2]) if read[2] else None, anew=True), 409
    flash(_("名册已导入。"))
    if sheet_id is None:
        return redirect(url_for("congress.roster_import", code=code, import_id=import_id), 303)
    return redirect(url_for("congress.pin_sheet", code=code, sheet_id=sheet_id), 303)


@blueprint.post("/uploads/<int:upload_id>/discard")
@allow(*OFFICE)
def discard_roster(code: str, upload_id: int) -> Page:
    with transaction():
        term_id = actions.discard_upload(current_actor(), upload_id=upload_id).term_id
    return redirect(url_for("congress.roster_form", code=code, term_id=term_id), 303)


@blueprint.get("/imports/<int:import_id>")
@allow(*OFFICE)
def roster_import(code: str, import_id: int) -> Page:
    page = queries.import_page(here(), import_id)
    return render_template("congress/roster/import.html", page=page, form=ReasonForm())


@blueprint.post("/imports/<int:import_id>/undo")
@allow(*OFFICE)
def undo_import(code: str, import_id: int) -> Page:
    form = ReasonForm()
    status = 422
    if form.validate():
        try:
            with transaction():
                why = str(form.reason.data)
                term_id = import_undo.undo_import(current_actor(), import_id=import_id, reason=why).term_id
        except WrongMoment as error:
            blame(form, error)
            status = 409
        else:
            flash(_("这次导入已撤销，本届代表恢复到导入之前。"))
            return redirect(url_for("congress.term", code=code, term_id=term_id), 303)
    page = queries.import_page(here(), import_id)
    return render_template("congress/roster/import.html", page=page, form=form), status
