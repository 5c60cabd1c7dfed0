"""Routes of the reserve: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import transaction
from voting.people.access import current_actor, here
from voting.people.rules import COLLECTING, Role
from voting.screening.blueprint import Page, blueprint
from voting.screening.fields import ReasonForm
from voting.screening.reserve import actions, queries


@blueprint.get("/j/<code>/screening/reserve")
@allow(*COLLECTING, Role.OVERSIGHT)
def reserve(code: str) -> Page:
    return show_reserve(ReasonForm(formdata=None))


def show_reserve(form: ReasonForm, status: int = 200) -> Page:
    """Show the reserve with the reason that was refused, if any."""
    page = queries.reserve_page(here(), current_actor())
    return render_template("screening/reserve/reserve.html", page=page, form=form), status


@blueprint.post(
    "/j/<code>/screening/reserve/<int(min=2000, max=2100):year>/projects/<int(max=2147483647):project_id>"
)
@allow(*COLLECTING)
def take_up(code: str, year: int, project_id: int) -> Page:
    form = ReasonForm()
    if not form.validate():
        return show_reserve(form, 422)
    with transaction():
        reason = form.as_reason()
        project = actions.take_up(
            current_actor(), jurisdiction_id=here().id, project_id=project_id, year=year, reason=reason
        )
        number = project.id
    flash(_("已转入 %(year)s 年，从头论证；提建议的人凭原来的编号跟得到。", year=year))
    return redirect(url_for("screening.project", code=code, project_id=number), 303)


@blueprint.post("/j/<code>/screening/reserve/<int(min=2000, max=2100):year>/suggestions")
@allow(*COLLECTING)
def carry_waiting(code: str, year: int) -> Page:
    with transaction():
        count = actions.carry_waiting(current_actor(), jurisdiction_id=here().id, year=year)
    flash(_("已把 %(count)s 条建议转入 %(year)s 年。", count=count, year=year))
    return redirect(url_for("screening.inbox", code=code, year=year, state="submitted"), 303)
