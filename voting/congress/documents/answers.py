"""How a document is answered: as PDF in the browser or as .docx to save, and what is said before boxes are printed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import render_template, request

from voting.congress.blueprint import Page, own_templates
from voting.core.downloads import DOCX, PDF, download
from voting.core.normalise import points
from voting.core.typeset import Document, as_pdf, boxes
from voting.core.wordfile import as_docx

ANYWAY, ARCHIVE = "anyway", "archive"


@dataclass(frozen=True)
class NoGlyphPage:
    """A document that would be printed with boxes. signs: each with its code point; anyway: address that prints it."""

    title: str
    signs: tuple[tuple[str, str], ...]
    folder: str
    anyway: str


def answer(document: Document, kind: str) -> Page:
    """Answer with the document as PDF, shown in the browser, or as .docx to save.

    Says first which signs no font has, so that nobody finds boxes on three hundred printed badges. `?archive=1` asks for
    the copy for the files, with the digest of the record on every page.
    """
    own = own_templates()
    if kind == "pdf" and ANYWAY not in request.args and (signs := boxes(document, own)):
        anyway = f"{request.path}?{urlencode({**request.args, ANYWAY: '1'})}"
        named = tuple((sign, points(sign)) for sign in signs)
        folder = f"DATA/templates/{own.name}"
        return render_template(
            "congress/documents/no_glyph.html", page=NoGlyphPage(document.title, named, folder, anyway)
        )
    if kind == "docx":
        return download(as_docx(document, own), DOCX, f"{document.template}.docx")
    made = as_pdf(document, own, archive=ARCHIVE in request.args)
    return download(made, PDF, f"{document.template}.pdf", inline=True)
