"""The route of a dossier's versions."""

from __future__ import annotations

from flask import render_template

from voting.core.access import allow
from voting.people.access import here
from voting.people.rules import WEIGHING
from voting.screening.blueprint import Page, blueprint
from voting.screening.pages.versions import queries


@blueprint.get("/j/<code>/screening/projects/<int(max=2147483647):project_id>/versions")
@allow(*WEIGHING)
def versions(code: str, project_id: int) -> Page:
    page = queries.versions_page(here(), project_id)
    return render_template("screening/pages/versions/versions.html", page=page)
