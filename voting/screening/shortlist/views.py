"""Routes of the list: its chain of approvals for staff; booklet and frozen texts for everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response as Answer

from voting.core.access import allow, public
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, current_actor_or_none, here
from voting.people.rules import COLLECTING, LEAD, Role
from voting.screening.blueprint import Page, asked_year, blueprint
from voting.screening.shortlist import actions, actions_freeze, queries, queries_candidate
from voting.screening.shortlist.chain import ChainStep
from voting.screening.shortlist.forms import (
    ChangeForm,
    ExecutiveForm,
    FinalForm,
    SendBackForm,
    StepForm,
    VotedForm,
)
from voting.screening.shortlist.rules import ApprovalKind

FORMS: dict[str, type[ExecutiveForm]] = {
    ApprovalKind.EXECUTIVE: ExecutiveForm,
    ApprovalKind.REVIEW: VotedForm,
    ApprovalKind.DECISION: FinalForm,
}


def form_for(kind: str, *, empty: bool) -> ExecutiveForm:
    """Return the form of an approval: with votes, except for the executive meeting."""
    form_class = FORMS.get(kind, ExecutiveForm)
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


def places_entered() -> dict[int, str]:
    """Return project id -> its place in the list as it was typed, right or wrong, for a form that comes back."""
    found = {}
    for name, value in request.form.items():
        kind, _dash, project_id = name.partition("-")
        if kind == "order" and is_small(project_id, 9):
            found[int(project_id)] = value
    return found


@dataclass(kw_only=True)
class ListForms:
    """The forms of the page, one of them as it was refused. change: of one project, by its id."""

    approval: ExecutiveForm | None = None
    step: StepForm | None = None
    change: tuple[int, ChangeForm] | None = None
    back: SendBackForm | None = None

    @property
    def refused(self) -> ExecutiveForm | StepForm | ChangeForm | SendBackForm | None:
        """Return the form that was refused, for the summary on top."""
        return self.approval or self.step or (self.change[1] if self.change else None) or self.back


@dataclass(frozen=True, kw_only=True)
class ShownForms:
    """All forms of the page. refused: the one whose errors stand on top; changes: by the project's id."""

    refused: ExecutiveForm | StepForm | ChangeForm | SendBackForm
    approval: ExecutiveForm
    step: StepForm
    back: SendBackForm
    changes: Mapping[int, ChangeForm]


@blueprint.get("/j/<code>/screening/list")
@allow(*COLLECTING, *LEAD, Role.COMMITTEE, Role.OVERSIGHT)
def shortlist_page(code: str) -> Page:
    return show_list(asked_year(), ListForms())


def show_list(year: int | None, forms: ListForms, status: int = 200) -> Page:
    """Show the list with the form of the approval that is awaited, in the order in which somebody entered it."""
    entered = places_entered() if forms.approval else None
    page = queries.shortlist_page(here(), current_actor(), year, entered)
    approval = forms.approval or form_for(page.next_kind, empty=True)
    step = forms.step or step_form(page.steps, empty=True)
    back = forms.back or back_form(empty=True)
    changes = {row.project_id: change_form(row.project_id, empty=True) for row in page.asked_again if row.may}
    if forms.change and forms.change[0] in changes:
        changes[forms.change[0]] = forms.change[1]
    form = ShownForms(
        refused=forms.refused or approval, approval=approval, step=step, back=back, changes=changes
    )
    return render_template("screening/shortlist/shortlist.html", page=page, form=form), status


def step_form(steps: Sequence[ChainStep], *, empty: bool) -> StepForm:
    """Return the form of a further step, with what may be recorded now."""
    form = StepForm(formdata=None, prefix="step-") if empty else StepForm(prefix="step-")
    form.offer_steps((step, _(step.title)) for step in steps)
    return form


def change_form(project_id: int, *, empty: bool) -> ChangeForm:
    """Return the form of what a body decided of one project's change."""
    prefix = f"change-{project_id}-"
    form = ChangeForm(formdata=None, prefix=prefix) if empty else ChangeForm(prefix=prefix)
    form.offer()
    return form


def back_form(*, empty: bool) -> SendBackForm:
    """Return the form by which the list goes back."""
    form = SendBackForm(formdata=None) if empty else SendBackForm()
    form.offer()
    return form


def to_list(code: str, year: int) -> Answer:
    """Send back to the list's page."""
    return redirect(url_for("screening.shortlist_page", code=code, year=year), 303)


@blueprint.post(
    "/j/<code>/screening/list/<int(min=2000, max=2100):year>/<any(executive, review, decision):kind>"
)
@allow(*COLLECTING)
def approve(code: str, year: int, kind: str) -> Page:
    form = form_for(kind, empty=False)
    if not form.validate():
        return show_list(year, ListForms(approval=form), 422)
    try:
        with transaction():
            actions_freeze.enter(
                current_actor(),
                place=here(),
                year=year,
                kind=ApprovalKind(kind),
                new=form.as_input(chosen_ids()),
            )
    except RuleBroken as error:
        blame(form, error, "decided_on")
        return show_list(year, ListForms(approval=form), 422)
    flash(_("已登记，等第二人核对后确认。") if kind == ApprovalKind.DECISION else _("已登记。"))
    return to_list(code, year)


@blueprint.post("/j/<code>/screening/list/<int(min=2000, max=2100):year>/send-back")
@allow(Role.STAFF)
def send_back(code: str, year: int) -> Page:
    form = back_form(empty=False)
    if not form.validate():
        return show_list(year, ListForms(back=form), 422)
    with transaction():
        actions.send_back(
            current_actor(), place=here(), year=year, reason=form.as_reason(), before=form.as_before()
        )
    flash(_("名单已退回。"))
    return to_list(code, year)


@blueprint.get("/j/<code>/screening/booklet/<int(min=2000, max=2100):year>")
@public
def booklet(code: str, year: int) -> Page:
    return render_template(
        "screening/shortlist/booklet.html", page=queries_candidate.booklet_page(here(), year)
    )


@blueprint.get("/j/<code>/screening/candidates/<int(max=2147483647):project_id>")
@public
def candidate(code: str, project_id: int) -> Page:
    page = queries_candidate.explained(here(), current_actor_or_none(), project_id)
    return render_template("screening/shortlist/candidate.html", page=page)


@blueprint.get("/j/<code>/screening/candidates/<int(max=2147483647):project_id>.json")
@public
def candidate_text(code: str, project_id: int) -> Response:
    """Send the frozen text byte for byte, so that anybody can check its digest."""
    page = queries_candidate.candidate_page(here(), project_id)
    answer = Response(page.text, mimetype="application/json")
    answer.headers["X-Text-Sha256"] = page.text_sha256
    return answer
