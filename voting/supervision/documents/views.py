"""Routes of the papers of supervision: PDF to print, .docx to finish by hand, and what the office fills in on them."""

from __future__ import annotations

from flask import render_template, request

from voting.congress.documents.answers import answer
from voting.congress.documents.facts import kept_paper
from voting.congress.documents.forms import PaperForm, shown_in
from voting.congress.documents.rules import Paper
from voting.congress.documents.views import filled_in
from voting.core.access import allow
from voting.people.access import current_actor, here
from voting.people.rules import FOLLOWING, Role
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.documents import queries


@blueprint.get("/letters/<int:letter_id>.<any(pdf, docx):kind>")
@allow(Role.UNIT, *FOLLOWING)
def letter_paper(code: str, letter_id: int, kind: str) -> Page:
    return answer(queries.letter(here(), current_actor(), letter_id), kind)


@blueprint.get("/changes/<int:change_id>.<any(pdf, docx):kind>")
@allow(Role.UNIT, *FOLLOWING)
def change_paper(code: str, change_id: int, kind: str) -> Page:
    return answer(queries.notice(here(), change_id), kind)


@blueprint.get("/years/<int:year>.<any(pdf, docx):kind>")
@allow(*FOLLOWING)
def year_paper(code: str, year: int, kind: str) -> Page:
    return answer(queries.report(here(), year), kind)


MARKED = "/papers/<any(follow_up_letter, change_notice, year_report):name>/<int:of>"


@blueprint.get(MARKED)
@allow(Role.STAFF)
def marks(code: str, name: str, of: int) -> Page:
    paper = Paper(name)
    page = queries.marks_page(here(), current_actor(), paper, of)
    form = shown_in(PaperForm, kept_paper(here().id, paper, of))
    return render_template("supervision/documents/marks.html", page=page, form=form)


@blueprint.post(MARKED)
@allow(Role.STAFF)
def fill_in_marks(code: str, name: str, of: int) -> Page:
    page, form = queries.marks_page(here(), current_actor(), Paper(name), of), PaperForm()
    done = filled_in(form, Paper(name), of, request.path)
    return done or (render_template("supervision/documents/marks.html", page=page, form=form), 422)
