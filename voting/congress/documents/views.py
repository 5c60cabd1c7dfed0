"""Routes of papers: parse, do, show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from voting.congress.blueprint import Page, blueprint
from voting.congress.documents import actions, queries
from voting.congress.documents.forms import NamesForm, PaperForm, shown_in
from voting.congress.documents.rules import OF_A_MEETING, Paper
from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import NotFound, RuleBroken
from voting.core.fields import blame
from voting.people.access import current_actor, here
from voting.people.rules import OFFICE

FORMS: dict[Paper, type[PaperForm]] = {Paper.SCRUTINEERS: NamesForm}


def paper_named(name: str) -> Paper:
    """Return a paper of a meeting by its name in an address."""
    if name not in OF_A_MEETING:
        raise NotFound("没有这份文件。")
    return Paper(name)


def filled_in(form: PaperForm, paper: Paper, of: int, back: str, nth: int = 1) -> Response | None:
    """Keep what a form says of a paper and go back; None where it says something wrong."""
    try:
        if form.validate():
            with transaction():
                actions.fill_in(current_actor(), paper=paper, of=of, nth=nth, new=form.as_input())
            flash(_("已保存，打印时印在文件上。"))
            return redirect(back, 303)
    except RuleBroken as error:
        blame(form, error)
    return None


ONE, ONE_OF_SEVERAL = (
    "/meetings/<int:meeting_id>/papers/<name>",
    "/meetings/<int:meeting_id>/papers/<name>/<int:nth>",
)


@blueprint.get(ONE)
@blueprint.get(ONE_OF_SEVERAL)
@allow(*OFFICE)
def paper(code: str, meeting_id: int, name: str, nth: int = 1) -> Page:
    which = paper_named(name)
    page = queries.paper_page(here(), meeting_id, which, nth)
    form = shown_in(FORMS.get(which, PaperForm), page.kept, page.proposed)
    return render_template("congress/documents/paper.html", page=page, form=form)


@blueprint.post(ONE)
@blueprint.post(ONE_OF_SEVERAL)
@allow(*OFFICE)
def fill_in_paper(code: str, meeting_id: int, name: str, nth: int = 1) -> Page:
    which = paper_named(name)
    page = queries.paper_page(here(), meeting_id, which, nth)
    form = shown_in(FORMS.get(which, PaperForm), page.kept)
    back = url_for("congress.meeting", code=code, meeting_id=meeting_id)
    done = filled_in(form, which, meeting_id, back, nth)
    return done or (render_template("congress/documents/paper.html", page=page, form=form), 422)
