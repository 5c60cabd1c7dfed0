"""Routes of looking back: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow, public
from voting.core.db import transaction
from voting.core.errors import WrongMoment
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import FOLLOWING, Role
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.look_back import actions, queries
from voting.supervision.look_back.forms import SOLVED, UNSOLVED, AnswerForm, VoiceForm


@blueprint.get("/look-back/<number>")
@public
def look_back(code: str, number: str) -> Page:
    page = queries.look_back_page(here(), number)
    said = {True: SOLVED, False: UNSOLVED, None: None}[page.solved]
    form = VoiceForm(formdata=None, solved=said, text=page.text)
    return render_template("supervision/look_back/look_back.html", page=page, form=form)


@blueprint.post("/look-back/<number>")
@public
def say_solved(code: str, number: str) -> Page:
    page, form = queries.look_back_page(here(), number), VoiceForm()
    if not form.validate():
        return render_template("supervision/look_back/look_back.html", page=page, form=form), 422
    try:
        with transaction():
            actions.say(here(), form.as_input(number))
    except WrongMoment as error:
        blame(form, error)
        return render_template("supervision/look_back/look_back.html", page=page, form=form), 409
    flash(_("已记下，会计入监督。以后情况变了，可以再来改。"))
    return redirect(url_for("supervision.look_back", code=code, number=page.number), 303)


@blueprint.get("/projects/<int:commitment_id>/voices")
@allow(Role.UNIT, *FOLLOWING)
def voices(code: str, commitment_id: int) -> Page:
    page = queries.voices_page(here(), current_actor(), commitment_id)
    return render_template("supervision/look_back/voices.html", page=page)


ANSWER = "supervision/look_back/answer.html"


@blueprint.get("/voices/<int:voice_id>")
@allow(Role.STAFF)
def voice(code: str, voice_id: int) -> Page:
    page = queries.answer_page(here(), current_actor(), voice_id)
    form = AnswerForm(formdata=None, answer=page.voice.answer, version=page.voice.version)
    return render_template(ANSWER, page=page, form=form)


@blueprint.post("/voices/<int:voice_id>")
@allow(Role.STAFF)
def answer_voice(code: str, voice_id: int) -> Page:
    page, form = queries.answer_page(here(), current_actor(), voice_id), AnswerForm()
    if not form.validate():
        return render_template(ANSWER, page=page, form=form), 422
    commitment_id = page.commitment.id
    try:
        with transaction():
            actions.answer(current_actor(), here(), voice_id, form.as_input())
    except WrongMoment as error:
        blame(form, error)
        page = queries.answer_page(here(), current_actor(), voice_id)
        form.version.data = page.voice.version
        return render_template(ANSWER, page=page, form=form), 409
    flash(_("已答复，提建议的人凭编号看得到。"))
    return redirect(url_for("supervision.voices", code=code, commitment_id=commitment_id), 303)
