"""Routes of the hall screen: a page, its live hints, and what it fetches again. Nothing to press."""

from __future__ import annotations

from flask import Response as PlainResponse
from flask import make_response, render_template, request

from voting.congress.meeting.facts import meeting_of
from voting.core.access import public
from voting.hall.blueprint import Page, blueprint, check_key, event_stream
from voting.hall.screen import queries
from voting.people.access import here


@blueprint.get("/screens/<int:meeting_id>/<key>/")
@public
def screen(code: str, meeting_id: int, key: str) -> Page:
    """Show the screen, whole; asked again, only what changed travels (ETag)."""
    check_key(meeting_id, key)
    page = queries.screen_page(here(), meeting_id, key)
    answer = make_response(render_template("hall/screen/screen.html", page=page))
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


@blueprint.get("/screens/<int:meeting_id>/<key>/live")
@public
def screen_live(code: str, meeting_id: int, key: str) -> PlainResponse:
    """Stream hints that something changed."""
    check_key(meeting_id, key)
    meeting_of(here().id, meeting_id)
    return event_stream(f"meeting:{meeting_id}")
