"""Routes of receipt and tracking: parse, do, show."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request, url_for
from werkzeug import Response

from voting.core.access import allow, public
from voting.core.downloads import PDF, download, download_of_all
from voting.core.made_once import made_once
from voting.core.own_templates import folder_of
from voting.core.running import settings
from voting.core.typeset import Document, as_pdf, pdf_key
from voting.people.access import here
from voting.people.rules import COLLECTING
from voting.screening.blueprint import Page, blueprint
from voting.screening.merging.views import ids_of
from voting.screening.pages.tracking import queries, slips


@blueprint.get("/j/<code>/suggest/<number>")
@public
def receipt(code: str, number: str) -> Page:
    return render_template("screening/pages/tracking/receipt.html", page=queries.receipt_page(here(), number))


@blueprint.get("/j/<code>/track")
@public
def track(code: str) -> Page:
    page = queries.track_page(here(), request.args.get("number", "")[:60])
    return render_template(
        "screening/pages/tracking/track.html", page=page
    ), 404 if page.typed and not page.found else 200


def address_of(number: str) -> str:
    """Return where a suggestion is tracked, as a device reads it."""
    return url_for("screening.track", code=here().code, number=number, _external=True)


def slips_of(rows: Sequence[queries.SuggestionSlip]) -> Document:
    """Return these slips as they are printed, each with the address at which its suggestion is tracked."""
    return slips.slips(here().name, [(row, address_of(row.number)) for row in rows])


@blueprint.get("/j/<code>/suggest/<number>/slip.pdf")
@public
def slip(code: str, number: str) -> Response:
    """The slip of one suggestion, for whoever has its number."""
    document, own = slips_of([queries.slip_of(here(), number)]), folder_of(settings().data, here().code)
    made = made_once().get(pdf_key(document, own), lambda: as_pdf(document, own))
    return download_of_all(made, PDF, f"{document.template}.pdf", inline=True)


@blueprint.get("/j/<code>/screening/suggestions/slips.pdf", endpoint="slips")
@allow(*COLLECTING)
def slips_chosen(code: str) -> Response:
    """The slips of suggestions that were chosen, to be handed or sent to who made them."""
    document = slips_of(queries.slips_of(here(), ids_of(request.args.getlist("ids"))))
    made = as_pdf(document, folder_of(settings().data, here().code))
    return download(made, PDF, f"{document.template}.pdf", inline=True)
