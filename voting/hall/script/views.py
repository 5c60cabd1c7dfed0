"""Routes of the chair's script: parse, do, show."""

from __future__ import annotations

from voting.congress.documents.answers import answer
from voting.core.access import allow
from voting.hall.blueprint import Page, blueprint
from voting.hall.script import queries
from voting.people.access import here
from voting.people.rules import LEAD


@blueprint.get("/meetings/<int:meeting_id>/script.<any(pdf, docx):kind>")
@allow(*LEAD)
def script(code: str, meeting_id: int, kind: str) -> Page:
    return answer(queries.printed(here(), meeting_id), kind)
