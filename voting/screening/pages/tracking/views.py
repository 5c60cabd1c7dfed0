"""Routes of receipt and tracking: parse, do, show."""

from __future__ import annotations

from flask import render_template, request

from voting.core.access import public
from voting.people.access import here
from voting.screening.blueprint import (
    Page,
    blueprint,
)
from voting.screening.pages.tracking import queries as tracking_page_queries


@blueprint.get("/j/<code>/suggest/<number>")
@public
def receipt(code: str, number: str) -> Page:
    return render_template(
        "screening/pages/tracking/receipt.html", page=tracking_page_queries.receipt_page(here(), number)
    )


@blueprint.get("/j/<code>/track")
@public
def track(code: str) -> Page:
    page = tracking_page_queries.track_page(here(), request.args.get("number", "")[:60])
    return render_template(
        "screening/pages/tracking/track.html", page=page
    ), 404 if page.typed and not page.found else 200
