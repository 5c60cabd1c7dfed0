"""Routes of acceptance and carry-over: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.clock import today
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import SUPERVISORS, Role
from voting.supervision.acceptance import actions as acceptance_actions
from voting.supervision.acceptance import queries as acceptance_queries
from voting.supervision.acceptance.forms import AcceptanceForm, ReasonForm
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.commitment.views import work_again
from voting.supervision.fields import text_of


@blueprint.get("/desk/<int:commitment_id>/acceptance")
@allow(*SUPERVISORS, Role.STAFF)
def acceptance_page(code: str, commitment_id: int) -> Page:
    page, form = acceptance_queries.acceptance_page(here(), current_actor(), commitment_id), AcceptanceForm()
    form.on.data, form.upkeep.data = today(), page.upkeep
    return render_template("supervision/acceptance/acceptance.html", page=page, form=form)


@blueprint.post("/desk/<int:commitment_id>/acceptance")
@allow(*SUPERVISORS, Role.STAFF)
def accept(code: str, commitment_id: int) -> Page:
    page, form = acceptance_queries.acceptance_page(here(), current_actor(), commitment_id), AcceptanceForm()
    if not form.validate():
        return render_template("supervision/acceptance/acceptance.html", page=page, form=form), 422
    try:
        with transaction():
            acceptance_actions.ask_acceptance(current_actor(), form.as_input(commitment_id))
    except RuleBroken as error:
        blame(form, error)
        page = acceptance_queries.acceptance_page(here(), current_actor(), commitment_id)
        return render_template("supervision/acceptance/acceptance.html", page=page, form=form), 422
    flash(_("验收结论已提交，请另一人核对后确认。确认以前可以撤回。"))
    return redirect(url_for("supervision.acceptance_page", code=code, commitment_id=commitment_id), 303)


@blueprint.post("/desk/<int:commitment_id>/acceptance/confirm")
@allow(*SUPERVISORS, Role.STAFF)
def confirm_acceptance(code: str, commitment_id: int) -> Page:
    with transaction():
        acceptance_actions.confirm_acceptance(current_actor(), commitment_id)
    return work_again(code, commitment_id, _("验收结论已记录。"))


@blueprint.post("/desk/<int:commitment_id>/acceptance/withdraw")
@allow(*SUPERVISORS, Role.STAFF)
def withdraw_acceptance(code: str, commitment_id: int) -> Page:
    with transaction():
        acceptance_actions.withdraw_acceptance(current_actor(), commitment_id)
    flash(_("验收结论已撤回。"))
    return redirect(url_for("supervision.acceptance_page", code=code, commitment_id=commitment_id), 303)


@blueprint.get("/desk/<int:commitment_id>/<any('send-back','carry-over'):step>")
@allow(Role.STAFF)
def reason_page(code: str, commitment_id: int, step: str) -> Page:
    page = acceptance_queries.reason_page(here(), commitment_id, step.replace("-", "_"))
    return render_template("supervision/acceptance/reason.html", page=page, form=ReasonForm())


@blueprint.post("/desk/<int:commitment_id>/<any('send-back','carry-over'):step>")
@allow(Role.STAFF)
def give_reason(code: str, commitment_id: int, step: str) -> Page:
    page, form = acceptance_queries.reason_page(here(), commitment_id, step.replace("-", "_")), ReasonForm()
    if not form.validate():
        return render_template("supervision/acceptance/reason.html", page=page, form=form), 422
    act = {"send-back": acceptance_actions.send_back, "carry-over": acceptance_actions.carry_over}[step]
    with transaction():
        act(current_actor(), commitment_id, text_of(form.reason))
    said = _("已退回责任单位。") if step == "send-back" else _("已结转到下一年的筛选。")
    return work_again(code, commitment_id, said)


@blueprint.post("/mine/<int:commitment_id>/delivery")
@allow(Role.UNIT)
def deliver(code: str, commitment_id: int) -> Page:
    with transaction():
        acceptance_actions.deliver(current_actor(), commitment_id)
    flash(_("已申请验收。"))
    return redirect(url_for("supervision.mine", code=code), 303)


@blueprint.post("/mine/<int:commitment_id>/delivery/withdrawal")
@allow(Role.UNIT)
def withdraw_delivery(code: str, commitment_id: int) -> Page:
    with transaction():
        acceptance_actions.withdraw_delivery(current_actor(), commitment_id)
    flash(_("验收申请已撤回，可以继续报送进度。"))
    return redirect(url_for("supervision.mine", code=code), 303)
