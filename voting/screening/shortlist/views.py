"""Routes of the list: its chain of approvals for staff; booklet and frozen texts for everybody."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from voting.core.access import allow, public
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import COLLECTING, Role
from voting.screening.blueprint import Page, asked_year, blueprint
from voting.screening.fields import ReasonForm
from voting.screening.shortlist import actions, queries
from voting.screening.shortlist.forms import ExecutiveForm, VotedForm
from voting.screening.shortlist.rules import ApprovalKind


def form_for(kind: str, *, empty: bool) -> ExecutiveForm:
    """Return the form of an approval: with votes, except for the executive meeting."""
    form_class = ExecutiveForm if kind == ApprovalKind.EXECUTIVE else VotedForm
    return form_class(formdata=None) if empty else form_class()


def is_small(text: str, most: int = 3) -> bool:
    """Tell whether a text is a whole number of at most `most` digits."""
    return text.isascii() and text.isdigit() and len(text) <= most


def chosen_ids() -> tuple[int, ...]:
    """Return the projects that have a place in the list, by place; raise RuleBroken for two on one place."""
    places: dict[int, int] = {}
    for name, value in request.form.items():
        kind, _dash, project_id = name.partition("-")
        order = value.strip()
        if kind != "order" or not order:
            continue
        if not is_small(order) or int(order) == 0 or not is_small(project_id, 9):
            raise RuleBroken("顺序要填 1 以上的整数。")
        if int(order) in places:
            raise RuleBroken("两个项目的顺序都是 %(order)s。", order=int(order))
        places[int(order)] = int(project_id)
    return tuple(places[order] for order in sorted(places))


@blueprint.get("/j/<code>/screening/list")
@allow(*COLLECTING, Role.COMMITTEE, Role.OVERSIGHT)
def shortlist_page(code: str) -> Page:
    return show_list(asked_year(), None)


def show_list(year: int | None, form: ExecutiveForm | ReasonForm | None, status: int = 200) -> Page:
    """Show the list with the form of the approval that is awaited."""
    page = queries.shortlist_page(here(), current_actor(), year)
    if form is None:
        form = form_for(page.next_kind, empty=True)
    return render_template("screening/shortlist/shortlist.html", page=page, form=form), status


@blueprint.post(
    "/j/<code>/screening/list/<int(min=2000, max=2100):year>/<any(executive, review, decision):kind>"
)
@allow(*COLLECTING)
def approve(code: str, year: int, kind: str) -> Page:
    form = form_for(kind, empty=False)
    if not form.validate():
        return show_list(year, form, 422)
    try:
        with transaction():
            new = form.as_input(chosen_ids())
            actions.approve(current_actor(), place=here(), year=year, kind=ApprovalKind(kind), new=new)
    except RuleBroken as error:
        blame(form, error, "decided_on")
        return show_list(year, form, 422)
    flash(_("已登记。"))
    return redirect(url_for("screening.shortlist_page", code=code, year=year), 303)


@blueprint.post("/j/<code>/screening/list/<int(min=2000, max=2100):year>/send-back")
@allow(Role.STAFF)
def send_back(code: str, year: int) -> Page:
    form = ReasonForm()
    if not form.validate():
        return show_list(year, form, 422)
    with transaction():
        actions.send_back(current_actor(), place=here(), year=year, reason=form.as_reason())
    flash(_("名单已退回。"))
    return redirect(url_for("screening.shortlist_page", code=code, year=year), 303)


@blueprint.get("/j/<code>/screening/booklet/<int(min=2000, max=2100):year>")
@public
def booklet(code: str, year: int) -> Page:
    return render_template("screening/shortlist/booklet.html", page=queries.booklet_page(here(), year))


@blueprint.get("/j/<code>/screening/candidates/<int(max=2147483647):project_id>")
@public
def candidate(code: str, project_id: int) -> Page:
    page = queries.candidate_page(here(), project_id)
    return render_template("screening/shortlist/candidate.html", page=page)


@blueprint.get("/j/<code>/screening/candidates/<int(max=2147483647):project_id>.json")
@public
def candidate_text(code: str, project_id: int) -> Response:
    """Send the frozen text byte for byte, so that anybody can check its digest."""
    page = queries.candidate_page(here(), project_id)
    answer = Response(page.text, mimetype="application/json")
    answer.headers["X-Text-Sha256"] = page.text_sha256
    return answer
