"""Routes of lights: parse, do, show."""

from __future__ import annotations

from flask import render_template
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import transaction
from voting.people.access import current_actor, here
from voting.people.rules import Role
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.commitment.views import work_again
from voting.supervision.fields import text_of
from voting.supervision.light import actions as light_actions
from voting.supervision.light import queries as light_queries
from voting.supervision.light.forms import LightForm


@blueprint.get("/desk/<int:commitment_id>/lights/<int:month>")
@allow(Role.STAFF)
def light_page(code: str, commitment_id: int, month: int) -> Page:
    page = light_queries.light_page(here(), commitment_id, month)
    return render_template("supervision/light/light.html", page=page, form=LightForm())


@blueprint.post("/desk/<int:commitment_id>/lights/<int:month>")
@allow(Role.STAFF)
def choose_light(code: str, commitment_id: int, month: int) -> Page:
    page, form = light_queries.light_page(here(), commitment_id, month), LightForm()
    if not form.validate():
        return render_template("supervision/light/light.html", page=page, form=form), 422
    with transaction():
        light_actions.choose_light(current_actor(), commitment_id, month, form.chosen(), text_of(form.reason))
    return work_again(code, commitment_id, _("%(month)s 月的亮灯已人工调整。", month=month))
