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
from voting.supervision.look_back.forms import SOLVED, UNSOLVED, VoiceForm


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
