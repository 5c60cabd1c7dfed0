"""Routes of the set-up: overview, terms, delegations, deputies, units, rules."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response as AnyResponse

from voting.congress import actions, actions_correction, actions_name, queries_rules
from voting.congress import queries_setup as queries
from voting.congress.forms import DeputyForm, NamesForm, RulesForm, TermForm, blame, choice
from voting.congress.forms_import import NameForm, TermDatesForm
from voting.congress.slips import table
from voting.congress.views_base import OFFICE, SHEETS, blueprint, download
from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import NotFound, RuleBroken
from voting.people.access import current_actor, here
from voting.people.rules import Role

Page = str | AnyResponse | tuple[str, int]
YEARS = range(2000, 2101)
LOOKERS = (*OFFICE, Role.CHAIR, Role.OVERSIGHT, Role.AUDITOR)


@blueprint.get("/")
@allow(*LOOKERS)
def home(code: str) -> Page:
    return render_template("congress/home.html", page=queries.home_page(here()))


@blueprint.get("/terms/new")
@allow(*OFFICE)
def term_form(code: str) -> Page:
    return render_template("congress/term_form.html", form=TermForm(), page=queries.term_form_page(here()))


@blueprint.post("/terms/new")
@allow(*OFFICE)
def open_term(code: str) -> Page:
    form = TermForm()
    if form.validate():
        try:
            with transaction():
                term_id = actions.open_term(current_actor(), form.as_input()).id
        except RuleBroken as error:
            blame(form, error, "number")
        else:
            return redirect(url_for("congress.term", code=code, term_id=term_id), 303)
    return render_template("congress/term_form.html", form=form, page=queries.term_form_page(here())), 422


@blueprint.get("/terms/<int:term_id>")
@allow(*LOOKERS)
def term(code: str, term_id: int) -> Page:
    page = queries.term_page(here(), term_id, request.args.get("q", "").strip()[:40])
    return render_template("congress/term.html", page=page, form=NamesForm(formdata=None))


@blueprint.get("/terms/<int:term_id>/dates")
@allow(*OFFICE)
def term_dates(code: str, term_id: int) -> Page:
    page = queries.roster_page(here(), term_id)
    shown = {"starts_on": page.term.starts_on, "ends_on": page.term.ends_on}
    return render_template("congress/term_dates.html", page=page, form=TermDatesForm(data=shown))


@blueprint.post("/terms/<int:term_id>/dates")
@allow(*OFFICE)
def correct_term(code: str, term_id: int) -> Page:
    page, form = queries.roster_page(here(), term_id), TermDatesForm()
    if form.validate():
        try:
            with transaction():
                actions_correction.correct_term(current_actor(), term_id=term_id, new=form.as_input())
        except RuleBroken as error:
            blame(form, error, "ends_on")
        else:
            flash(_("任期已更正。"))
            return redirect(url_for("congress.term", code=code, term_id=term_id), 303)
    return render_template("congress/term_dates.html", page=page, form=form), 422


@blueprint.get("/terms/<int:term_id>/deputies.xlsx")
@allow(*LOOKERS)
def deputies_xlsx(code: str, term_id: int) -> AnyResponse:
    page = queries.term_page(here(), term_id, "")
    yes, no = _("是"), _("否")
    rows = [
        (
            line.number,
            line.name,
            line.delegation,
            yes if line.standing_committee else no,
            yes if line.presidium else no,
            yes if line.in_office else no,
        )
        for line in queries.deputy_lines(page.term.id)
    ]
    heads = (_("代表证号"), _("姓名"), _("代表团"), _("常委会组成人员"), _("主席团成员"), _("在任"))
    return download(table(heads, rows, (14, 14, 22, 18, 14, 8)), SHEETS, f"deputies-{code}-{term_id}.xlsx")


@blueprint.post("/terms/<int:term_id>/delegations")
@allow(*OFFICE)
def add_delegations(code: str, term_id: int) -> Page:
    form = NamesForm()
    if form.validate():
        try:
            with transaction():
                actions.add_delegations(current_actor(), term_id=term_id, names=form.as_input())
        except RuleBroken as error:
            blame(form, error, "names")
        else:
            return redirect(url_for("congress.term", code=code, term_id=term_id), 303)
    return render_template("congress/term.html", page=queries.term_page(here(), term_id, ""), form=form), 422


@blueprint.post("/delegations/<int:delegation_id>/remove")
@allow(*OFFICE)
def remove_delegation(code: str, delegation_id: int) -> Page:
    with transaction():
        term_id = actions.remove_delegation(current_actor(), delegation_id=delegation_id).term_id
    return redirect(url_for("congress.term", code=code, term_id=term_id), 303)


@blueprint.get("/deputies/<int:deputy_id>")
@allow(*OFFICE)
def deputy(code: str, deputy_id: int) -> Page:
    page = queries.deputy_page(here(), deputy_id)
    form = deputy_form(page, filled=True)
    return render_template("congress/deputy.html", page=page, form=form)


def deputy_form(page: queries.DeputyPage, *, filled: bool) -> DeputyForm:
    """Return the form of a deputy with the delegations of his term to choose from."""
    teams = queries.term_page(page.place, page.term_id, page.deputy.number).teams
    start = next((team.id for team in teams if team.name == page.deputy.delegation), 0)
    shown = {"delegation_id": start} | {
        key: getattr(page.deputy, key) for key in ("in_office", "standing_committee", "presidium")
    }
    form = DeputyForm(data=shown) if filled else DeputyForm()
    form.delegation_id.choices = [choice(team.id, team.name) for team in teams]
    return form


@blueprint.post("/deputies/<int:deputy_id>")
@allow(*OFFICE)
def change_deputy(code: str, deputy_id: int) -> Page:
    page = queries.deputy_page(here(), deputy_id)
    form = deputy_form(page, filled=False)
    if not form.validate():
        return render_template("congress/deputy.html", page=page, form=form), 422
    with transaction():
        actions.change_deputy(current_actor(), deputy_id=deputy_id, change=form.as_input())
    flash(_("已保存。"))
    return redirect(url_for("congress.term", code=code, term_id=page.term_id), 303)


@blueprint.get("/deputies/<int:deputy_id>/name")
@allow(*OFFICE)
def deputy_name(code: str, deputy_id: int) -> Page:
    page = queries.deputy_page(here(), deputy_id)
    return render_template("congress/name.html", page=page, form=NameForm(data={"name": page.deputy.name}))


@blueprint.post("/deputies/<int:deputy_id>/name")
@allow(*OFFICE)
def correct_name(code: str, deputy_id: int) -> Page:
    page, form = queries.deputy_page(here(), deputy_id), NameForm()
    if form.validate():
        name, reason = str(form.name.data), str(form.reason.data)
        try:
            with transaction():
                actions_name.correct_name(current_actor(), deputy_id=deputy_id, name=name, reason=reason)
        except RuleBroken as error:
            blame(form, error, "name")
        else:
            flash(_("姓名已更正。"))
            return redirect(url_for("congress.deputy", code=code, deputy_id=deputy_id), 303)
    return render_template("congress/name.html", page=page, form=form), 422


@blueprint.get("/units")
@allow(*LOOKERS)
def units(code: str) -> Page:
    return render_template("congress/units.html", page=queries_rules.units_page(here()), form=NamesForm())


@blueprint.post("/units")
@allow(*OFFICE)
def add_units(code: str) -> Page:
    form = NamesForm()
    if form.validate():
        try:
            with transaction():
                actions.add_units(current_actor(), names=form.as_input())
        except RuleBroken as error:
            blame(form, error, "names")
        else:
            return redirect(url_for("congress.units", code=code), 303)
    return render_template("congress/units.html", page=queries_rules.units_page(here()), form=form), 422


@blueprint.post("/units/<int:unit_id>/remove")
@allow(*OFFICE)
def remove_unit(code: str, unit_id: int) -> Page:
    with transaction():
        actions.remove_unit(current_actor(), unit_id=unit_id)
    return redirect(url_for("congress.units", code=code), 303)


@blueprint.get("/rules/<int:year>")
@allow(*LOOKERS)
def rules(code: str, year: int) -> Page:
    if year not in YEARS:
        raise NotFound("没有这个页面。")
    values = queries_rules.rules_values(here(), year)
    shown = {f"rule_{key}": "yes" if v is True else "no" if v is False else v for key, v in values.items()}
    return render_template(
        "congress/rules.html", page=queries_rules.rules_page(here(), year), form=RulesForm(data=shown)
    )


@blueprint.post("/rules/<int:year>")
@allow(*OFFICE)
def set_rules(code: str, year: int) -> Page:
    if year not in YEARS:
        raise NotFound("没有这个页面。")
    form = RulesForm()
    if form.validate():
        try:
            with transaction():
                actions.set_rules(current_actor(), place=here(), year=year, values=form.as_input())
        except RuleBroken as error:
            blame(form, error)
        else:
            flash(_("票决规则已保存。"))
            return redirect(url_for("congress.rules", code=code, year=year), 303)
    return render_template("congress/rules.html", page=queries_rules.rules_page(here(), year), form=form), 422
