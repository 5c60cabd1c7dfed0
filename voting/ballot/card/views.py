"""Routes of token cards: parse, do, show."""

from __future__ import annotations

from flask import (
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from voting.ballot.blueprint import Page, beat, blueprint
from voting.ballot.card import actions, queries
from voting.ballot.card import actions as card_actions
from voting.ballot.card.actions import CardRequest
from voting.ballot.roll import queries as roll_queries
from voting.belenios import shape
from voting.belenios.canonical import unb64url
from voting.belenios.errors import need_form
from voting.core.access import allow
from voting.core.calls import Call, call_fields
from voting.core.db import transaction
from voting.core.errors import DomainError, RuleBroken, WrongMoment
from voting.core.sentences import sentence
from voting.people.access import current_actor, here
from voting.people.rules import OFFICE

LONGEST = 80


def _back(code: str, uuid: str, q: str | None = None) -> Page:
    return redirect(url_for("ballot.cards", code=code, uuid=uuid, q=q), 303)


@blueprint.get("/j/<code>/ballots/<uuid>/cards")
@allow(*OFFICE)
def cards(code: str, uuid: str) -> Page:
    q = request.args.get("q", "").strip()[:LONGEST]
    page = queries.cards_page(here(), uuid, q)
    return render_template("ballot/card/cards.html", page=page)


@blueprint.get("/j/<code>/ballots/<uuid>/cards/print")
@allow(*OFFICE)
def print_cards(code: str, uuid: str) -> Page:
    return render_template("ballot/card/cards_print.html", page=queries.sheet_page(here(), uuid))


@blueprint.post("/j/<code>/ballots/<uuid>/cards/hand-out")
@allow(*OFFICE)
def give_card(code: str, uuid: str) -> Page:
    """Mark the roll for the one deputy that was scanned or typed, or offer those whom a name may mean."""
    text = request.form.get("text", "").strip()[:LONGEST]
    try:
        number = roll_queries.receiver_number(here(), uuid, text)
        if number is None:
            return _back(code, uuid, text)
        with transaction():
            given = actions.hand_out_card(current_actor(), uuid, number)
    except (RuleBroken, WrongMoment) as error:
        status = 422 if isinstance(error, RuleBroken) else 409
        return _refused(uuid, error, status, text=text)
    for one in given:
        beat(one)
    if len(given) > 1:
        titles = _("、").join(roll_queries.titles_numbered(uuid))
        said = _(
            "代表 %(number)s 已登记领卡，请其从每一叠洗好的票卡中各任意抽取一张：%(titles)s。",
            number=number,
            titles=titles,
        )
    else:
        said = _("代表 %(number)s 已登记领卡，请其从洗好的票卡中任意抽取一张。", number=number)
    flash(said)
    return _back(code, uuid)


def _refused(uuid: str, error: DomainError, status: int, *, text: str) -> Page:
    """Answer with the desk as it stands, what was typed kept, and the sentence where it belongs."""
    page = queries.cards_page(here(), uuid, text, wrong=sentence(error))
    return render_template("ballot/card/cards.html", page=page), status


MOST_CARDS = 500
MOST_DIGITS = 1_300


@blueprint.post("/ballots/<uuid>/cards")
@allow(*OFFICE)
def make_cards(uuid: str) -> Call:
    (listed,) = call_fields("cards")
    batch = []
    asked = shape.items(listed)
    need_form(len(asked) <= MOST_CARDS, f"more than {MOST_CARDS} cards at once")
    for one in asked:
        lookup, blinded = shape.fields(one, "lookup", "blinded")
        batch.append(CardRequest(shape.text(lookup), unb64url(shape.text(blinded))))
    with transaction():
        made = card_actions.make_cards(current_actor(), uuid, batch)
    return jsonify(cards=made), 201


@blueprint.post("/ballots/<uuid>/cards/hand-out")
@allow(*OFFICE)
def hand_out_card(uuid: str) -> Call:
    (number,) = call_fields("number")
    with transaction():
        card_actions.hand_out_card(current_actor(), uuid, shape.text(number))
    beat(uuid)
    return jsonify(handed_out=True), 201


@blueprint.post("/ballots/<uuid>/cards/void")
@allow(*OFFICE)
def void_card(uuid: str) -> Call:
    lookup, credential, inverse = call_fields("lookup", "credential", "inverse")
    digits = shape.text(inverse)
    need_form(digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS, "expected a number")
    with transaction():
        card_actions.void_card(current_actor(), uuid, shape.text(lookup), shape.text(credential), int(digits))
    return jsonify(voided=True)
