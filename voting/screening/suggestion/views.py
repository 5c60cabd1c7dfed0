"""Routes of suggestions: parse, do, show."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow, public
from voting.core.bodies import takes_files
from voting.core.db import transaction
from voting.core.errors import NotFound, TooManyTries
from voting.core.fields import blame
from voting.core.sentences import sentence
from voting.people.access import current_actor, current_actor_or_none, here
from voting.people.rules import COLLECTING, Actor, Role
from voting.screening.blueprint import (
    Page,
    blueprint,
    form_number,
    note_sent,
    sent_just_now,
)
from voting.screening.call.queries import newest_call
from voting.screening.suggestion import actions as suggestion_actions
from voting.screening.suggestion import queries as suggestion_queries
from voting.screening.suggestion.forms import EnterForm, OpenForm
from voting.screening.suggestion.guard import careful, mark_open, origin_of_request
from voting.screening.suggestion.models import ORIGIN_LENGTH
from voting.screening.suggestion.queries import divisions_below, suggest_page, unit_name
from voting.screening.suggestion.traffic_rules import LATELY
from voting.screening.words import Source

SOURCES = {Role.DEPUTY: Source.DEPUTY, Role.UNIT: Source.UNIT}


def speaker() -> tuple[Actor | None, Source]:
    """Return who suggests and as what: a deputy or unit of this place, else a resident."""
    actor = current_actor_or_none()
    roles = actor.roles_in(here()) if actor else frozenset()
    for role, source in SOURCES.items():
        if role in roles:
            return actor, source
    return (actor if roles else None), Source.RESIDENT


def signed(actor: Actor | None, source: Source) -> str:
    """Return under which name a deputy or a unit suggests, as staff read it; nothing for a resident."""
    if actor is None or source is Source.RESIDENT:
        return ""
    named = unit_name(actor) if source is Source.UNIT else f"{here().name}人大代表 {actor.name}"
    return named[:ORIGIN_LENGTH]


@blueprint.get("/j/<code>/suggest")
@public
def suggest_form(code: str) -> Page:
    page = suggestion_queries.suggest_page(here(), speaker()[1])
    form = OpenForm(formdata=None, nonce=form_number()).offer_divisions(divisions_below(here()))
    mark_open(form)
    return render_template("screening/suggestion/suggest.html", page=page, form=form)


@blueprint.post("/j/<code>/suggest")
@public
@takes_files
def suggest(code: str) -> Page:
    form, (actor, source) = OpenForm().offer_divisions(divisions_below(here())), speaker()
    if not form.validate():
        return again(form, source, 422)
    words = form.words(here().code)
    number = sent_just_now(str(form.nonce.data), words)
    if number is not None:
        flash(_("这条建议刚才已经收到，没有重复登记。"), "blue")
        return redirect(url_for("screening.receipt", code=code, number=number), 303)
    new = form.as_joining(here().id, source=source, origin=origin_of_request())
    new = replace(new, origin_name=signed(actor, source))
    try:
        with transaction():
            number = suggestion_actions.submit(actor, new, careful=careful(form)).number
    except suggestion_actions.SentBefore as error:
        return again(form.as_new(sentence(error), form_number()), source, 409)
    except TooManyTries as error:
        blame(form, error)
        return again(form, source, 429, {"Retry-After": str(error.values.get("seconds", LATELY.seconds))})
    note_sent(words, number)
    return redirect(url_for("screening.receipt", code=code, number=number), 303)


def again(form: OpenForm, source: Source, status: int, headers: dict[str, str] | None = None) -> Page:
    """Show the form as it was typed, with what is wrong; whom it joins is tapped again."""
    mark_open(form)
    form.joins.data = ""
    page = suggestion_queries.suggest_page(here(), source)
    return make_response(
        render_template("screening/suggestion/suggest.html", page=page, form=form), status, headers
    )


@blueprint.get("/j/<code>/screening/suggestions/new")
@allow(*COLLECTING, Role.STATION)
def enter_form(code: str) -> Page:
    return entering(entry_form())


def entry_form() -> EnterForm:
    """Return the form of what is taken down; a station, which writes while the visitor speaks, is asked neither how nor when it came."""
    form = EnterForm().offer_divisions(divisions_below(here()))
    if station():
        for name in ("channel", "received_on", "order_number", "origin_name"):
            del form[name]
    return form


def station() -> str:
    """Return the liaison station whose account enters this, or nothing for those who enter whatever came in."""
    actor = current_actor()
    return "" if actor.roles_in(here()) & COLLECTING else actor.station


def entering(form: EnterForm) -> str:
    """Show the form of what is taken down for somebody."""
    page = suggest_page(here(), Source.RESIDENT)
    return render_template("screening/suggestion/enter.html", page=page, form=form)


@blueprint.post("/j/<code>/screening/suggestions/new")
@allow(*COLLECTING, Role.STATION)
@takes_files
def enter(code: str) -> Page:
    form = entry_form()
    if not form.validate():
        return entering(form), 422
    call = newest_call(here())
    if call is None:
        raise NotFound("还没有征集公告。")
    year = call.year
    try:
        with transaction():
            new = form.as_reception(here().id, station()) if station() else form.as_entry(here().id)
            row = suggestion_actions.enter(current_actor(), new, year=year)
            row_id, number = row.id, row.number
    except suggestion_actions.SentBefore as error:
        return entering(form.as_new(sentence(error), form_number())), 409
    except suggestion_actions.OrderTaken as error:
        blame(form, error)
        return entering(form), 422
    flash(_("已录入，编号 %(number)s。", number=number))
    if station():
        return redirect(url_for("screening.receipt", code=code, number=number), 303)
    return redirect(url_for("screening.suggestion", code=code, suggestion_id=row_id), 303)
