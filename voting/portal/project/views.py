"""Routes of a project's public page: parse, do, show."""

from __future__ import annotations

from flask import Response, current_app, render_template, send_file

from voting.core.access import public
from voting.people.access import current_actor_or_none, here
from voting.portal.blueprint import blueprint
from voting.portal.project import queries as project_queries
from voting.supervision.photo.queries import published_photo


@blueprint.get("/j/<code>/projects/<int(max=2147483647):project_id>")
@public
def project(code: str, project_id: int) -> str:
    page = project_queries.project_page(here(), project_id, current_actor_or_none())
    return render_template("portal/project/project.html", page=page)


@blueprint.get("/j/<code>/projects/<int(max=2147483647):project_id>/photos/<name>")
@public
def photo(code: str, project_id: int, name: str) -> Response:
    kept = published_photo(here(), project_id, name)
    answer = send_file(current_app.extensions["storage"].path_of(kept), "image/jpeg")
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer
