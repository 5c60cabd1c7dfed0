"""Routes of PINs: parse, do, show."""

from __future__ import annotations

from flask import current_app, redirect, render_template, request, url_for
from werkzeug import Response

from voting.congress.blueprint import blueprint, own_templates, pin_box, settings
from voting.congress.fields import EmptyForm
from voting.congress.pins import actions as pins_actions
from voting.congress.pins import queries as pins_queries
from voting.congress.pins.slips import pins_pdf, pins_xlsx
from voting.core.access import allow
from voting.core.db import transaction
from voting.core.downloads import PDF, XLSX, download
from voting.people import secrets as secret
from voting.people.access import current_actor, here
from voting.people.rules import OFFICE

Page = str | Response | tuple[str, int]


@blueprint.get("/pin-sheets/<int:sheet_id>")
@allow(*OFFICE)
def pin_sheet(code: str, sheet_id: int) -> Page:
    sheet = pins_actions.sheet_of(here().id, sheet_id)
    return render_template(
        "congress/pins/pin_sheet.html",
        page=pins_queries.sheet_page(here(), sheet, own_templates()),
        form=EmptyForm(),
    )


@blueprint.post("/pin-sheets/<int:sheet_id>")
@allow(*OFFICE)
def fetch_pins(code: str, sheet_id: int) -> Response:
    with transaction():
        slips = pins_actions.fetch_sheet(current_actor(), sheet_id=sheet_id, box=pin_box())
    if request.form.get("as") == "pdf":
        return download(pins_pdf(here().name, slips, own_templates()), PDF, f"pins-{sheet_id}.pdf")
    return download(pins_xlsx(slips), XLSX, f"pins-{sheet_id}.xlsx")


@blueprint.get("/pin-resets")
@allow(*OFFICE)
def resets(code: str) -> Page:
    page = pins_queries.resets_page(here(), current_actor())
    return render_template("congress/pins/resets.html", page=page, form=EmptyForm())


@blueprint.post("/deputies/<int:deputy_id>/pin-reset")
@allow(*OFFICE)
def ask_reset(code: str, deputy_id: int) -> Page:
    with transaction():
        pins_actions.ask_reset(current_actor(), deputy_id=deputy_id)
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
        row = pins_actions.confirm_reset(current_actor(), reset_id=reset_id, pin_phc=phc)
        page = pins_queries.NewPinPage(here(), row.number, row.name, pin)
    tell_desk(here().id)
    return render_template("congress/pins/new_pin.html", page=page)


@blueprint.post("/pin-resets/<int:reset_id>/withdraw")
@allow(*OFFICE)
def withdraw_reset(code: str, reset_id: int) -> Page:
    with transaction():
        pins_actions.withdraw_reset(current_actor(), reset_id=reset_id)
    tell_desk(here().id)
    return redirect(url_for("congress.resets", code=code), 303)


def tell_desk(jurisdiction_id: int) -> None:
    """Tell open desks that the list of resets changed."""
    current_app.extensions["live"].publish(f"desk:{jurisdiction_id}", {"changed": "resets"})
