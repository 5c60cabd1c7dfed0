"""Routes of the reading room: parse, do, show. A blueprint of its own, because the hall's six digits open it (people.access)."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.congress.documents.answers import answer as paper_answer
from voting.congress.place.facts import units_of
from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.core.running import settings
from voting.people.access import current_actor, here
from voting.people.rules import COLLECTING, LEAD, Role
from voting.screening.blueprint import Page, asked_year
from voting.screening.reading import actions, asked, queries
from voting.screening.reading.document import booklet
from voting.screening.reading.forms import AnswerForm, NoteForm, PassOnForm, QuestionForm

blueprint = Blueprint("reading", __name__, url_prefix="/j/<code>/reading")


@dataclass(frozen=True, kw_only=True)
class ReadForms:
    """The two forms of a candidate's page."""

    question: QuestionForm
    note: NoteForm


@dataclass(frozen=True, kw_only=True)
class AnswerForms:
    """The two forms of a question's page."""

    answer: AnswerForm
    pass_on: PassOnForm


@blueprint.get("/")
@allow(Role.DEPUTY)
def home(code: str) -> Page:
    page = queries.reading_page(here(), current_actor(), settings().secret_key, asked_year())
    return render_template("screening/reading/reading.html", page=page)


@blueprint.get("/<int(max=2147483647):project_id>")
@allow(Role.DEPUTY)
def candidate(code: str, project_id: int) -> Page:
    return show_candidate(project_id)


def show_candidate(
    project_id: int,
    question: QuestionForm | None = None,
    note: NoteForm | None = None,
    status: int = 200,
) -> Page:
    """Show a candidate, one of its forms perhaps as it was refused."""
    page = queries.read_page(here(), current_actor(), settings().secret_key, project_id)
    form = ReadForms(
        question=question or QuestionForm(formdata=None),
        note=note or NoteForm(formdata=None, data={"note": page.note}),
    )
    return render_template("screening/reading/candidate.html", page=page, form=form), status


def to_candidate(code: str, project_id: int, part: str = "") -> Page:
    """Send back to a candidate's page."""
    address = url_for("reading.candidate", code=code, project_id=project_id, _anchor=part or None)
    return redirect(address, 303)


@blueprint.post("/<int(max=2147483647):project_id>/<any(mark, unmark):name>")
@allow(Role.DEPUTY)
def mark(code: str, project_id: int, name: str) -> Page:
    with transaction():
        actions.mark(
            current_actor(),
            project_id=project_id,
            marked=name == "mark",
            secret_key=settings().secret_key,
        )
    return to_candidate(code, project_id)


@blueprint.post("/<int(max=2147483647):project_id>/note")
@allow(Role.DEPUTY)
def write_note(code: str, project_id: int) -> Page:
    form = NoteForm()
    if not form.validate():
        return show_candidate(project_id, note=form, status=422)
    with transaction():
        actions.write_note(
            current_actor(),
            project_id=project_id,
            text=form.as_text(),
            secret_key=settings().secret_key,
        )
    flash(_("笔记已保存，只有您自己能看。"))
    return to_candidate(code, project_id)


@blueprint.post("/<int(max=2147483647):project_id>/ask")
@allow(Role.DEPUTY)
def ask(code: str, project_id: int) -> Page:
    form = QuestionForm()
    if not form.validate():
        return show_candidate(project_id, question=form, status=422)
    try:
        with transaction():
            actions.ask(
                current_actor(), jurisdiction_id=here().id, project_id=project_id, text=form.as_text()
            )
    except RuleBroken as error:
        blame(form, error, "text")
        return show_candidate(project_id, question=form, status=422)
    flash(_("提问已送出。答复后，您会收到通知，全体代表都能看到。"))
    return to_candidate(code, project_id)


@blueprint.post("/questions/<int(max=2147483647):question_id>/withdraw")
@allow(Role.DEPUTY)
def withdraw_question(code: str, question_id: int) -> Page:
    with transaction():
        row = actions.withdraw(current_actor(), jurisdiction_id=here().id, question_id=question_id)
        project_id = row.project_id
    flash(_("提问已收回。"))
    return to_candidate(code, project_id)


@blueprint.get("/questions")
@allow(Role.UNIT, *COLLECTING)
def questions(code: str) -> Page:
    page = asked.questions_page(here(), current_actor())
    return render_template("screening/reading/questions.html", page=page)


@blueprint.get("/questions/<int(max=2147483647):question_id>")
@allow(Role.UNIT, *COLLECTING)
def question(code: str, question_id: int) -> Page:
    return show_question(question_id)


def show_question(
    question_id: int,
    answer: AnswerForm | None = None,
    pass_on: PassOnForm | None = None,
    status: int = 200,
) -> Page:
    """Show a question to who may answer it, one of its forms perhaps as it was refused."""
    page = asked.question_page(here(), current_actor(), question_id)
    form = AnswerForms(
        answer=answer or AnswerForm(formdata=None, data={"answer": page.row.answer}),
        pass_on=pass_on or PassOnForm(formdata=None),
    )
    form.pass_on.offer_units(units_of(here().id))
    return render_template("screening/reading/question.html", page=page, form=form), status


@blueprint.post("/questions/<int(max=2147483647):question_id>/answer")
@allow(Role.UNIT, *COLLECTING)
def answer(code: str, question_id: int) -> Page:
    form = AnswerForm()
    if not form.validate():
        return show_question(question_id, answer=form, status=422)
    with transaction():
        actions.answer(
            current_actor(), jurisdiction_id=here().id, question_id=question_id, text=form.as_text()
        )
    flash(_("已答复，全体代表都能看到。"))
    return redirect(url_for("reading.questions", code=code), 303)


@blueprint.post("/questions/<int(max=2147483647):question_id>/pass-on")
@allow(*COLLECTING)
def pass_on(code: str, question_id: int) -> Page:
    form = PassOnForm()
    form.offer_units(units_of(here().id))
    if not form.validate():
        return show_question(question_id, pass_on=form, status=422)
    with transaction():
        actions.pass_on(
            current_actor(), jurisdiction_id=here().id, question_id=question_id, unit_id=form.as_unit()
        )
    flash(_("已转给这个单位，单位的待办里会看到。"))
    return redirect(url_for("reading.questions", code=code), 303)


@blueprint.get("/booklet-<int(min=2000, max=2100):year>.<any(pdf, docx):kind>")
@allow(Role.DEPUTY, Role.COMMITTEE, Role.GOVERNMENT, *LEAD)
def booklet_paper(code: str, year: int, kind: str) -> Page:
    """The booklet of the candidates as a paper, from the review of the list on."""
    return paper_answer(booklet(here(), year), kind)
