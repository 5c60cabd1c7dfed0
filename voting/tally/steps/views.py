"""Routes of steps that two persons take: parse, do, show."""

from __future__ import annotations

from flask import render_template
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken, WrongMoment
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.tally.blueprint import ROOM, Page, blueprint, done
from voting.tally.fields import ReasonForm
from voting.tally.next_ballot.facts import announced_with
from voting.tally.record import actions as record_actions
from voting.tally.steps import actions as steps_actions
from voting.tally.steps import queries as steps_queries
from voting.tally.steps.forms import NumberForm, TiedForm, WordlessForm
from voting.tally.steps.rules import STATED

ANNOUNCE = "announce"
StepForm = WordlessForm | ReasonForm | NumberForm | TiedForm


def step_form(page: steps_queries.AskPage) -> StepForm:
    """Return the form that a step needs."""
    if page.step in STATED:
        return ReasonForm()
    if page.step == ANNOUNCE:
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
    page = steps_queries.ask_page(current_actor(), here(), uuid, step)
    return render_template("tally/steps/ask.html", page=page, form=step_form(page))


@blueprint.post("/j/<code>/tally/<uuid>/steps/<step>")
@allow(*ROOM)
def ask(code: str, uuid: str, step: str) -> Page:
    page = steps_queries.ask_page(current_actor(), here(), uuid, step)
    form = step_form(page)
    if form.validate():
        try:
            with transaction():
                steps_actions.ask(current_actor(), uuid, step, values_of(form))
        except RuleBroken as error:
            blame(form, error)
        except WrongMoment as error:
            blame(form, error)
            return render_template("tally/steps/ask.html", page=page, form=form), 409
        else:
            return done(code, uuid, _("已提出，等待另一人在自己的设备上确认。"))
    return render_template("tally/steps/ask.html", page=page, form=form), 422


@blueprint.post("/j/<code>/tally/<uuid>/steps/<step>/confirm")
@allow(*ROOM)
def confirm(code: str, uuid: str, step: str) -> Page:
    with transaction():
        run = steps_actions.confirm(current_actor(), uuid, step)
        told = [one.ballot_uuid for one in announced_with(run) if one.is_announced]
    answer = done(code, uuid, _("已确认，这一步已经办理。"))
    for one in told if step == ANNOUNCE else ():
        record_actions.keep_announced(current_actor(), one)
    return answer


@blueprint.post("/j/<code>/tally/<uuid>/steps/<step>/withdraw")
@allow(*ROOM)
def withdraw(code: str, uuid: str, step: str) -> Page:
    with transaction():
        steps_actions.withdraw(current_actor(), uuid, step)
    return done(code, uuid, _("已撤回，什么都没有改变。"))
