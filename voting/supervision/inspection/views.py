"""Routes of inspections: parse, do, show."""

from __future__ import annotations

from collections.abc import Callable

from flask import render_template
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.bodies import takes_files
from voting.core.clock import today
from voting.core.db import transaction
from voting.core.errors import RuleBroken, WrongMoment
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import SUPERVISORS, Role
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.commitment import queries as commitment_queries
from voting.supervision.commitment.views import work_again
from voting.supervision.finding import actions as finding_actions
from voting.supervision.group.facts import entrusted
from voting.supervision.group.views import own_again
from voting.supervision.inspection import actions as inspection_actions
from voting.supervision.inspection.forms import InspectionForm

PAGE = "supervision/inspection/inspection.html"
Back = Callable[[str, int, str], Page]


def inspection_form(page: commitment_queries.CommitmentPage, *, alone: bool = False) -> InspectionForm:
    """Return the form with today's date, the usual limit and the pictures that wait for it. alone: one deputy goes by himself."""
    form = InspectionForm()
    form.photos.receive(current_actor(), f"inspection:{page.commitment.id}", sent=form.is_submitted())
    if not form.is_submitted():
        form.on.data, form.due_on.data = today(), finding_actions.mend_by(page.commitment)
        form.people.data = 1 if alone else None
    return form


def record(code: str, commitment_id: int, back: Back) -> Page:
    """Record what was sent, with the finding that it asks for, and go back."""
    page = commitment_queries.commitment_page(here(), commitment_id)
    form = inspection_form(page)
    try:
        if form.validate():
            finding = form.as_finding(commitment_id)
            with transaction():
                inspection_actions.record_inspection(current_actor(), form.as_input(commitment_id))
                if finding is not None:
                    finding_actions.raise_finding(current_actor(), finding)
            said = _("视察已记录，问题已交责任单位整改。") if finding else _("视察已记录。")
            return back(code, commitment_id, said)
    except (RuleBroken, WrongMoment) as error:
        blame(form, error, "photos" if isinstance(error, RuleBroken) else "hand_over")
        page = commitment_queries.commitment_page(here(), commitment_id)
    return render_template(PAGE, page=page, form=form), 422


@blueprint.get("/desk/<int:commitment_id>/inspections/new")
@allow(*SUPERVISORS, Role.STAFF)
def inspection_page(code: str, commitment_id: int) -> Page:
    page = commitment_queries.commitment_page(here(), commitment_id)
    form = inspection_form(page)
    return render_template(PAGE, page=page, form=form)


@blueprint.post("/desk/<int:commitment_id>/inspections/new")
@allow(*SUPERVISORS, Role.STAFF)
@takes_files
def record_inspection(code: str, commitment_id: int) -> Page:
    return record(code, commitment_id, work_again)


@blueprint.get("/groups/<int:commitment_id>/inspections/new")
@allow(Role.DEPUTY)
def own_inspection_page(code: str, commitment_id: int) -> Page:
    entrusted(current_actor(), commitment_id)
    page = commitment_queries.commitment_page(here(), commitment_id)
    form = inspection_form(page, alone=True)
    return render_template(PAGE, page=page, form=form)


@blueprint.post("/groups/<int:commitment_id>/inspections/new")
@allow(Role.DEPUTY)
@takes_files
def record_own_inspection(code: str, commitment_id: int) -> Page:
    entrusted(current_actor(), commitment_id)
    return record(code, commitment_id, own_again)
