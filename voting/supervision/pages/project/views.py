"""Routes of a project's public page: parse, do, show."""

from __future__ import annotations

from flask import render_template

from voting.core.access import public
from voting.people.access import current_actor_or_none, here
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.pages.project import queries as project_page_queries


@blueprint.get("/projects/<int:commitment_id>")
@public
def project(code: str, commitment_id: int) -> Page:
    page = project_page_queries.project_page(here(), current_actor_or_none(), commitment_id)
    return render_template("supervision/pages/project/project.html", page=page)
