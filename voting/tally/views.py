"""Routes of the tally room: the list, a count, its steps. The other routes stand in the views_* modules."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response as AnyResponse

from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken, WrongMoment
from voting.core.replaced import replaced_in
from voting.people.access import current_actor, here
from voting.people.rules import Role
from voting.tally import (
    actions,
    actions_next,
    actions_paper,
    actions_steps,
    queries,
    queries_forms,
    queries_home,
    views_calls,
    views_documents,
    views_paper,
)
from voting.tally.forms import NumberForm, ReasonForm, TiedForm, WordlessForm, blame
from voting.tally.models import find_run
from voting.tally.views_base import OFFICE, READERS, ROOM, Page, blueprint, replaced_templates, tell

__all__ = ["blueprint", "views_calls", "views_documents", "views_paper"]

StepForm = WordlessForm | ReasonForm | NumberForm | TiedForm


@blueprint.get("/j/<code>/tally")
@allow(*READERS)
def home(code: str) -> Page:
    own = replaced_in(replaced_templates(here()))
    return render_template("tally/home.html", page=queries_home.home_page(current_actor(), here(), own))


@blueprint.post("/j/<code>/tally/<uuid>/take-over")
@allow(*ROOM)
def take_over(code: str, uuid: str) -> Page:
    with transaction():
        meeting_id = actions.take_over(current_actor(), uuid).meeting_id
    tell(uuid, meeting_id)
    return redirect(url_for("tally.run", code=code, uuid=uuid), 303)


@blueprint.get("/j/<code>/tally/<uuid>")
@allow(*READERS)
def run(code: str, uuid: str) -> Page:
    return render_template("tally/run.html", page=queries.run_page(current_actor(), here(), uuid))


def step_form(page: queries_forms.AskPage) -> StepForm:
    """Return the form that a step needs."""
    if page.step in {"void", "recount"}:
        return ReasonForm()
    if page.step == "announce":
        return NumberForm(number=page.number)
    if page.step == "settle":
        form = TiedForm()
        form.ordinals.choices = list(page.tied)
        return form
    return WordlessForm()


def values_of(form: StepForm) -> dict[str, object]:
    """Return what the form says, as the step keeps it."""
    return {"reason": form.as_input()} if isinstance(form, ReasonForm) else form.as_values()


@blueprint.get("/j/<code>/tally/<uuid>/steps/<step>")
@allow(*ROOM)
def ask_form(code: str, uuid: str, step: str) -> Page:
    page = queries_forms.ask_page(current_actor(), here(), uuid, step)
    return render_template("tally/ask.html", page=page, form=step_form(page))


@blueprint.post("/j/<code>/tally/<uuid>/steps/<step>")
@allow(*ROOM)
def ask(code: str, uuid: str, step: str) -> Page:
    page = queries_forms.ask_page(current_actor(), here(), uuid, step)
    form = step_form(page)
    if form.validate():
        try:
            with transaction():
                actions_steps.ask(current_actor(), uuid, step, values_of(form))
        except RuleBroken as error:
            blame(form, error)
        except WrongMoment as error:
            blame(form, error)
            return render_template("tally/ask.html", page=page, form=form), 409
        else:
            return done(code, uuid, _("已提出，等待另一人在自己的设备上确认。"))
    return render_template("tally/ask.html", page=page, form=form), 422


@blueprint.post("/j/<code>/tally/<uuid>/steps/<step>/confirm")
@allow(*ROOM)
def confirm(code: str, uuid: str, step: str) -> Page:
    with transaction():
        actions_steps.confirm(current_actor(), uuid, step)
    return done(code, uuid, _("已确认，这一步已经办理。"))


@blueprint.post("/j/<code>/tally/<uuid>/steps/<step>/withdraw")
@allow(*ROOM)
def withdraw(code: str, uuid: str, step: str) -> Page:
    with transaction():
        actions_steps.withdraw(current_actor(), uuid, step)
    return done(code, uuid, _("已撤回，什么都没有改变。"))


@blueprint.post("/j/<code>/tally/<uuid>/next")
@allow(*OFFICE)
def order_next(code: str, uuid: str) -> Page:
    with transaction():
        actions_next.order_next(current_actor(), uuid)
    return done(code, uuid, _("已安排下一次票决，请到票决室准备票箱。"))


@blueprint.post("/j/<code>/tally/<uuid>/consent/<int:place_id>")
@allow(Role.SCRUTINEER, Role.SECRETARIAT, Role.CHAIR)
def consent(code: str, uuid: str, place_id: int) -> Page:
    with transaction():
        actions_paper.accept_small_channel(current_actor(), uuid, place_id)
    return done(code, uuid, _("已记录您的同意。"))


def done(code: str, uuid: str, message: str) -> AnyResponse:
    """Tell the screens, say what was done, and go back to the count."""
    tell(uuid, find_run(uuid, here().id).meeting_id)
    flash(message)
    return redirect(url_for("tally.run", code=code, uuid=uuid), 303)
