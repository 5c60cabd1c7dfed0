"""Routes of ballots, for the public: parse, do, show."""

from __future__ import annotations

from flask import render_template

from voting.core.access import public
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


@blueprint.get("/check")
@public
def check() -> str:
    return render_template("portal/ballots/check.html", page=ballots_queries.CheckPage(None, None))
