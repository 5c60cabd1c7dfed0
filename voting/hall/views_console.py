"""Routes of the presidium's console."""

from __future__ import annotations

from flask import render_template

from voting.core.access import allow
from voting.hall import queries_desk as queries
from voting.hall.views_base import LEAD, Page, blueprint
from voting.people.access import here


@blueprint.get("/meetings/<int:meeting_id>/console")
@allow(*LEAD)
def console(code: str, meeting_id: int) -> Page:
    return render_template("hall/console.html", page=queries.desk_page(here(), meeting_id))
