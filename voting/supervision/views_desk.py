"""Routes of staff and the supervision group: take in, assign, light, accept, send back, carry over."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.asked import year_asked
from voting.core.clock import today
from voting.core.db import transaction
from voting.core.errors import NotFound, RuleBroken
from voting.people.access import current_actor, here
from voting.people.rules import Role
from voting.supervision import actions, actions_acceptance, actions_lights, queries_desk
from voting.supervision.forms import AcceptanceForm, AssignForm, LightForm, ReasonForm, pairs, text_of
from voting.supervision.rules import MONTHS
from voting.supervision.views_base import Page, blueprint, put_back
from voting.tally import handover as tally


def work_again(code: str, commitment_id: int, said: str) -> Page:
    """Say what was done and go back to the commitment's page."""
    flash(said)
    return redirect(url_for("supervision.work", code=code, commitment_id=commitment_id), 303)


@blueprint.get("/desk")
@allow(Role.STAFF, Role.SUPERVISION)
def desk(code: str) -> Page:
    page = queries_desk.desk_page(here(), current_actor(), year_asked())
    return render_template("supervision/desk.html", page=page)


@blueprint.post("/desk/outcomes/<uuid>")
@allow(Role.STAFF)
def take_in(code: str, uuid: str) -> Page:
    with transaction():
        outcome = tally.outcome(uuid, here().id)
        taken = actions.take_in(current_actor(), outcome)
    flash(_("%(count)s 个项目已转入实施。", count=len(taken)))
    return redirect(url_for("supervision.desk", code=code, year=outcome.year), 303)


@blueprint.post("/desk/lights/<int:year>/<int:month>")
@allow(Role.STAFF)
def read_lights(code: str, year: int, month: int) -> Page:
    if month not in MONTHS:
        raise NotFound("没有这个月份。")
    with transaction():
        count = actions_lights.read_month(current_actor(), year, month)
    flash(_("%(month)s 月的灯已亮，共 %(count)s 个项目。", month=month, count=count))
    return redirect(url_for("supervision.desk", code=code, year=year), 303)


@blueprint.get("/desk/<int:commitment_id>")
@allow(Role.STAFF, Role.SUPERVISION)
def work(code: str, commitment_id: int) -> Page:
    page = queries_desk.work_page(here(), current_actor(), commitment_id)
    return render_template("supervision/work.html", page=page)


@blueprint.get("/desk/<int:commitment_id>/unit")
@allow(Role.STAFF)
def unit_page(code: str, commitment_id: int) -> Page:
    page = queries_desk.unit_page(here(), commitment_id)
    form = AssignForm()
    form.unit.choices, form.unit.data = pairs(page.units), page.commitment.unit_id
    return render_template("supervision/unit.html", page=page, form=form)


@blueprint.post("/desk/<int:commitment_id>/unit")
@allow(Role.STAFF)
def assign(code: str, commitment_id: int) -> Page:
    page = queries_desk.unit_page(here(), commitment_id)
    form = AssignForm()
    form.unit.choices = pairs(page.units)
    if not form.validate():
        return render_template("supervision/unit.html", page=page, form=form), 422
    with transaction():
        actions.assign(current_actor(), commitment_id, form.unit.data)
    return work_again(code, commitment_id, _("责任单位已指定。"))


@blueprint.get("/desk/<int:commitment_id>/lights/<int:month>")
@allow(Role.STAFF)
def light_page(code: str, commitment_id: int, month: int) -> Page:
    page = queries_desk.light_page(here(), commitment_id, month)
    return render_template("supervision/light.html", page=page, form=LightForm())


@blueprint.post("/desk/<int:commitment_id>/lights/<int:month>")
@allow(Role.STAFF)
def choose_light(code: str, commitment_id: int, month: int) -> Page:
    page, form = queries_desk.light_page(here(), commitment_id, month), LightForm()
    if not form.validate():
        return render_template("supervision/light.html", page=page, form=form), 422
    with transaction():
        actions_lights.choose_light(
            current_actor(), commitment_id, month, form.chosen(), text_of(form.reason)
        )
    return work_again(code, commitment_id, _("%(month)s 月的灯已改。", month=month))


@blueprint.get("/desk/<int:commitment_id>/acceptance")
@allow(Role.STAFF, Role.SUPERVISION)
def acceptance_page(code: str, commitment_id: int) -> Page:
    page, form = queries_desk.acceptance_page(here(), commitment_id), AcceptanceForm()
    form.on.data = today()
    return render_template("supervision/acceptance.html", page=page, form=form)


@blueprint.post("/desk/<int:commitment_id>/acceptance")
@allow(Role.STAFF, Role.SUPERVISION)
def accept(code: str, commitment_id: int) -> Page:
    page, form = queries_desk.acceptance_page(here(), commitment_id), AcceptanceForm()
    if not form.validate():
        return render_template("supervision/acceptance.html", page=page, form=form), 422
    try:
        with transaction():
            actions_acceptance.accept(current_actor(), form.as_input(commitment_id))
    except RuleBroken as error:
        put_back(form, error)
        page = queries_desk.acceptance_page(here(), commitment_id)
        return render_template("supervision/acceptance.html", page=page, form=form), 422
    return work_again(code, commitment_id, _("验收结论已记录。"))


@blueprint.get("/desk/<int:commitment_id>/<any('send-back','carry-over'):step>")
@allow(Role.STAFF)
def reason_page(code: str, commitment_id: int, step: str) -> Page:
    page = queries_desk.reason_page(here(), commitment_id, step)
    return render_template("supervision/reason.html", page=page, form=ReasonForm())


@blueprint.post("/desk/<int:commitment_id>/<any('send-back','carry-over'):step>")
@allow(Role.STAFF)
def give_reason(code: str, commitment_id: int, step: str) -> Page:
    page, form = queries_desk.reason_page(here(), commitment_id, step), ReasonForm()
    if not form.validate():
        return render_template("supervision/reason.html", page=page, form=form), 422
    act = {"send-back": actions_acceptance.send_back, "carry-over": actions_acceptance.carry_over}[step]
    with transaction():
        act(current_actor(), commitment_id, text_of(form.reason))
    said = _("已退回责任单位。") if step == "send-back" else _("已结转到下一年的筛选。")
    return work_again(code, commitment_id, said)
