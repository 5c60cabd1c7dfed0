"""Routes of void papers: parse, do, show."""

from __future__ import annotations

from flask import render_template
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken, WrongMoment
from voting.core.fields import blame
from voting.people.access import current_actor
from voting.people.rules import Role
from voting.tally.blueprint import Page, blueprint, done
from voting.tally.fields import ReasonForm, reason_sent
from voting.tally.paper.views import my_sheet
from voting.tally.void_paper import actions as void_actions


@blueprint.get("/j/<code>/tally/<uuid>/places/<int:place_id>/void")
@allow(Role.TELLER)
def void_form(code: str, uuid: str, place_id: int) -> Page:
    return render_template("tally/void_paper/void.html", page=my_sheet(uuid, place_id), form=ReasonForm())


@blueprint.post("/j/<code>/tally/<uuid>/places/<int:place_id>/void")
@allow(Role.TELLER)
def enter_void(code: str, uuid: str, place_id: int) -> Page:
    form = ReasonForm()
    if form.validate():
        try:
            with transaction():
                void_actions.enter_void(current_actor(), uuid, place_id, form.as_input())
        except (RuleBroken, WrongMoment) as error:
            blame(form, error)
        else:
            return done(code, uuid, _("无效票已登记，须由监票人确认。"))
    return render_template("tally/void_paper/void.html", page=my_sheet(uuid, place_id), form=form), 422


@blueprint.post("/j/<code>/tally/<uuid>/voids/<int:void_id>/confirm")
@allow(Role.SCRUTINEER)
def confirm_void(code: str, uuid: str, void_id: int) -> Page:
    with transaction():
        void_actions.confirm_void(current_actor(), uuid, void_id)
    return done(code, uuid, _("无效票已确认。"))


@blueprint.post("/j/<code>/tally/<uuid>/voids/<int:void_id>/unconfirm")
@allow(Role.SCRUTINEER)
def unconfirm_void(code: str, uuid: str, void_id: int) -> Page:
    with transaction():
        void_actions.unconfirm_void(current_actor(), uuid, void_id, reason_sent())
    return done(code, uuid, _("确认已撤回。"))


@blueprint.post("/j/<code>/tally/<uuid>/voids/<int:void_id>/withdraw")
@allow(Role.TELLER)
def withdraw_void(code: str, uuid: str, void_id: int) -> Page:
    with transaction():
        void_actions.withdraw_void(current_actor(), uuid, void_id, reason_sent())
    return done(code, uuid, _("无效票登记已撤回。"))
