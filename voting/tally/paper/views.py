"""Routes of paper: parse, do, show."""

from __future__ import annotations

from flask import flash, render_template
from flask_babel import gettext as _

from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken, WrongMoment
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import OFFICE, Role
from voting.tally.blueprint import Page, blueprint, done
from voting.tally.fields import reason_sent
from voting.tally.paper import actions as paper_actions
from voting.tally.paper import queries as paper_queries
from voting.tally.paper.forms import PapersForm, PlaceForm, SheetForm, as_sheet, cell, sheet_form
from voting.tally.paper.rules import CONSENTERS


@blueprint.post("/j/<code>/tally/<uuid>/consent/<int:place_id>")
@allow(*CONSENTERS)
def consent(code: str, uuid: str, place_id: int) -> Page:
    with transaction():
        paper_actions.accept_small_channel(current_actor(), uuid, place_id)
    return done(code, uuid, _("已记录您的同意。"))


@blueprint.get("/j/<code>/tally/<uuid>/places/new")
@allow(*OFFICE)
def place_form(code: str, uuid: str) -> Page:
    page = paper_queries.place_page(here(), uuid)
    return render_template("tally/paper/place.html", page=page, form=PlaceForm(name=_("主会场")))


@blueprint.post("/j/<code>/tally/<uuid>/places/new")
@allow(*OFFICE)
def open_place(code: str, uuid: str) -> Page:
    page, form = paper_queries.place_page(here(), uuid), PlaceForm()
    if form.validate():
        try:
            with transaction():
                paper_actions.open_place(current_actor(), uuid, *form.as_input())
        except (RuleBroken, WrongMoment) as error:
            blame(form, error)
        else:
            return done(code, uuid, _("投票点已登记。"))
    return render_template("tally/paper/place.html", page=page, form=form), 422


@blueprint.post("/j/<code>/tally/<uuid>/places/<int:place_id>/remove")
@allow(*OFFICE)
def remove_place(code: str, uuid: str, place_id: int) -> Page:
    with transaction():
        paper_actions.remove_place(current_actor(), uuid, place_id, reason=reason_sent())
    return done(code, uuid, _("投票点已撤销。"))


def my_sheet(uuid: str, place_id: int) -> paper_queries.SheetPage:
    """Return the page of a place as the teller sees who is signed in."""
    return paper_queries.sheet_page(current_actor(), here(), uuid, place_id)


def _filled(page: paper_queries.SheetPage) -> SheetForm:
    """Return the sheet with the numbers that this teller entered before."""
    form = sheet_form(sorted(page.titles), page.answers)
    if page.mine is not None and not form.is_submitted():
        form.issued.data, form.returned.data, form.void.data, lines = page.mine
        for ordinal, got in zip(sorted(page.titles), lines, strict=True):
            for place, number in enumerate(got):
                form[cell(ordinal, place)].data = number
    return form


@blueprint.get("/j/<code>/tally/<uuid>/places/<int:place_id>/sheet")
@allow(Role.TELLER)
def sheet(code: str, uuid: str, place_id: int) -> Page:
    page = my_sheet(uuid, place_id)
    return render_template("tally/paper/sheet.html", page=page, form=_filled(page))


@blueprint.post("/j/<code>/tally/<uuid>/places/<int:place_id>/sheet")
@allow(Role.TELLER)
def enter_sheet(code: str, uuid: str, place_id: int) -> Page:
    page = my_sheet(uuid, place_id)
    form = _filled(page)
    if form.validate():
        try:
            with transaction():
                new = as_sheet(form, sorted(page.titles), page.answers)
                paper_actions.enter_sheet(current_actor(), uuid, place_id, new)
        except (RuleBroken, WrongMoment) as error:
            blame(form, error)
        else:
            _warn_of_excess(new.issued, new.returned)
            return done(code, uuid, _("您的计票数字已保存。"))
    return render_template("tally/paper/sheet.html", page=page, form=form), 422


@blueprint.post("/j/<code>/tally/<uuid>/places/<int:place_id>/sheets/<int:teller_id>/withdraw")
@allow(Role.TELLER, Role.SCRUTINEER)
def withdraw_sheet(code: str, uuid: str, place_id: int, teller_id: int) -> Page:
    with transaction():
        paper_actions.withdraw_sheet(current_actor(), uuid, place_id, teller_id, reason_sent())
    return done(code, uuid, _("点算已撤回。"))


@blueprint.get("/j/<code>/tally/<uuid>/places/<int:place_id>/papers")
@allow(Role.TELLER)
def papers(code: str, uuid: str, place_id: int) -> Page:
    return render_template("tally/paper/papers.html", page=my_sheet(uuid, place_id), form=PapersForm())


@blueprint.post("/j/<code>/tally/<uuid>/places/<int:place_id>/papers")
@allow(Role.TELLER)
def enter_papers(code: str, uuid: str, place_id: int) -> Page:
    page, form = my_sheet(uuid, place_id), PapersForm()
    if form.validate():
        try:
            with transaction():
                issued, listed = int(form.issued.data or 0), form.as_papers()
                made = paper_actions.enter_papers(current_actor(), uuid, place_id, issued, listed)
        except (RuleBroken, WrongMoment) as error:
            blame(form, error)
        else:
            _warn_of_excess(made.issued, made.returned)
            text = _("已录入 %(all)s 张，其中无效 %(void)s 张。", all=made.returned, void=made.void)
            return done(code, uuid, text)
    return render_template("tally/paper/papers.html", page=page, form=form), 422


@blueprint.post("/j/<code>/tally/<uuid>/consent/<int:place_id>/withdraw")
@allow(*CONSENTERS)
def withdraw_consent(code: str, uuid: str, place_id: int) -> Page:
    with transaction():
        paper_actions.withdraw_consent(current_actor(), uuid, place_id, reason_sent())
    return done(code, uuid, _("同意已撤回。"))


def _warn_of_excess(issued: int, returned: int) -> None:
    """Tell the teller at once when his own numbers say that more came back than went out; nobody else sees them."""
    if returned > issued:
        said = _("您填的收回 %(b)s 张多于发出 %(a)s 张，请再核对一遍。", a=issued, b=returned)
        flash(said, "red")
