"""Routes of ballots, for the public: parse, do, show."""

from __future__ import annotations

from flask import Response, render_template

from voting.core.access import public
from voting.core.released_scripts import released_scripts
from voting.people.access import here
from voting.portal.ballots import queries as ballots_queries
from voting.portal.blueprint import blueprint


@blueprint.get("/j/<code>/results")
@public
def results(code: str) -> str:
    return render_template("portal/ballots/results.html", page=ballots_queries.results_page(here()))


@blueprint.get("/j/<code>/ballots/<uuid>")
@public
def ballot(code: str, uuid: str) -> str:
    return render_template("portal/ballots/ballot.html", page=ballots_queries.result_page(here(), uuid))


@blueprint.get("/j/<code>/ballots/<uuid>/check")
@public
def check_ballot(code: str, uuid: str) -> str:
    return render_template("portal/ballots/check.html", page=ballots_queries.check_page(here(), uuid))


@blueprint.get("/check/scripts")
@public
def scripts() -> str:
    return render_template("portal/ballots/scripts.html", page=released_scripts())


@blueprint.get("/check/scripts.sha256")
@public
def scripts_list() -> Response:
    """The list as `sha256sum` writes it, for those who compare by program."""
    return Response(released_scripts().text, content_type="text/plain; charset=utf-8")


@blueprint.get("/check")
@public
def check() -> str:
    return render_template("portal/ballots/check.html", page=ballots_queries.CheckPage(None, None))
