"""The address that a project's public page had here: leads to the one page, which the public site shows."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug import Response

from voting.core.access import public
from voting.people.access import here
from voting.supervision.blueprint import blueprint
from voting.supervision.pages.project import queries as project_page_queries


@blueprint.get("/projects/<int:commitment_id>")
@public
def project(code: str, commitment_id: int) -> Response:
    project_id = project_page_queries.project_of(here(), commitment_id)
    return redirect(url_for("portal.project", code=code, project_id=project_id), 301)
