"""Routes of rule sets: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.congress.blueprint import LOOKERS, YEARS, Page, blueprint
from voting.congress.rule_set import actions as rule_set_actions
from voting.congress.rule_set import queries as rule_set_queries
from voting.congress.rule_set.forms import RulesForm
from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import NotFound, RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import OFFICE


@blueprint.get("/rules/<int:year>")
@allow(*LOOKERS)
def rules(code: str, year: int) -> Page:
    if year not in YEARS:
        raise NotFound("没有这个页面。")
    values = rule_set_queries.rules_values(here(), year)
    shown = {f"rule_{key}": "yes" if v is True else "no" if v is False else v for key, v in values.items()}
    return render_template(
        "congress/rule_set/rules.html",
        page=rule_set_queries.rules_page(here(), year),
        form=RulesForm(data=shown),
    )


@blueprint.post("/rules/<int:year>")
@allow(*OFFICE)
def set_rules(code: str, year: int) -> Page:
    if year not in YEARS:
        raise NotFound("没有这个页面。")
    form = RulesForm()
    if form.validate():
        try:
            with transaction():
                rule_set_actions.set_rules(current_actor(), place=here(), year=year, values=form.as_input())
        except RuleBroken as error:
            blame(form, error)
        else:
            flash(_("%(year)s 年票决规则已保存。", year=year))
            return redirect(url_for("congress.rules", code=code, year=year), 303)
    return render_template(
        "congress/rule_set/rules.html", page=rule_set_queries.rules_page(here(), year), form=form
    ), 422
