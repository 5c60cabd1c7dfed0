"""Routes of the list of notices: parse, do, show."""

from __future__ import annotations

from flask import redirect, render_template, url_for

from voting.core.access import signed_in
from voting.core.db import transaction
from voting.core.query_args import number_asked
from voting.notices.blueprint import Page, blueprint
from voting.notices.inbox import actions, queries
from voting.people.access import current_actor


@blueprint.get("/me/notices/list")
@signed_in
def notices() -> Page:
    page = queries.notices_page(current_actor(), number_asked("page") or 1)
    return render_template("notices/inbox/notices.html", page=page)


@blueprint.post("/me/notices/<int:notice_id>/read")
@signed_in
def read_notice(notice_id: int) -> Page:
    with transaction():
        path = actions.read_one(current_actor(), notice_id).path
    return redirect(path, 303)


@blueprint.post("/me/notices/read/<int:upto>")
@signed_in
def read_notices(upto: int) -> Page:
    with transaction():
        actions.read_all(current_actor(), upto)
    return redirect(url_for("notices.notices"), 303)
