"""Routes of paper: places, tellers' sheets, void papers."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken, WrongMoment
from voting.people.access import current_actor, here
from voting.people.rules import Role
from voting.tally import actions_paper as actions
from voting.tally import actions_void, queries_forms
from voting.tally.forms import (
    PapersForm,
    PlaceForm,
    ReasonForm,
    SheetForm,
    as_sheet,
    blame,
    cell,
    sheet_form,
)
from voting.tally.models import find_run
from voting.tally.views_base import OFFICE, Page, blueprint, tell


@blueprint.get("/j/<code>/tally/<uuid>/places/new")
@allow(*OFFICE)
def place_form(code: str, uuid: str) -> Page:
    page = queries_forms.place_page(here(), uuid)
    return render_template("tally/place.html", page=page, form=PlaceForm(name=_("主会场")))


@blueprint.post("/j/<code>/tally/<uuid>/places/new")
@allow(*OFFICE)
def open_place(code: str, uuid: str) -> Page:
    page, form = queries_forms.place_page(here(), uuid), PlaceForm()
    if form.validate():
        try:
            with transaction():
                actions.open_place(current_actor(), uuid, *form.as_input())
        except (RuleBroken, WrongMoment) as error:
            blame(form, error)
        else:
            return _back(code, uuid, _("投票点已登记。"))
    return render_template("tally/place.html", page=page, form=form), 422


@blueprint.post("/j/<code>/tally/<uuid>/places/<int:place_id>/remove")
@allow(*OFFICE)
def remove_place(code: str, uuid: str, place_id: int) -> Page:
    with transaction():
        actions.remove_place(current_actor(), uuid, place_id, reason=_reason())
    return _back(code, uuid, _("投票点已撤销。"))


def _sheet_page(uuid: str, place_id: int) -> queries_forms.SheetPage:
    return queries_forms.sheet_page(current_actor(), here(), uuid, place_id)


def _filled(page: queries_forms.SheetPage) -> SheetForm:
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
    page = _sheet_page(uuid, place_id)
    return render_template("tally/sheet.html", page=page, form=_filled(page))


@blueprint.post("/j/<code>/tally/<uuid>/places/<int:place_id>/sheet")
@allow(Role.TELLER)
def enter_sheet(code: str, uuid: str, place_id: int) -> Page:
    page = _sheet_page(uuid, place_id)
    form = _filled(page)
    if form.validate():
        try:
            with transaction():
                new = as_sheet(form, sorted(page.titles), page.answers)
                actions.enter_sheet(current_actor(), uuid, place_id, new)
        except (RuleBroken, WrongMoment) as error:
            blame(form, error)
        else:
            return _back(code, uuid, _("您的计票数字已保存。"))
    return render_template("tally/sheet.html", page=page, form=form), 422


@blueprint.post("/j/<code>/tally/<uuid>/places/<int:place_id>/sheets/<int:teller_id>/withdraw")
@allow(Role.TELLER, Role.SCRUTINEER)
def withdraw_sheet(code: str, uuid: str, place_id: int, teller_id: int) -> Page:
    with transaction():
        actions.withdraw_sheet(current_actor(), uuid, place_id, teller_id, _reason())
    return _back(code, uuid, _("点算已撤回。"))


@blueprint.get("/j/<code>/tally/<uuid>/places/<int:place_id>/papers")
@allow(Role.TELLER)
def papers(code: str, uuid: str, place_id: int) -> Page:
    return render_template("tally/papers.html", page=_sheet_page(uuid, place_id), form=PapersForm())


@blueprint.post("/j/<code>/tally/<uuid>/places/<int:place_id>/papers")
@allow(Role.TELLER)
def enter_papers(code: str, uuid: str, place_id: int) -> Page:
    page, form = _sheet_page(uuid, place_id), PapersForm()
    if form.validate():
        try:
            with transaction():
                issued, listed = int(form.issued.data or 0), form.as_papers()
                made = actions.enter_papers(current_actor(), uuid, place_id, issued, listed)
        except (RuleBroken, WrongMoment) as error:
            blame(form, error)
        else:
            text = _("已录入 %(all)s 张，其中无效 %(void)s 张。", all=made.returned, void=made.void)
            return _back(code, uuid, text)
    return render_template("tally/papers.html", page=page, form=form), 422


@blueprint.get("/j/<code>/tally/<uuid>/places/<int:place_id>/void")
@allow(Role.TELLER)
def void_form(code: str, uuid: str, place_id: int) -> Page:
    return render_template("tally/void.html", page=_sheet_page(uuid, place_id), form=ReasonForm())


@blueprint.post("/j/<code>/tally/<uuid>/places/<int:place_id>/void")
@allow(Role.TELLER)
def enter_void(code: str, uuid: str, place_id: int) -> Page:
    form = ReasonForm()
    if form.validate():
        try:
            with transaction():
                actions_void.enter_void(current_actor(), uuid, place_id, form.as_input())
        except (RuleBroken, WrongMoment) as error:
            blame(form, error)
        else:
            return _back(code, uuid, _("无效票已登记，须由监票人确认。"))
    return render_template("tally/void.html", page=_sheet_page(uuid, place_id), form=form), 422


@blueprint.post("/j/<code>/tally/<uuid>/voids/<int:void_id>/confirm")
@allow(Role.SCRUTINEER)
def confirm_void(code: str, uuid: str, void_id: int) -> Page:
    with transaction():
        actions_void.confirm_void(current_actor(), uuid, void_id)
    return _back(code, uuid, _("无效票已确认。"))


@blueprint.post("/j/<code>/tally/<uuid>/voids/<int:void_id>/unconfirm")
@allow(Role.SCRUTINEER)
def unconfirm_void(code: str, uuid: str, void_id: int) -> Page:
    with transaction():
        actions_void.unconfirm_void(current_actor(), uuid, void_id, _reason())
    return _back(code, uuid, _("确认已撤回。"))


@blueprint.post("/j/<code>/tally/<uuid>/voids/<int:void_id>/withdraw")
@allow(Role.TELLER)
def withdraw_void(code: str, uuid: str, void_id: int) -> Page:
    with transaction():
        actions_void.withdraw_void(current_actor(), uuid, void_id, _reason())
    return _back(code, uuid, _("无效票登记已撤回。"))


@blueprint.post("/j/<code>/tally/<uuid>/consent/<int:place_id>/withdraw")
@allow(Role.SCRUTINEER, Role.SECRETARIAT, Role.CHAIR)
def withdraw_consent(code: str, uuid: str, place_id: int) -> Page:
    with transaction():
        actions.withdraw_consent(current_actor(), uuid, place_id, _reason())
    return _back(code, uuid, _("同意已撤回。"))


def _reason() -> str:
    """Return the reason that came with a button; the deed refuses an empty one."""
    form = ReasonForm()
    return form.as_input() if form.validate() else ""


def _back(code: str, uuid: str, message: str) -> Response:
    tell(uuid, find_run(uuid, here().id).meeting_id)
    flash(message)
    return redirect(url_for("tally.run", code=code, uuid=uuid), 303)
