"""Routes of one suggestion: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from werkzeug import Response

from voting.congress.place.queries import place_of
from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import NotFound
from voting.core.storage import storage
from voting.people.access import current_actor, here
from voting.people.rules import COLLECTING, Role
from voting.screening.answer.forms import AnswerForm
from voting.screening.answer.views import asked_text
from voting.screening.blueprint import Page, blueprint
from voting.screening.fields import ReasonForm
from voting.screening.merging import actions as merging_actions
from voting.screening.pages.suggestion import queries as suggestion_page_queries
from voting.screening.suggestion import actions as suggestion_actions
from voting.screening.suggestion import routing
from voting.screening.suggestion.contact import look_at_contact
from voting.screening.suggestion.forms import RouteForm


@blueprint.get("/j/<code>/screening/suggestions/<int(max=2147483647):suggestion_id>")
@allow(*COLLECTING, Role.OVERSIGHT)
def suggestion(code: str, suggestion_id: int) -> Page:
    return show_suggestion(suggestion_id, AnswerForm.showing(asked_text()))


def show_suggestion(
    suggestion_id: int, form: AnswerForm | ReasonForm, status: int = 200, contact: tuple[str, ...] = ()
) -> Page:
    """Show one suggestion with the form that answers it, or the one that routes or returns it when that was refused."""
    page = suggestion_page_queries.suggestion_page(here(), current_actor(), suggestion_id, contact)
    return render_template("screening/pages/suggestion/suggestion.html", page=page, form=form), status


@blueprint.post("/j/<code>/screening/suggestions/<int(max=2147483647):suggestion_id>/contact")
@allow(*COLLECTING)
def contact(code: str, suggestion_id: int) -> Page:
    """Show one suggestion with its contact, this once: who comes again asks again."""
    with transaction():
        found = look_at_contact(current_actor(), jurisdiction_id=here().id, suggestion_id=suggestion_id)
    return show_suggestion(suggestion_id, AnswerForm.showing(None), contact=found)


@blueprint.get("/j/<code>/screening/suggestions/<int(max=2147483647):suggestion_id>/photos/<name>")
@allow(*COLLECTING, Role.OVERSIGHT)
def suggestion_photo(code: str, suggestion_id: int, name: str) -> Response:
    known = suggestion_page_queries.photo_name(here(), suggestion_id, name)
    return send_file(storage().path_of(known), mimetype="image/jpeg", max_age=0)


@blueprint.post("/j/<code>/screening/suggestions/<int(max=2147483647):suggestion_id>/route")
@allow(*COLLECTING)
def route(code: str, suggestion_id: int) -> Page:
    form = RouteForm()
    if not form.validate():
        return show_suggestion(suggestion_id, form, 422)
    to = place_of(form.to.data or "")
    if to is None:
        raise NotFound("没有这个地方的人民代表大会。")
    with transaction():
        reason = form.as_reason()
        routing.route(current_actor(), here=here(), suggestion_id=suggestion_id, to=to, reason=reason)
    flash(_("已转给%(place)s。", place=to.name))
    return redirect(url_for("screening.suggestion", code=code, suggestion_id=suggestion_id), 303)


@blueprint.post("/j/<code>/screening/suggestions/<int(max=2147483647):suggestion_id>/return")
@allow(*COLLECTING)
def return_suggestion(code: str, suggestion_id: int) -> Page:
    form = ReasonForm()
    if not form.validate():
        return show_suggestion(suggestion_id, form, 422)
    with transaction():
        reason = form.as_reason()
        routing.return_to_sender(current_actor(), here=here(), suggestion_id=suggestion_id, reason=reason)
    flash(_("已退回，理由一并转告；提建议的人凭编号查得到。"))
    return redirect(url_for("screening.suggestion", code=code, suggestion_id=suggestion_id), 303)


@blueprint.post(
    "/j/<code>/screening/suggestions/<int(max=2147483647):suggestion_id>/<any(detach, reconsider):name>"
)
@allow(*COLLECTING)
def take_back(code: str, suggestion_id: int, name: str) -> Page:
    deed = merging_actions.detach if name == "detach" else suggestion_actions.reconsider
    with transaction():
        deed(current_actor(), jurisdiction_id=here().id, suggestion_id=suggestion_id)
    flash(_("已退回待梳理。"))
    return redirect(url_for("screening.suggestion", code=code, suggestion_id=suggestion_id), 303)
