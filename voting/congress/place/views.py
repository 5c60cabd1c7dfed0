"""Routes of places and units: parse, do, show."""

from __future__ import annotations

from flask import redirect, render_template, url_for

from voting.congress.blueprint import LOOKERS, Page, blueprint
from voting.congress.fields import NamesForm
from voting.congress.place import actions as place_actions
from voting.congress.place import queries as place_queries
from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import OFFICE


@blueprint.get("/units")
@allow(*LOOKERS)
def units(code: str) -> Page:
    return render_template(
        "congress/place/units.html", page=place_queries.units_page(here()), form=NamesForm()
    )


@blueprint.post("/units")
@allow(*OFFICE)
def add_units(code: str) -> Page:
    form = NamesForm()
    if form.validate():
        try:
            with transaction():
                place_actions.add_units(current_actor(), names=form.as_input())
        except RuleBroken as error:
            blame(form, error, "names")
        else:
            return redirect(url_for("congress.units", code=code), 303)
    return render_template("congress/place/units.html", page=place_queries.units_page(here()), form=form), 422


@blueprint.post("/units/<int:unit_id>/remove")
@allow(*OFFICE)
def remove_unit(code: str, unit_id: int) -> Page:
    with transaction():
        place_actions.remove_unit(current_actor(), unit_id=unit_id)
    return redirect(url_for("congress.units", code=code), 303)
