"""Routes of a deputy's own project: parse, do, show."""

from __future__ import annotations

from flask import render_template

from voting.core.access import allow
from voting.people.access import current_actor, here
from voting.people.rules import SUPERVISORS, Role
from voting.supervision.blueprint import Page, blueprint
from voting.supervision.pages.own import queries


@blueprint.get("/groups/<int:commitment_id>")
@allow(Role.DEPUTY, *SUPERVISORS, Role.STAFF)
def own_project(code: str, commitment_id: int) -> Page:
    page = queries.own_project_page(here(), current_actor(), commitment_id)
    return render_template("supervision/pages/own/own_project.html", page=page)
