"""Routes of the ballot room, put together: its page, the order, the set-up; opening and checking pages."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from voting.ballot.blueprint import Page, beat, blueprint
from voting.ballot.ceremony import actions as ceremony_actions
from voting.ballot.close import actions as close_actions
from voting.ballot.order.rules import BallotState
from voting.ballot.pages import queries
from voting.ballot.sealed import tokens
from voting.ballot.set_up import actions as set_up_actions
from voting.ballot.set_up import ordering
from voting.ballot.set_up.facts import drawn_with
from voting.ballot.set_up.forms import OrderForm, ReasonForm, ReplaceForm
from voting.core.access import allow, public
from voting.core.db import hold_nothing, transaction
from voting.core.errors import RuleBroken
from voting.people.access import current_actor, current_actor_or_none, here
from voting.people.rules import OFFICE, Role


@blueprint.get("/j/<code>/ballots")
@public
def home(code: str) -> Page:
    return render_template(
        "ballot/pages/home.html", page=queries.home_page(here(), current_actor_or_none()), form=OrderForm()
    )


def _back(code: str) -> Response:
    return redirect(url_for("ballot.home", code=code), 303)


@blueprint.post("/j/<code>/meetings/<int:meeting_id>/ceremony")
@allow(*OFFICE)
def begin_ceremony(code: str, meeting_id: int) -> Page:
    with transaction():
        ceremony_id = ordering.begin_ceremony(current_actor(), meeting_id)
    flash(_("请监票人各自在自己的设备上打开钥匙页面。"))
    return redirect(url_for("ballot.ceremony_page", code=code, ceremony_id=ceremony_id), 303)


@blueprint.post("/j/<code>/ceremony/<int:ceremony_id>/give-up")
@allow(*OFFICE)
def give_up_ceremony(code: str, ceremony_id: int) -> Page:
    reason = _stated(ReasonForm())
    with transaction():
        ceremony_actions.fail(current_actor(), ceremony_id, reason=reason)
    return _back(code)


@blueprint.post("/j/<code>/ceremony/<int:ceremony_id>/replace")
@allow(*OFFICE)
def replace_scrutineer(code: str, ceremony_id: int) -> Page:
    form = ReplaceForm()
    reason = _stated(form)
    with transaction():
        new_id = ordering.replace_scrutineer(
            current_actor(), ceremony_id, form.index.data or 0, form.account_id.data or 0, reason=reason
        )
    flash(_("已更换监票人，请重新生成钥匙。"))
    return redirect(url_for("ballot.ceremony_page", code=code, ceremony_id=new_id), 303)


def _stated(form: ReasonForm) -> str:
    """Return the reason of a form, or raise the first thing that is wrong with it."""
    if not form.validate():
        raise RuleBroken(next(iter(form.errors.values()))[0])
    return form.reason.data or ""


@blueprint.post("/j/<code>/meetings/<int:meeting_id>/ballots")
@allow(*OFFICE)
def order(code: str, meeting_id: int) -> Page:
    form = OrderForm()
    if not form.validate():
        page = queries.home_page(here(), current_actor())
        return render_template("ballot/pages/home.html", page=page, form=form), 422
    with transaction():
        ordering.order_from_shortlist(current_actor(), meeting_id, (form.title.data or "").strip())
    tokens.ahead.start()
    flash(_("票决已登记。"))
    return _back(code)


@blueprint.post("/j/<code>/ballots/<uuid>/set-up")
@allow(*OFFICE)
def set_up(code: str, uuid: str) -> Page:
    boxes = len(drawn_with(uuid, here().id, BallotState.DRAFT))
    hold_nothing()
    tokens.ahead.ready(boxes)
    with transaction():
        set_up_actions.set_up_all(current_actor(), uuid, tokens.ahead.take)
    beat(uuid)
    flash(_("票箱已准备好，可以领票。"))
    return _back(code)


@blueprint.post("/j/<code>/ballots/<uuid>/withdraw-set-up")
@allow(*OFFICE)
def withdraw_set_up(code: str, uuid: str) -> Page:
    reason = _stated(ReasonForm())
    with transaction():
        successors = set_up_actions.withdraw_all(current_actor(), uuid, reason=reason)
    for before, after in successors.items():
        close_actions.sweep(before)
        beat(after)
    return _back(code)


@blueprint.get("/j/<code>/ballots/<uuid>/opening")
@allow(Role.SCRUTINEER)
def opening(code: str, uuid: str) -> Page:
    return render_template(
        "ballot/pages/opening.html", page=queries.opening_page(here(), current_actor(), uuid)
    )


@blueprint.get("/j/<code>/challenge")
@public
def challenge(code: str) -> Page:
    """The tracker is in the fragment of the address, or typed: never in a request that may carry a session."""
    page = queries.challenge_page(here(), request.args.get("ballot", "")[:64])
    return render_template("ballot/pages/challenge.html", page=page)
