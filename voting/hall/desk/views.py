"""Routes of the check-in desk: parse, do, show."""

from __future__ import annotations

from flask import Response as PlainResponse
from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import format_time
from flask_babel import gettext as _

from voting.congress.attendance import actions as attendance_actions
from voting.congress.attendance.queries import named_at_the_door
from voting.congress.meeting.facts import meeting_of
from voting.core.access import allow
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.query_args import text_asked
from voting.core.sentences import sentence
from voting.hall.blueprint import Page, blueprint, event_stream, tell, wants_json
from voting.hall.desk import queries as desk_queries
from voting.people.access import current_actor, here
from voting.people.rules import LEAD, OFFICE

LONGEST = 80


@blueprint.get("/meetings/<int:meeting_id>/check-in")
@allow(*OFFICE)
def check_in(code: str, meeting_id: int) -> Page:
    q, only = text_asked("q"), request.args.get("only", "")
    return render_template(
        "hall/desk/check_in.html", page=desk_queries.desk_page(here(), meeting_id, q, only)
    )


@blueprint.post("/meetings/<int:meeting_id>/check-in")
@allow(*OFFICE)
def scan(code: str, meeting_id: int) -> Page:
    """Take what was scanned or typed: check in the one deputy it names, or offer those it may mean."""
    text = request.form.get("text", "").strip()[:LONGEST]
    meeting = meeting_of(here().id, meeting_id)
    try:
        named, found = named_at_the_door(meeting, text, here().code, limit=desk_queries.FOUND)
    except RuleBroken as error:
        return refuse(meeting_id, text, sentence(error))
    if named is not None:
        return arrive(code, meeting_id, named.id)
    listed = url_for("hall.check_in", code=code, meeting_id=meeting_id, q=text)
    if wants_json():
        said = _("“%(text)s”有 %(count)s 名代表符合，还没有签到，请选择。", text=text, count=len(found))
        return jsonify(outcome="several", sentence=said, list=listed)
    return redirect(listed, 303)


def refuse(meeting_id: int, text: str, wrong: str) -> Page:
    """Answer a text that means nobody, with the text kept in the field."""
    if wants_json():
        answer = jsonify(outcome="refused", sentence=wrong)
        answer.status_code = 422
        return answer
    page = desk_queries.desk_page(here(), meeting_id, text, wrong=wrong)
    return render_template("hall/desk/check_in.html", page=page), 422


@blueprint.post("/meetings/<int:meeting_id>/check-in/<int:deputy_id>")
@allow(*OFFICE)
def arrive(code: str, meeting_id: int, deputy_id: int) -> Page:
    """Check a deputy in; a second desk is told that the first one did it."""
    with transaction():
        arrival = attendance_actions.check_in(current_actor(), meeting_id=meeting_id, deputy_id=deputy_id)
        name, at, before = arrival.deputy.name, format_time(arrival.at, "short"), arrival.before
        number = arrival.deputy.number
    if before is None:
        tell(meeting_id, "attendance")
        said, outcome = _("%(number)s %(name)s 签到成功，%(at)s。", number=number, name=name, at=at), "green"
    else:
        outcome = "blue"
        said = _("%(number)s %(name)s 已于 %(at)s 签到，不必重复。", number=number, name=name, at=at)
    if wants_json():
        return jsonify(outcome="checked_in" if before is None else "already", sentence=said)
    flash(said, outcome)
    return redirect(url_for("hall.check_in", code=code, meeting_id=meeting_id), 303)


@blueprint.post("/meetings/<int:meeting_id>/check-in-all")
@allow(*OFFICE)
def check_in_all(code: str, meeting_id: int) -> Page:
    """Check everybody in, in a rehearsal."""
    with transaction():
        heads = attendance_actions.check_in_all(current_actor(), meeting_id=meeting_id)
    tell(meeting_id, "attendance")
    flash(_("演练：%(heads)s 名代表已签到。", heads=heads), "green")
    return redirect(url_for("hall.check_in", code=code, meeting_id=meeting_id), 303)


@blueprint.post("/meetings/<int:meeting_id>/leave/<int:deputy_id>")
@allow(*OFFICE)
def leave(code: str, meeting_id: int, deputy_id: int) -> Page:
    with transaction():
        name = attendance_actions.leave(current_actor(), meeting_id=meeting_id, deputy_id=deputy_id).name
    tell(meeting_id, "attendance")
    flash(_("%(name)s 已离场。回来时可以再签到。", name=name), "blue")
    return redirect(url_for("hall.check_in", code=code, meeting_id=meeting_id), 303)


@blueprint.get("/meetings/<int:meeting_id>/figures.json")
@allow(*LEAD)
def figures(code: str, meeting_id: int) -> Page:
    answer = jsonify(desk_queries.figures(here(), meeting_of(here().id, meeting_id)))
    answer.add_etag()
    return answer.make_conditional(request)


@blueprint.get("/meetings/<int:meeting_id>/live")
@allow(*LEAD)
def staff_live(code: str, meeting_id: int) -> PlainResponse:
    """Stream hints that something changed, for desks and consoles."""
    meeting_of(here().id, meeting_id)
    return event_stream(f"meeting:{meeting_id}")
