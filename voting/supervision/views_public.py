"""Public routes of supervision: the board of lights, a project, a picture, the year's report."""

from __future__ import annotations

from flask import render_template, request, send_file
from werkzeug import Response

from voting.core.access import public
from voting.core.asked import year_asked
from voting.core.storage import storage
from voting.people.access import current_actor_or_none, here
from voting.supervision import queries, queries_public
from voting.supervision.views_base import Page, blueprint


def asked() -> queries.Filter:
    """Return the filters of the address."""
    return queries.Filter(
        year=year_asked(),
        light=request.args.get("light", "")[:20],
        unit=request.args.get("unit", "")[:80],
        q=request.args.get("q", "").strip()[:100],
    )


@blueprint.get("")
@public
def home(code: str) -> Page:
    return render_template("supervision/board.html", page=queries.board_page(here(), asked()))


@blueprint.get("/board.csv")
@public
def board_csv(code: str) -> Response:
    page = queries.board_page(here(), asked())
    answer = Response(queries_public.board_sheet(page), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename=lights-{code}-{page.year}.csv"
    return answer


@blueprint.get("/projects/<int:commitment_id>")
@public
def project(code: str, commitment_id: int) -> Page:
    page = queries_public.project_page(here(), current_actor_or_none(), commitment_id)
    return render_template("supervision/project.html", page=page)


@blueprint.get("/years/<int:year>")
@public
def year_report(code: str, year: int) -> Page:
    return render_template("supervision/year.html", page=queries_public.year_page(here(), year))


@blueprint.get("/photos/<int:commitment_id>/<name>")
@public
def photo(code: str, commitment_id: int, name: str) -> Response:
    known = queries_public.photo_name(here(), current_actor_or_none(), commitment_id, name)
    return send_file(storage().path_of(known), mimetype="image/jpeg", max_age=86400)
