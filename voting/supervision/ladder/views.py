"""Routes of the ladder: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import WrongMoment
from voting.people.access import current_actor, here
from voting.people.rules import FOLLOWING, SUPERVISORS, Role
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.fields import pairs, text_of
from voting.supervision.ladder import actions, queries
from voting.supervision.ladder.forms import SettleForm
from voting.supervision.ladder.queries import LadderPage
from voting.supervision.ladder.rules import Rung

LADDER = "supervision/ladder/ladder.html"


def settle_form(page: LadderPage) -> SettleForm:
    """Return the form with the rungs that this reader may settle."""
    form = SettleForm()
    form.rung.choices = pairs((rung, _(word)) for rung, word in page.steps)
    if not form.is_submitted() and page.steps:
        form.rung.data = page.steps[0][0]
    return form


@blueprint.get("/projects/<int:commitment_id>/ladder")
@allow(Role.UNIT, *FOLLOWING)
def ladder(code: str, commitment_id: int) -> Page:
    page = queries.ladder_page(here(), current_actor(), commitment_id)
    return render_template(LADDER, page=page, form=settle_form(page))


@blueprint.post("/projects/<int:commitment_id>/ladder")
@allow(Role.UNIT, *SUPERVISORS, Role.STAFF)
def settle_step(code: str, commitment_id: int) -> Page:
    page = queries.ladder_page(here(), current_actor(), commitment_id)
    if not page.steps:
        raise WrongMoment("这一级没有要办理的，或者刚刚已经办理。")
    form = settle_form(page)
    if not form.validate():
        return render_template(LADDER, page=page, form=form), 422
    with transaction():
        actions.settle(current_actor(), commitment_id, Rung(form.rung.data), text_of(form.text))
    flash(_("已记录。"))
    return redirect(url_for("supervision.ladder", code=code, commitment_id=commitment_id), 303)
