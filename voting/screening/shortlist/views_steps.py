"""Routes of the chain beside the approvals: further steps, a change put to the same body, the second person at the freeze."""

from __future__ import annotations

from flask import flash
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import COLLECTING, LEAD
from voting.screening.blueprint import Page, blueprint
from voting.screening.shortlist import actions_freeze, actions_steps, queries
from voting.screening.shortlist.views import ListForms, change_form, show_list, step_form, to_list


@blueprint.post("/j/<code>/screening/list/<int(min=2000, max=2100):year>/steps")
@allow(*COLLECTING)
def record_step(code: str, year: int) -> Page:
    form = step_form(queries.open_steps(here(), current_actor(), year), empty=False)
    if not form.validate():
        return show_list(year, ListForms(step=form), 422)
    try:
        with transaction():
            actions_steps.record_step(
                current_actor(), place=here(), year=year, kind=form.as_kind(), new=form.as_input()
            )
    except RuleBroken as error:
        blame(form, error, "decided_on")
        return show_list(year, ListForms(step=form), 422)
    flash(_("已登记。"))
    return to_list(code, year)


@blueprint.post(
    "/j/<code>/screening/list/<int(min=2000, max=2100):year>/changes/<int(max=2147483647):project_id>"
)
@allow(*COLLECTING)
def approve_change(code: str, year: int, project_id: int) -> Page:
    form = change_form(project_id, empty=False)
    if not form.validate():
        return show_list(year, ListForms(change=(project_id, form)), 422)
    try:
        with transaction():
            actions_steps.approve_change(
                current_actor(), place=here(), year=year, project_id=project_id, new=form.as_input()
            )
    except RuleBroken as error:
        blame(form, error, "decided_on")
        return show_list(year, ListForms(change=(project_id, form)), 422)
    flash(_("已登记。"))
    return to_list(code, year)


@blueprint.post(
    "/j/<code>/screening/list/<int(min=2000, max=2100):year>/freeze/<int(max=2147483647):number>/confirm"
)
@allow(*LEAD)
def confirm_freeze(code: str, year: int, number: int) -> Page:
    with transaction():
        actions_freeze.confirm_freeze(current_actor(), place=here(), year=year, number=number)
    flash(_("名单和每个项目的文本已经定稿。"))
    return to_list(code, year)


@blueprint.post(
    "/j/<code>/screening/list/<int(min=2000, max=2100):year>/freeze/<int(max=2147483647):number>/withdraw"
)
@allow(*LEAD)
def withdraw_freeze(code: str, year: int, number: int) -> Page:
    with transaction():
        actions_freeze.withdraw_freeze(current_actor(), place=here(), year=year, number=number)
    flash(_("已撤回，名单没有定稿。"))
    return to_list(code, year)
