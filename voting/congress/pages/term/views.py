"""Routes of a term: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response as AnyResponse

from voting.congress.blueprint import LOOKERS, Page, blueprint
from voting.congress.fields import NamesForm, choice
from voting.congress.pages.term import queries as term_page_queries
from voting.congress.pins import queries as pins_queries
from voting.congress.roster import queries as roster_queries
from voting.congress.roster.deputies_sheet import deputies_sheet
from voting.congress.term import actions as term_actions
from voting.congress.term import naming
from voting.congress.term import queries as term_queries
from voting.congress.term.forms import DeputyForm, NameForm, PlaceForm, PresidiumForm, TermDatesForm, TermForm
from voting.congress.term.models import Delegation
from voting.core.access import allow
from voting.core.db import transaction
from voting.core.downloads import XLSX, download
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.core.sheets import as_workbook
from voting.people.access import current_actor, here
from voting.people.rules import OFFICE


@blueprint.get("/terms/new")
@allow(*OFFICE)
def term_form(code: str) -> Page:
    return render_template(
        "congress/pages/term/term_form.html", form=TermForm(), page=term_page_queries.term_form_page(here())
    )


@blueprint.post("/terms/new")
@allow(*OFFICE)
def open_term(code: str) -> Page:
    form = TermForm()
    if form.validate():
        try:
            with transaction():
                new = form.as_input()
                term_id = term_actions.open_term(current_actor(), new).id
        except RuleBroken as error:
            blame(form, error, "number")
        else:
            if form.ends_on.data is None:
                flash(_("届满日期按任期五年写为 %(day)s，可以更正。", day=new.ends_on.isoformat()))
            return redirect(url_for("congress.term", code=code, term_id=term_id), 303)
    return render_template(
        "congress/pages/term/term_form.html", form=form, page=term_page_queries.term_form_page(here())
    ), 422


@blueprint.get("/terms/<int:term_id>")
@allow(*LOOKERS)
def term(code: str, term_id: int) -> Page:
    page = term_page_queries.term_page(here(), term_id, request.args.get("q", "").strip()[:40])
    return render_template("congress/pages/term/term.html", page=page, form=NamesForm(formdata=None))


@blueprint.get("/terms/<int:term_id>/dates")
@allow(*OFFICE)
def term_dates(code: str, term_id: int) -> Page:
    page = roster_queries.roster_page(here(), term_id)
    shown = {"starts_on": page.term.starts_on, "ends_on": page.term.ends_on}
    return render_template("congress/pages/term/term_dates.html", page=page, form=TermDatesForm(data=shown))


@blueprint.post("/terms/<int:term_id>/dates")
@allow(*OFFICE)
def correct_term(code: str, term_id: int) -> Page:
    page, form = roster_queries.roster_page(here(), term_id), TermDatesForm()
    if form.validate():
        try:
            with transaction():
                term_actions.correct_term(current_actor(), term_id=term_id, new=form.as_input())
        except RuleBroken as error:
            blame(form, error, "ends_on")
        else:
            flash(_("任期已更正。"))
            return redirect(url_for("congress.term", code=code, term_id=term_id), 303)
    return render_template("congress/pages/term/term_dates.html", page=page, form=form), 422


def presidium_form(page: term_page_queries.PresidiumPage, *, filled: bool) -> PresidiumForm:
    """Return the form with the deputies in office to choose from, by number."""
    chosen = [one.id for one in page.deputies if one.presidium]
    form = PresidiumForm(data={"members": chosen}) if filled else PresidiumForm()
    form.members.choices = [
        choice(one.id, f"{one.number} {one.name} · {one.delegation}") for one in page.deputies
    ]
    return form


@blueprint.get("/terms/<int:term_id>/presidium")
@allow(*OFFICE)
def presidium(code: str, term_id: int) -> Page:
    page = term_page_queries.presidium_page(here(), term_id)
    form = presidium_form(page, filled=True)
    return render_template("congress/pages/term/presidium.html", page=page, form=form)


@blueprint.post("/terms/<int:term_id>/presidium")
@allow(*OFFICE)
def set_presidium(code: str, term_id: int) -> Page:
    page = term_page_queries.presidium_page(here(), term_id)
    form = presidium_form(page, filled=False)
    if not form.validate():
        return render_template("congress/pages/term/presidium.html", page=page, form=form), 422
    with transaction():
        term_actions.set_presidium(current_actor(), term_id=term_id, members=form.as_input())
    flash(_("主席团成员已保存。"))
    return redirect(url_for("congress.term", code=code, term_id=term_id), 303)


@blueprint.get("/terms/<int:term_id>/deputies.xlsx")
@allow(*LOOKERS)
def deputies_xlsx(code: str, term_id: int) -> AnyResponse:
    page = term_page_queries.term_page(here(), term_id, "")
    of_office = not current_actor().roles_in(here()).isdisjoint(OFFICE)
    sheet = deputies_sheet(term_queries.deputy_lines(page.term.id), phones=of_office)
    return download(as_workbook(sheet), XLSX, f"deputies-{code}-{term_id}.xlsx")


@blueprint.post("/terms/<int:term_id>/delegations")
@allow(*OFFICE)
def add_delegations(code: str, term_id: int) -> Page:
    form = NamesForm()
    if form.validate():
        try:
            with transaction():
                term_actions.add_delegations(current_actor(), term_id=term_id, names=form.as_input())
        except RuleBroken as error:
            blame(form, error, "names")
        else:
            return redirect(url_for("congress.term", code=code, term_id=term_id), 303)
    return render_template(
        "congress/pages/term/term.html", page=term_page_queries.term_page(here(), term_id, ""), form=form
    ), 422


def moved(code: str, delegation_id: int, *, later: bool) -> Page:
    """Move a delegation and show where it stands now, so that the keyboard goes on from there."""
    with transaction():
        row = term_actions.move_delegation(current_actor(), delegation_id=delegation_id, later=later)
        shown = where_it_stands(code, row)
    return redirect(shown, 303)


def where_it_stands(code: str, row: Delegation) -> str:
    """Return the address of a delegation within the list of its term."""
    return url_for("congress.term", code=code, term_id=row.term_id, _anchor=f"team-{row.id}")


@blueprint.post("/delegations/place")
@allow(*OFFICE)
def place_delegation(code: str) -> Page:
    form = PlaceForm()
    if not form.validate():
        raise RuleBroken("不知道要移到哪里，请再拖一次，或者用“上移”“下移”。")
    delegation_id, before = form.as_input()
    with transaction():
        row = term_actions.place_delegation(current_actor(), delegation_id=delegation_id, before=before)
        shown = where_it_stands(code, row)
    return redirect(shown, 303)


@blueprint.post("/delegations/<int:delegation_id>/earlier")
@allow(*OFFICE)
def move_delegation_earlier(code: str, delegation_id: int) -> Page:
    return moved(code, delegation_id, later=False)


@blueprint.post("/delegations/<int:delegation_id>/later")
@allow(*OFFICE)
def move_delegation_later(code: str, delegation_id: int) -> Page:
    return moved(code, delegation_id, later=True)


@blueprint.post("/delegations/<int:delegation_id>/remove")
@allow(*OFFICE)
def remove_delegation(code: str, delegation_id: int) -> Page:
    with transaction():
        term_id = term_actions.remove_delegation(current_actor(), delegation_id=delegation_id).term_id
    return redirect(url_for("congress.term", code=code, term_id=term_id), 303)


@blueprint.get("/deputies/<int:deputy_id>")
@allow(*OFFICE)
def deputy(code: str, deputy_id: int) -> Page:
    page = pins_queries.deputy_page(here(), deputy_id)
    form = deputy_form(page, filled=True)
    return render_template("congress/pages/term/deputy.html", page=page, form=form)


def deputy_form(page: pins_queries.DeputyPage, *, filled: bool) -> DeputyForm:
    """Return the form of a deputy with the delegations of his term to choose from."""
    teams = term_page_queries.term_page(page.place, page.term_id, page.deputy.number).teams
    start = next((team.id for team in teams if team.name == page.deputy.delegation), 0)
    shown = {"delegation_id": start} | {
        key: getattr(page.deputy, key)
        for key in ("in_office", "standing_committee", "presidium", "gender", "ethnicity", "post", "phone")
    }
    form = DeputyForm(data=shown) if filled else DeputyForm()
    form.delegation_id.choices = [choice(team.id, team.name) for team in teams]
    return form


@blueprint.post("/deputies/<int:deputy_id>")
@allow(*OFFICE)
def change_deputy(code: str, deputy_id: int) -> Page:
    page = pins_queries.deputy_page(here(), deputy_id)
    form = deputy_form(page, filled=False)
    if not form.validate():
        return render_template("congress/pages/term/deputy.html", page=page, form=form), 422
    with transaction():
        term_actions.change_deputy(current_actor(), deputy_id=deputy_id, change=form.as_input())
    flash(_("已保存。"))
    return redirect(url_for("congress.term", code=code, term_id=page.term_id), 303)


@blueprint.get("/deputies/<int:deputy_id>/name")
@allow(*OFFICE)
def deputy_name(code: str, deputy_id: int) -> Page:
    page = pins_queries.deputy_page(here(), deputy_id)
    return render_template(
        "congress/pages/term/name.html", page=page, form=NameForm(data={"name": page.deputy.name})
    )


@blueprint.post("/deputies/<int:deputy_id>/name")
@allow(*OFFICE)
def correct_name(code: str, deputy_id: int) -> Page:
    page, form = pins_queries.deputy_page(here(), deputy_id), NameForm()
    if form.validate():
        name, reason = str(form.name.data), str(form.reason.data)
        try:
            with transaction():
                naming.correct_name(current_actor(), deputy_id=deputy_id, name=name, reason=reason)
        except RuleBroken as error:
            blame(form, error, "name")
        else:
            flash(_("姓名已更正。"))
            return redirect(url_for("congress.deputy", code=code, deputy_id=deputy_id), 303)
    return render_template("congress/pages/term/name.html", page=page, form=form), 422
