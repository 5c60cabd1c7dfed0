"""Routes of a person's calendar: the page that makes and revokes its address, and the files that devices read there.

Whoever has the address reads the calendar: it stands on the answer that made it and nowhere else, in no log and no journal.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from voting.congress.place.queries import place_by_id
from voting.core import icalendar
from voting.core.access import public, signed_in
from voting.core.clock import now
from voting.core.db import transaction
from voting.core.downloads import download
from voting.core.errors import NotFound
from voting.core.sentences import said
from voting.people.access import actor_of, current_actor, token_digest
from voting.people.rules import Actor, Place
from voting.people.to_do import ToDo
from voting.portal.feeds.queries import days_of_the_year
from voting.portal.feeds.views import calendar_of
from voting.todo import actions, queries

blueprint = Blueprint("calendar", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("/todo/calendar")
@signed_in
def page() -> Page:
    return render_template("todo/calendar.html", page=queries.calendar_page(current_actor()))


@blueprint.post("/todo/calendar")
@signed_in
def make() -> Page:
    actor = current_actor()
    with transaction():
        token = actions.make_address(actor)
    shown = replace(
        queries.calendar_page(actor),
        address=url_for("calendar.own", token=token, _external=True),
        year=url_for("calendar.year", token=token, _external=True),
    )
    return render_template("todo/calendar.html", page=shown)


@blueprint.post("/todo/calendar/revoke")
@signed_in
def revoke() -> Page:
    with transaction():
        actions.revoke_address(current_actor())
    flash(_("地址已撤销，订阅了它的设备不再更新。"))
    return redirect(url_for("calendar.page"), 303)


@blueprint.get("/calendar/<token>/own.ics")
@public
def own(token: str) -> Response:
    reader = _reader(token)
    place = place_by_id(reader.jurisdiction_id)
    events = [_event(place, one) for one in queries.own(reader) if one.due_on is not None]
    made = icalendar.calendar(_("我的待办"), events, now())
    return download(made, icalendar.KIND, "own.ics", inline=True)


@blueprint.get("/calendar/<token>/year.ics")
@public
def year(token: str) -> Response:
    place = place_by_id(_reader(token).jurisdiction_id)
    made = calendar_of(place, days_of_the_year(place))
    return download(made, icalendar.KIND, "year.ics", inline=True)


def _reader(token: str) -> Actor:
    """Return whose address it is; raise NotFound for a revoked one and for an account that is closed."""
    account_id = queries.account_of(token_digest(token))
    reader = actor_of(account_id) if account_id is not None else None
    if reader is None:
        raise NotFound("没有这个日历，或者它的地址已经撤销。")
    return reader


def _event(place: Place, one: ToDo) -> icalendar.DayEvent:
    assert one.due_on is not None
    what = said(one.what, one.values)
    summary = _("%(what)s：%(of)s", what=what, of=one.of) if one.of else what
    args: dict[str, Any] = {"code": place.code, **one.args}
    return icalendar.DayEvent(
        uid=f"{place.code}:{one.kind}:{one.subject}@livelihood-ballot",
        first=one.due_on,
        last=one.due_on,
        summary=_("已过期：%(what)s", what=summary) if one.is_overdue else summary,
        url=url_for(one.endpoint, _external=True, **args) if one.endpoint else "",
    )
