"""Routes of invitations: parse, do, show."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, url_for

from voting.congress.blueprint import Page, blueprint, own_templates
from voting.congress.home_invitation import actions, queries
from voting.congress.home_invitation.forms import OneInvitationForm
from voting.congress.home_invitation.slips import home_slips_pdf
from voting.core.access import allow
from voting.core.db import transaction
from voting.core.downloads import PDF, download
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import OFFICE


def shown(form: OneInvitationForm) -> str:
    page = queries.home_invitations_page(here())
    return render_template("congress/home_invitation/home_invitations.html", page=page, form=form)


def printed(slips: Sequence[actions.HomeSlip]) -> Page:
    """Return the slips: on this answer alone."""
    address = url_for("people.invited_page", code=here().code, _external=True)
    return download(home_slips_pdf(here().name, slips, address, own_templates()), PDF, "home-slips.pdf")


@blueprint.get("/home-invitations")
@allow(*OFFICE)
def home_invitations(code: str) -> Page:
    return shown(OneInvitationForm())


@blueprint.post("/home-invitations")
@allow(*OFFICE)
def invite_missing(code: str) -> Page:
    with transaction():
        slips = actions.invite_missing(current_actor(), here())
    return printed(slips)


@blueprint.post("/home-invitations/one")
@allow(*OFFICE)
def invite_one(code: str) -> Page:
    form = OneInvitationForm()
    if not form.validate():
        return shown(form), 422
    try:
        with transaction():
            slips = actions.invite_one(current_actor(), here(), number=form.as_input())
    except RuleBroken as error:
        blame(form, error, "number")
        return shown(form), 422
    return printed(slips)
