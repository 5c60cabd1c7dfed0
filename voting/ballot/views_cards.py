"""The desk of token cards: make and print, hand out, void, account for. The seeds of cards never come here."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from voting.ballot import actions_draw, queries_cards
from voting.ballot.views_base import RUNNERS, Page, beat, blueprint
from voting.congress.forms import sentence
from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import DomainError, RuleBroken, WrongMoment
from voting.people.access import current_actor, here

LONGEST = 80


def _back(code: str, uuid: str, q: str | None = None) -> Page:
    return redirect(url_for("ballot.cards", code=code, uuid=uuid, q=q), 303)


@blueprint.get("/j/<code>/ballots/<uuid>/cards")
@allow(*RUNNERS)
def cards(code: str, uuid: str) -> Page:
    q = request.args.get("q", "").strip()[:LONGEST]
    page = queries_cards.cards_page(here(), uuid, q)
    return render_template("ballot/cards.html", page=page)


@blueprint.get("/j/<code>/ballots/<uuid>/cards/print")
@allow(*RUNNERS)
def print_cards(code: str, uuid: str) -> Page:
    return render_template("ballot/cards_print.html", page=queries_cards.sheet_page(here(), uuid))


@blueprint.post("/j/<code>/ballots/<uuid>/cards/hand-out")
@allow(*RUNNERS)
def give_card(code: str, uuid: str) -> Page:
    """Mark the roll for the one deputy that was scanned or typed, or offer those whom a name may mean."""
    text = request.form.get("text", "").strip()[:LONGEST]
    try:
        number = queries_cards.receiver_number(here(), uuid, text)
        if number is None:
            return _back(code, uuid, text)
        with transaction():
            actions_draw.hand_out_card(current_actor(), uuid, number)
    except (RuleBroken, WrongMoment) as error:
        status = 422 if isinstance(error, RuleBroken) else 409
        return _refused(uuid, error, status, text=text)
    beat(uuid)
    flash(_("代表 %(number)s 已登记领卡，请其从洗好的票卡中任意抽取一张。", number=number))
    return _back(code, uuid)


def _refused(uuid: str, error: DomainError, status: int, *, text: str) -> Page:
    """Answer with the desk as it stands, what was typed kept, and the sentence where it belongs."""
    page = queries_cards.cards_page(here(), uuid, text, wrong=sentence(error))
    return render_template("ballot/cards.html", page=page), status
