"""Routes of PINs: parse, do, show."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from voting.congress.blueprint import blueprint, own_templates, pin_box
from voting.congress.fields import EmptyForm
from voting.congress.pins import actions as pins_actions
from voting.congress.pins import queries as pins_queries
from voting.congress.pins.slips import pins_pdf, pins_xlsx
from voting.congress.place.queries import place_of
from voting.core.access import allow
from voting.core.db import transaction
from voting.core.downloads import PDF, XLSX, download
from voting.core.errors import NotFound
from voting.core.running import settings
from voting.people import secrets as secret
from voting.people.access import current_actor, here
from voting.people.rules import LEAD, OFFICE, Place

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
@allow(*LEAD)
def resets(code: str) -> Page:
    page = pins_queries.resets_page(here(), current_actor())
    return render_template("congress/pins/resets.html", page=page, form=EmptyForm())


def back(place: Place) -> Response:
    """Return to what waits, with open desks told. place: the deputy's."""
    tell_desk(place.id)
    return redirect(url_for("congress.resets", code=here().code), 303)


def below(code: str) -> Place:
    """Return a congress directly below this one; raise NotFound for any other."""
    found = place_of(code)
    if found is None or found.path[-2:-1] != (here().id,):
        raise NotFound("没有这个地方的人民代表大会。")
    return found


@blueprint.post("/deputies/<int:deputy_id>/pin-reset")
@allow(*OFFICE)
def ask_reset(code: str, deputy_id: int) -> Page:
    with transaction():
        pins_actions.ask_reset(current_actor(), deputy_id=deputy_id)
    return back(here())


@blueprint.post("/deputies/<int:deputy_id>/pin-unlock")
@allow(*OFFICE)
def ask_unlock(code: str, deputy_id: int) -> Page:
    with transaction():
        pins_actions.ask_unlock(current_actor(), deputy_id=deputy_id)
    return back(here())


@blueprint.post("/pin-resets/<int:reset_id>/confirm")
@allow(*LEAD)
def confirm_reset(code: str, reset_id: int) -> Page:
    return with_new_pin(here(), reset_id)


@blueprint.post("/pin-resets/below/<division>/<int:reset_id>/confirm")
@allow(*OFFICE)
def confirm_reset_below(code: str, division: str, reset_id: int) -> Page:
    """Confirm as the office of the congress above."""
    return with_new_pin(below(division), reset_id)


def with_new_pin(place: Place, reset_id: int) -> Page:
    """Confirm a reset, and show the new PIN once, on this answer alone."""
    pin = secret.new_pin()
    phc = secret.hash_pin(pin, settings().argon2_memory_kib)
    with transaction():
        row = pins_actions.confirm_reset(current_actor(), place, reset_id=reset_id, pin_phc=phc)
        page = pins_queries.NewPinPage(here(), row.number, row.name, pin)
    tell_desk(place.id)
    return render_template("congress/pins/new_pin.html", page=page)


@blueprint.post("/pin-resets/<int:reset_id>/withdraw")
@allow(*LEAD)
def withdraw_reset(code: str, reset_id: int) -> Page:
    return reset_withdrawn(here(), reset_id)


@blueprint.post("/pin-resets/below/<division>/<int:reset_id>/withdraw")
@allow(*OFFICE)
def withdraw_reset_below(code: str, division: str, reset_id: int) -> Page:
    return reset_withdrawn(below(division), reset_id)


def reset_withdrawn(place: Place, reset_id: int) -> Page:
    """Take a request for a reset back."""
    with transaction():
        pins_actions.withdraw_reset(current_actor(), place, reset_id=reset_id)
    return back(place)


@blueprint.post("/pin-unlocks/<int:unlock_id>/confirm")
@allow(*LEAD)
def confirm_unlock(code: str, unlock_id: int) -> Page:
    return unlocked(here(), unlock_id)


@blueprint.post("/pin-unlocks/below/<division>/<int:unlock_id>/confirm")
@allow(*OFFICE)
def confirm_unlock_below(code: str, division: str, unlock_id: int) -> Page:
    """Confirm as the office of the congress above."""
    return unlocked(below(division), unlock_id)


def unlocked(place: Place, unlock_id: int) -> Page:
    """Confirm an unlocking, and say that the old PIN counts."""
    with transaction():
        name = pins_actions.confirm_unlock(current_actor(), place, unlock_id=unlock_id).name
    flash(_("%(name)s已解锁，可以用原来的个人密码登录。", name=name))
    return back(place)


@blueprint.post("/pin-unlocks/<int:unlock_id>/withdraw")
@allow(*LEAD)
def withdraw_unlock(code: str, unlock_id: int) -> Page:
    return unlock_withdrawn(here(), unlock_id)


@blueprint.post("/pin-unlocks/below/<division>/<int:unlock_id>/withdraw")
@allow(*OFFICE)
def withdraw_unlock_below(code: str, division: str, unlock_id: int) -> Page:
    return unlock_withdrawn(below(division), unlock_id)


def unlock_withdrawn(place: Place, unlock_id: int) -> Page:
    """Take a request for an unlocking back."""
    with transaction():
        pins_actions.withdraw_unlock(current_actor(), place, unlock_id=unlock_id)
    return back(place)


def tell_desk(jurisdiction_id: int) -> None:
    """Tell open desks that the list of resets changed."""
    current_app.extensions["live"].publish(f"desk:{jurisdiction_id}", {"changed": "resets"})
