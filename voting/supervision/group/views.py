"""Routes of groups: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import Role
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.commitment.views import work_again
from voting.supervision.fields import pairs
from voting.supervision.group import actions, queries
from voting.supervision.group.forms import GroupForm

PAGE = "supervision/group/group.html"


def own_again(code: str, commitment_id: int, said: str) -> Page:
    """Say what was done and go back to the page of a deputy's own project."""
    flash(said)
    return redirect(url_for("supervision.own_project", code=code, commitment_id=commitment_id), 303)


def label(one: queries.Offered) -> str:
    """Return a deputy with what speaks for him or against."""
    who = " · ".join(part for part in (one.who.name, one.who.delegation, one.who.post) if part)
    reasons = (
        (one.fits.of_unit, _("在责任单位任职，应当回避")),
        (one.fits.of_trade, _("职务与项目领域相近")),
        (one.fits.near, _("代表团与建设地点相近")),
    )
    why = _("；").join(words for holds, words in reasons if holds)
    return f"{who} — {why}" if why else who


def group_form(page: queries.GroupPage) -> GroupForm:
    """Return the form with the deputies that there are; before it is sent with the group or the proposal ticked."""
    form = GroupForm()
    form.members.choices = pairs((one.who.account_id, label(one)) for one in page.first)
    form.others.choices = pairs((one.who.account_id, label(one)) for one in page.others)
    names = [
        (one.who.account_id, f"{one.who.name}（{one.who.number}）") for one in (*page.first, *page.others)
    ]
    form.leader.choices = pairs([(0, _("请选择")), *names])
    if not form.is_submitted():
        form.members.data, form.leader.data = sorted(page.members), page.leader or 0
    return form


@blueprint.get("/desk/<int:commitment_id>/group")
@allow(Role.STAFF)
def group_page(code: str, commitment_id: int) -> Page:
    page = queries.group_page(here(), commitment_id)
    return render_template(PAGE, page=page, form=group_form(page))


@blueprint.post("/desk/<int:commitment_id>/group")
@allow(Role.STAFF)
def set_group(code: str, commitment_id: int) -> Page:
    page = queries.group_page(here(), commitment_id)
    form = group_form(page)
    try:
        if form.validate():
            with transaction():
                actions.set_group(current_actor(), form.as_input(commitment_id))
            return work_again(code, commitment_id, _("监督小组已确定，成员会收到通知。"))
    except RuleBroken as error:
        blame(form, error)
        page = queries.group_page(here(), commitment_id)
    return render_template(PAGE, page=page, form=form), 422
