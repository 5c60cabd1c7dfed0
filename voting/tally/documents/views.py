"""Routes of the official documents: PDF to print, .docx to finish by hand."""

from __future__ import annotations

from flask import request

from voting.congress.documents.answers import answer
from voting.core.access import allow, public
from voting.core.downloads import PDF, download_of_all
from voting.core.errors import NotFound
from voting.core.made_once import made_once
from voting.core.query_args import number_asked
from voting.core.typeset import as_pdf, pdf_key
from voting.people.access import current_actor, here
from voting.people.rules import OFFICE, Role
from voting.tally.blueprint import READERS, Page, blueprint, replaced_templates
from voting.tally.documents import queries
from voting.tally.run.models import find_run


@blueprint.get("/j/<code>/tally/<uuid>/documents/<name>.<any(pdf, docx):kind>")
@allow(*READERS, Role.DEPUTY)
def document(code: str, uuid: str, name: str, kind: str) -> Page:
    return answer(queries.after(here(), uuid, name, current_actor()), kind)


@blueprint.get("/j/<code>/tally/<uuid>/proclamation.pdf")
@public
def proclamation(code: str, uuid: str) -> Page:
    """The proclamation, for everybody; never a rehearsal's."""
    run = find_run(uuid, here().id)
    if run.rehearsal:
        raise NotFound("没有这份公告。")
    document, own = queries.after(here(), uuid, "proclamation", None), replaced_templates(here())
    made = made_once().get(pdf_key(document, own), lambda: as_pdf(document, own))
    return download_of_all(made, PDF, f"{document.template}.pdf", inline=True)


@blueprint.get("/j/<code>/tally/ballots/<uuid>/<name>.<any(pdf, docx):kind>")
@allow(*READERS)
def ballot_document(code: str, uuid: str, name: str, kind: str) -> Page:
    copies, colour = papers_asked()
    return answer(queries.of_ballot(here(), uuid, name, copies, colour), kind)


def papers_asked() -> tuple[int, str]:
    """Return how many paper ballots are asked for, and in which colour."""
    asked = number_asked("copies")
    return 1 if asked is None else asked, request.args.get("colour", default="yellow")


@blueprint.get("/j/<code>/tally/meetings/<int:meeting_id>/<name>.<any(pdf, docx):kind>")
@allow(*OFFICE)
def meeting_document(code: str, meeting_id: int, name: str, kind: str) -> Page:
    if name == "paper_ballot":
        copies, colour = papers_asked()
        return answer(queries.paper_of_meeting(here(), meeting_id, copies, colour), kind)
    by_strokes = request.args.get("order") == "strokes"
    return answer(queries.of_meeting(here(), meeting_id, name, by_strokes=by_strokes), kind)
