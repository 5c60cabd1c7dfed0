"""Routes of screening that everybody may see: entrance, suggestion form, receipt, tracking. Others: views_*.py."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from voting.core.access import public
from voting.core.db import transaction
from voting.core.errors import TooManyTries
from voting.people.access import current_actor_or_none, here
from voting.people.rules import Actor, Role
from voting.screening import actions, queries, views_call, views_desk, views_projects, views_shortlist
from voting.screening.forms import OpenForm
from voting.screening.guard import careful, mark_open, origin_of_request
from voting.screening.rules import Source
from voting.screening.rules_guard import LATELY
from voting.screening.views_room import (
    Page,
    asked_year,
    blueprint,
    form_number,
    note_sent,
    sent_just_now,
    sentence,
)

__all__ = ["blueprint", "views_call", "views_desk", "views_projects", "views_shortlist"]

SOURCES = {Role.DEPUTY: Source.DEPUTY, Role.UNIT: Source.UNIT}


def speaker() -> tuple[Actor | None, Source]:
    """Return who suggests and as what: a deputy or unit of this place, else a resident."""
    actor = current_actor_or_none()
    roles = actor.roles_in(here()) if actor else frozenset()
    for role, source in SOURCES.items():
        if role in roles:
            return actor, source
    return (actor if roles else None), Source.RESIDENT


@blueprint.get("/j/<code>/screening")
@public
def home(code: str) -> Page:
    page = queries.home_page(here(), current_actor_or_none(), asked_year())
    return render_template("screening/home.html", page=page)


@blueprint.get("/j/<code>/suggest")
@public
def suggest_form(code: str) -> Page:
    page = queries.suggest_page(here(), speaker()[1])
    form = OpenForm(formdata=None, nonce=form_number())
    mark_open(form)
    return render_template("screening/suggest.html", page=page, form=form)


@blueprint.post("/j/<code>/suggest")
@public
def suggest(code: str) -> Page:
    form, (actor, source) = OpenForm(), speaker()
    if not form.validate():
        return again(form, source, 422)
    words = form.words(here().code)
    number = sent_just_now(str(form.nonce.data), words)
    if number is not None:
        flash(_("这条建议刚才已经收到，没有重复登记。"), "blue")
        return redirect(url_for("screening.receipt", code=code, number=number), 303)
    new = form.as_input(here().id, source=source, origin=origin_of_request())
    try:
        with transaction():
            number = actions.submit(actor, new, careful=careful(form)).number
    except actions.SentBefore as error:
        return again(form.as_new(sentence(error), form_number()), source, 409)
    except TooManyTries as error:
        form.form_errors.append(sentence(error))
        return again(form, source, 429, {"Retry-After": str(error.values.get("seconds", LATELY.seconds))})
    note_sent(words, number)
    return redirect(url_for("screening.receipt", code=code, number=number), 303)


def again(form: OpenForm, source: Source, status: int, headers: dict[str, str] | None = None) -> Page:
    """Show the form as it was typed, with what is wrong."""
    mark_open(form)
    page = queries.suggest_page(here(), source)
    return make_response(render_template("screening/suggest.html", page=page, form=form), status, headers)


@blueprint.get("/j/<code>/suggest/<number>")
@public
def receipt(code: str, number: str) -> Page:
    return render_template("screening/receipt.html", page=queries.receipt_page(here(), number))


@blueprint.get("/j/<code>/track")
@public
def track(code: str) -> Page:
    page = queries.track_page(here(), request.args.get("number", "")[:60])
    return render_template("screening/track.html", page=page), 404 if page.typed and not page.found else 200
