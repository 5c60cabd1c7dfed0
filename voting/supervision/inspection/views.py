"""Routes of inspections: parse, do, show."""

from __future__ import annotations

from flask import render_template
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.bodies import takes_files
from voting.core.clock import today
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import SUPERVISORS, Role
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.commitment import queries as commitment_queries
from voting.supervision.commitment.views import work_again
from voting.supervision.inspection import actions as inspection_actions
from voting.supervision.inspection.forms import InspectionForm


def inspection_form(commitment_id: int) -> InspectionForm:
    """Return the form with today's date and the pictures that wait for it."""
    form = InspectionForm()
    form.photos.receive(current_actor(), f"inspection:{commitment_id}", sent=form.is_submitted())
    if not form.is_submitted():
        form.on.data = today()
    return form


@blueprint.get("/desk/<int:commitment_id>/inspections/new")
@allow(*SUPERVISORS, Role.STAFF)
def inspection_page(code: str, commitment_id: int) -> Page:
    page, form = commitment_queries.commitment_page(here(), commitment_id), inspection_form(commitment_id)
    return render_template("supervision/inspection/inspection.html", page=page, form=form)


@blueprint.post("/desk/<int:commitment_id>/inspections/new")
@allow(*SUPERVISORS, Role.STAFF)
@takes_files
def record_inspection(code: str, commitment_id: int) -> Page:
    page, form = commitment_queries.commitment_page(here(), commitment_id), inspection_form(commitment_id)
    try:
        if form.validate():
            with transaction():
                inspection_actions.record_inspection(current_actor(), form.as_input(commitment_id))
            return work_again(code, commitment_id, _("视察已记录。"))
    except RuleBroken as error:
        blame(form, error, "photos")
        page = commitment_queries.commitment_page(here(), commitment_id)
    return render_template("supervision/inspection/inspection.html", page=page, form=form), 422
