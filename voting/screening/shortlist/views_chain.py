"""Routes of a year's chain of approvals: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import COLLECTING, LEAD, Role
from voting.screening.blueprint import Page, asked_year, blueprint
from voting.screening.shortlist.actions_chain import set_chain as set_steps
from voting.screening.shortlist.forms_chain import ChainForm, chain_form
from voting.screening.shortlist.queries_chain import ChainPage, chain_page


@blueprint.get("/j/<code>/screening/chain")
@allow(*COLLECTING, *LEAD, Role.COMMITTEE, Role.OVERSIGHT)
def chain(code: str) -> Page:
    page = chain_page(here(), current_actor(), asked_year())
    return show_chain(page, chain_form(page.chain, empty=True))


def show_chain(page: ChainPage, form: ChainForm, status: int = 200) -> Page:
    """Show the chain with the form, filled or refused."""
    return render_template("screening/shortlist/chain.html", page=page, form=form), status


@blueprint.post("/j/<code>/screening/chain/<int(min=2000, max=2100):year>")
@allow(Role.STAFF)
def set_chain(code: str, year: int) -> Page:
    page = chain_page(here(), current_actor(), year)
    form = chain_form(page.chain, empty=False)
    if not form.validate():
        return show_chain(page, form, 422)
    try:
        with transaction():
            set_steps(current_actor(), place=here(), year=year, steps=form.as_steps())
    except RuleBroken as error:
        blame(form, error)
        return show_chain(page, form, 422)
    flash(_("%(year)s 年的审批环节已保存。", year=year))
    return redirect(url_for("screening.chain", code=code, year=year), 303)
