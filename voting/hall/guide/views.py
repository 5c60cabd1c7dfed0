"""Routes that explain: bad days and what to do, the zero report, the hall's certificate."""

from __future__ import annotations

from flask import render_template

from voting.congress.documents.answers import answer
from voting.core.access import allow
from voting.core.clock import today
from voting.hall.blueprint import Page, blueprint
from voting.hall.guide import contents, queries
from voting.people.access import here
from voting.people.rules import LEAD
from voting.tally.documents.queries import heading


@blueprint.get("/what-if")
@allow(*LEAD)
def what_if(code: str) -> Page:
    return render_template("hall/guide/what_if.html", page=queries.what_if_page(here()))


@blueprint.get("/meetings/<int:meeting_id>/zero")
@allow(*LEAD)
def zero(code: str, meeting_id: int) -> Page:
    return render_template("hall/guide/zero.html", page=queries.zero_page(here(), meeting_id))


@blueprint.get("/meetings/<int:meeting_id>/zero.<any(pdf, docx):kind>")
@allow(*LEAD)
def zero_report(code: str, meeting_id: int, kind: str) -> Page:
    page = queries.zero_page(here(), meeting_id)
    top = heading(page.meeting, on=today(), year=page.meeting.year, rehearsal=False)
    return answer(contents.zero_report(top, page), kind)
