"""Routes of one count: parse, do, show."""

from __future__ import annotations

from flask import redirect, render_template, url_for

from voting.core.access import allow
from voting.core.db import transaction
from voting.people.access import current_actor, here
from voting.tally.blueprint import READERS, ROOM, Page, blueprint, tell
from voting.tally.opening import actions as opening_actions
from voting.tally.pages.run import queries as run_page_queries


@blueprint.post("/j/<code>/tally/<uuid>/take-over")
@allow(*ROOM)
def take_over(code: str, uuid: str) -> Page:
    with transaction():
        meeting_id = opening_actions.take_over(current_actor(), uuid).meeting_id
    tell(uuid, meeting_id)
    return redirect(url_for("tally.run", code=code, uuid=uuid), 303)


@blueprint.get("/j/<code>/tally/<uuid>")
@allow(*READERS)
def run(code: str, uuid: str) -> Page:
    return render_template(
        "tally/pages/run/run.html", page=run_page_queries.run_page(current_actor(), here(), uuid)
    )
