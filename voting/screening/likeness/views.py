"""Routes of look-alikes: parse, do, show."""

from __future__ import annotations

from threading import BoundedSemaphore

from flask import Response, flash, jsonify, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from voting.core.access import allow, public
from voting.core.db import transaction
from voting.core.errors import Busy, RuleBroken, WrongMoment
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import COLLECTING
from voting.screening.blueprint import Page, blueprint
from voting.screening.likeness import actions as likeness_actions
from voting.screening.likeness import queries as likeness_queries
from voting.screening.likeness.forms import AskedForm, OwnWordsForm
from voting.screening.likeness.queries import AskedBefore

AT_ONCE = 2
"""Questions while somebody types that a process answers at once: who finds no room asks again with the next words."""
ROOM = BoundedSemaphore(AT_ONCE)


@blueprint.post("/j/<code>/suggest/asked-before")
@public
def asked_before(code: str) -> Response:
    """Answer a form that is being typed: what somebody asked for already. Nothing of it is kept, nor stands in an address."""
    form = AskedForm()
    if not form.validate():
        return jsonify(found=[])
    if not ROOM.acquire(blocking=False):
        raise Busy
    try:
        found = likeness_queries.asked_before(here(), *form.typed)
    finally:
        ROOM.release()
    return jsonify(found=[told(one) for one in found])


def told(one: AskedBefore) -> dict[str, object]:
    """Return a find in words."""
    count = ngettext("已有 %(count)s 条建议提到", "已有 %(count)s 条建议提到", one.count, count=one.count)
    said = " · ".join(part for part in (_(one.verdict), one.place, count) if part)
    return {"id": one.id, "title": one.title, "said": said}


@blueprint.get("/j/<code>/screening/own-words")
@allow(*COLLECTING)
def own_words(code: str) -> Page:
    page = likeness_queries.own_words_page(here())
    values = {"places": page.places, "synonyms": page.synonyms, "version": str(page.version)}
    return render_template(
        "screening/likeness/own_words.html", page=page, form=OwnWordsForm(formdata=None, data=values)
    )


@blueprint.post("/j/<code>/screening/own-words")
@allow(*COLLECTING)
def revise_own_words(code: str) -> Page:
    form, status = OwnWordsForm(), 422
    if form.validate():
        try:
            with transaction():
                likeness_actions.revise_own_words(
                    current_actor(), jurisdiction_id=here().id, new=form.as_input()
                )
        except (RuleBroken, WrongMoment) as error:
            blame(form, error, "synonyms" if isinstance(error, RuleBroken) else "")
            status = 422 if isinstance(error, RuleBroken) else 409
        else:
            flash(_("已保存，从现在起按新的词表比对。"))
            return redirect(url_for("screening.own_words", code=code), 303)
    page = likeness_queries.own_words_page(here())
    return render_template("screening/likeness/own_words.html", page=page, form=form), status


@blueprint.post("/j/<code>/screening/suggestions/<int(max=2147483647):suggestion_id>/<any(show, hide):shown>")
@allow(*COLLECTING)
def show_or_hide(code: str, suggestion_id: int, shown: str) -> Page:
    deed = likeness_actions.show if shown == "show" else likeness_actions.hide
    with transaction():
        deed(current_actor(), jurisdiction_id=here().id, suggestion_id=suggestion_id)
    flash(_("名称和地点已公开。") if shown == "show" else _("不再公开。"))
    return redirect(url_for("screening.suggestion", code=code, suggestion_id=suggestion_id), 303)
