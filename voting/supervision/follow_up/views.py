"""Routes of follow-up letters: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import FOLLOWING, SUPERVISORS, Role
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.commitment import queries as commitment_queries
from voting.supervision.commitment.views import work_again
from voting.supervision.fields import text_of
from voting.supervision.follow_up import actions as follow_up_actions
from voting.supervision.follow_up import queries as follow_up_queries
from voting.supervision.follow_up.forms import AnswerForm, LetterForm


@blueprint.get("/desk/<int:commitment_id>/letters/new")
@allow(*SUPERVISORS, Role.STAFF)
def new_letter_page(code: str, commitment_id: int) -> Page:
    page = commitment_queries.commitment_page(here(), commitment_id)
    return render_template("supervision/follow_up/new_letter.html", page=page, form=LetterForm())


@blueprint.post("/desk/<int:commitment_id>/letters/new")
@allow(*SUPERVISORS, Role.STAFF)
def send_letter(code: str, commitment_id: int) -> Page:
    page, form = commitment_queries.commitment_page(here(), commitment_id), LetterForm()
    try:
        if form.validate():
            with transaction():
                letter = follow_up_actions.send_letter(current_actor(), form.as_input(commitment_id))
                number = letter.number
            return work_again(code, commitment_id, _("督办函第 %(number)s 号已发出。", number=number))
    except RuleBroken as error:
        blame(form, error)
        page = commitment_queries.commitment_page(here(), commitment_id)
    return render_template("supervision/follow_up/new_letter.html", page=page, form=form), 422


@blueprint.get("/letters/<int:letter_id>")
@allow(Role.UNIT, *FOLLOWING)
def letter(code: str, letter_id: int) -> Page:
    page = follow_up_queries.letter_page(here(), current_actor(), letter_id)
    return render_template("supervision/follow_up/letter.html", page=page, form=AnswerForm())


@blueprint.post("/letters/<int:letter_id>")
@allow(Role.UNIT)
def answer_letter(code: str, letter_id: int) -> Page:
    page, form = follow_up_queries.letter_page(here(), current_actor(), letter_id), AnswerForm()
    if not form.validate():
        return render_template("supervision/follow_up/letter.html", page=page, form=form), 422
    with transaction():
        follow_up_actions.answer_letter(current_actor(), letter_id, text_of(form.answer))
    flash(_("已答复。"))
    return redirect(url_for("supervision.mine", code=code), 303)
