"""Routes of the roster: upload; first PINs and PIN resets. What an upload would change is `views_import`."""

from __future__ import annotations

from pathlib import PurePath

from flask import current_app, redirect, render_template, request, url_for
from werkzeug import Response

from voting.congress import actions_pins, actions_roster
from voting.congress import queries_setup as queries
from voting.congress.forms import EmptyForm, RosterForm, blame
from voting.congress.slips import pins_pdf, pins_xlsx, roster_template
from voting.congress.spreadsheet import read_book
from voting.congress.views_base import (
    OFFICE,
    SHEETS,
    blueprint,
    download,
    own_templates,
    pin_box,
    settings,
)
from voting.core.access import allow
from voting.core.bodies import takes_files, whole
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.storage import storage
from voting.people import secrets as secret
from voting.people.access import current_actor, here

Page = str | Response | tuple[str, int]


@blueprint.get("/terms/<int:term_id>/roster")
@allow(*OFFICE)
def roster_form(code: str, term_id: int) -> Page:
    return render_template(
        "congress/roster.html", page=queries.roster_page(here(), term_id), form=RosterForm()
    )


@blueprint.get("/roster.xlsx")
@allow(*OFFICE)
def roster_sample(code: str) -> Response:
    return download(roster_template(), SHEETS, "roster.xlsx")


@blueprint.post("/terms/<int:term_id>/roster")
@allow(*OFFICE)
@takes_files
def upload_roster(code: str, term_id: int) -> Page:
    page, form = queries.roster_page(here(), term_id), RosterForm()
    if form.validate():
        try:
            content = whole(form.file.data)
            read_book(content)
        except RuleBroken as error:
            blame(form, error, "file")
        else:
            name = PurePath(form.file.data.filename)
            new = actions_roster.NewUpload(
                term_id=term_id,
                stored=storage().keep(content, name.suffix.lower()),
                file_name=name.name,
                new_delegations=bool(form.new_delegations.data),
            )
            with transaction():
                upload_id = actions_roster.keep_upload(current_actor(), new).id
            return redirect(url_for("congress.preview", code=code, upload_id=upload_id), 303)
    return render_template("congress/roster.html", page=page, form=form), 422


@blueprint.get("/pin-sheets/<int:sheet_id>")
@allow(*OFFICE)
def pin_sheet(code: str, sheet_id: int) -> Page:
    sheet = actions_pins.sheet_of(here().id, sheet_id)
    return render_template(
        "congress/pin_sheet.html", page=queries.sheet_page(here(), sheet, own_templates()), form=EmptyForm()
    )


@blueprint.post("/pin-sheets/<int:sheet_id>")
@allow(*OFFICE)
def fetch_pins(code: str, sheet_id: int) -> Response:
    with transaction():
        slips = actions_pins.fetch_sheet(current_actor(), sheet_id=sheet_id, box=pin_box())
    if request.form.get("as") == "pdf":
        return download(
            pins_pdf(here().name, slips, own_templates()), "application/pdf", f"pins-{sheet_id}.pdf"
        )
    return download(pins_xlsx(slips), SHEETS, f"pins-{sheet_id}.xlsx")


@blueprint.get("/pin-resets")
@allow(*OFFICE)
def resets(code: str) -> Page:
    page = queries.resets_page(here(), current_actor())
    return render_template("congress/resets.html", page=page, form=EmptyForm())


@blueprint.post("/deputies/<int:deputy_id>/pin-reset")
@allow(*OFFICE)
def ask_reset(code: str, deputy_id: int) -> Page:
    with transaction():
        actions_pins.ask_reset(current_actor(), deputy_id=deputy_id)
    tell_desk(here().id)
    return redirect(url_for("congress.resets", code=code), 303)


@blueprint.post("/pin-resets/<int:reset_id>/confirm")
@allow(*OFFICE)
def confirm_reset(code: str, reset_id: int) -> Page:
    """Show the new PIN once, on this answer alone."""
    pin = secret.new_pin()
    cost = min(settings().argon2_memory_kib, secret.PIN_MEMORY_KIB)
    phc = secret.hash_secret(pin, cost)
    with transaction():
        row = actions_pins.confirm_reset(current_actor(), reset_id=reset_id, pin_phc=phc)
        page = queries.NewPinPage(here(), row.number, row.name, pin)
    tell_desk(here().id)
    return render_template("congress/new_pin.html", page=page)


@blueprint.post("/pin-resets/<int:reset_id>/withdraw")
@allow(*OFFICE)
def withdraw_reset(code: str, reset_id: int) -> Page:
    with transaction():
        actions_pins.withdraw_reset(current_actor(), reset_id=reset_id)
    tell_desk(here().id)
    return redirect(url_for("congress.resets", code=code), 303)


def tell_desk(jurisdiction_id: int) -> None:
    """Tell open desks that the list of resets changed."""
    current_app.extensions["live"].publish(f"desk:{jurisdiction_id}", {"changed": "resets"})
