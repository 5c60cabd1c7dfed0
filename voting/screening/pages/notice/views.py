"""Routes of a call's notice: parse, do, show."""

from __future__ import annotations

from flask import render_template, url_for

from voting.congress.documents.answers import answer
from voting.core.access import public
from voting.core.downloads import PDF, download_of_all
from voting.core.made_once import made_once
from voting.core.own_templates import folder_of
from voting.core.running import settings
from voting.core.typeset import as_pdf, pdf_key
from voting.people.access import here
from voting.screening.blueprint import Page, asked_year, blueprint
from voting.screening.pages.notice import queries


@blueprint.get("/j/<code>/screening/notice")
@public
def notice(code: str) -> Page:
    return render_template(
        "screening/pages/notice/notice.html", page=queries.notice_page(here(), asked_year())
    )


@blueprint.get("/j/<code>/screening/notice-<int(min=2000, max=2100):year>.<any(pdf, docx):kind>")
@public
def notice_paper(code: str, year: int, kind: str) -> Page:
    """The notice as a paper, for everybody."""
    address = url_for("screening.suggest_form", code=code, _external=True)
    document, own = queries.notice_paper(here(), year, address), folder_of(settings().data, code)
    if kind == "docx":
        return answer(document, kind)
    made = made_once().get(pdf_key(document, own), lambda: as_pdf(document, own))
    return download_of_all(made, PDF, f"{document.template}.pdf", inline=True)
