"""Routes of lost tokens: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.ballot.blueprint import Page, blueprint
from voting.ballot.lost import actions, queries
from voting.ballot.lost.forms import LossForm
from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken, WrongMoment
from voting.core.fields import blame
from voting.core.query_args import text_asked
from voting.people.access import current_actor, here
from voting.people.rules import LEAD, OFFICE


@blueprint.get("/j/<code>/ballots/<uuid>/lost")
@allow(*LEAD)
def lost(code: str, uuid: str) -> Page:
    """Show what is lost; `who`: the badge number of the deputy for whom the desk has come here."""
    return _shown(uuid, LossForm(data={"text": text_asked("who")}))


def _shown(uuid: str, form: LossForm) -> str:
    page = queries.lost_page(here(), current_actor(), uuid)
    return render_template("ballot/lost/lost.html", page=page, form=form)


@blueprint.post("/j/<code>/ballots/<uuid>/lost")
@allow(*OFFICE)
def ask_loss(code: str, uuid: str) -> Page:
    """Say that the token of the one deputy who is meant is lost."""
    form = LossForm()
    if not form.validate():
        return _shown(uuid, form), 422
    try:
        meant = queries.meant(here(), uuid, str(form.text.data))
        with transaction():
            actions.ask_loss(current_actor(), uuid, meant.id, reason=str(form.reason.data))
    except (RuleBroken, WrongMoment) as error:
        blame(form, error, "text")
        return _shown(uuid, form), 422 if isinstance(error, RuleBroken) else 409
    flash(_("%(name)s的遗失已提出，请另一人在自己的设备上确认。", name=meant.name))
    return redirect(url_for("ballot.lost", code=code, uuid=uuid), 303)


@blueprint.post("/j/<code>/ballots/<uuid>/lost/<int:number>/confirm")
@allow(*LEAD)
def confirm_loss(code: str, uuid: str, number: int) -> Page:
    with transaction():
        actions.confirm_loss(current_actor(), uuid, number)
    return redirect(url_for("ballot.lost", code=code, uuid=uuid), 303)


@blueprint.post("/j/<code>/ballots/<uuid>/lost/<int:number>/withdraw")
@allow(*LEAD)
def withdraw_loss(code: str, uuid: str, number: int) -> Page:
    with transaction():
        actions.withdraw_loss(current_actor(), uuid, number)
    return redirect(url_for("ballot.lost", code=code, uuid=uuid), 303)
