"""Routes of lights: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import Role
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.commitment.views import work_again
from voting.supervision.fields import text_of
from voting.supervision.light import actions as light_actions
from voting.supervision.light import queries as light_queries
from voting.supervision.light.forms import LightForm, RuleForm


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


@blueprint.get("/desk/lights")
@allow(Role.STAFF)
def light_rules(code: str) -> Page:
    page, form = light_queries.rules_page(here()), RuleForm()
    for name in ("yellow_from", "red_above", "running_months", "reading_day"):
        form[name].data = getattr(page.now, name)
    return render_template("supervision/light/rules.html", page=page, form=form)


@blueprint.post("/desk/lights")
@allow(Role.STAFF)
def set_light_rule(code: str) -> Page:
    form = RuleForm()
    try:
        if form.validate():
            with transaction():
                light_actions.set_rule(current_actor(), form.as_input())
            flash(_("亮灯标准已登记。"))
            return redirect(url_for("supervision.light_rules", code=code), 303)
    except RuleBroken as error:
        blame(form, error, "holds_from")
    page = light_queries.rules_page(here())
    return render_template("supervision/light/rules.html", page=page, form=form), 422
