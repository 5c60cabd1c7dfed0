"""Routes of the archive: parse, do, show."""

from __future__ import annotations

from flask import render_template

from voting.core.access import public
from voting.people.access import here
from voting.portal.archive import queries as archive_queries
from voting.portal.blueprint import blueprint


@blueprint.get("/j/<code>/archive")
@public
def archive(code: str) -> str:
    return render_template("portal/archive/archive.html", page=archive_queries.archive_page(here()))
