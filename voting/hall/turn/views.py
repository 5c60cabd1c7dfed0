"""Routes of a scrutineer's own page: what waits for him, and the same as a call for every other page that he has open."""

from __future__ import annotations

from typing import Any

from flask import jsonify, render_template, url_for
from flask_babel import gettext as _

from voting.ballot.mismatch.facts import StandingMismatch
from voting.core.access import allow
from voting.core.calls import Call
from voting.core.sentences import said
from voting.hall.blueprint import Page, blueprint
from voting.hall.turn import queries
from voting.people.access import current_actor, here
from voting.people.rules import Role


@blueprint.get("/turns")
@allow(Role.SCRUTINEER)
def turns(code: str) -> Page:
    return render_template("hall/turn/turns.html", page=queries.turns_page(here(), current_actor()))


@blueprint.get("/turns.json")
@allow(Role.SCRUTINEER)
def turns_now(code: str) -> Call:
    page = queries.turns_page(here(), current_actor())
    return jsonify(
        turns=[_told(code, one) for one in page.turns],
        alarms=[_alarm(one, own=page.is_own(one)) for one in page.alarms],
    )


def _told(code: str, one: queries.Turn) -> dict[str, Any]:
    """What waits, where it is done, and the deed itself where he is its second person."""
    second = one.second
    if second is None:
        return {"what": _(one.what), "of": one.of, "url": _address(code, one), "deed": None}
    what = said(second.what, second.values)
    if second.reason:
        what = _("%(said)s。理由：%(why)s", said=what, why=second.reason)
    args: dict[str, Any] = {"code": code, **second.args}
    deed = {"url": url_for(second.deed, **args), "words": _(second.button)}
    return {"what": what, "of": one.of, "url": _address(code, one), "deed": deed}


def _alarm(one: StandingMismatch, *, own: bool) -> dict[str, Any]:
    words = _("%(name)s报告：%(what)s。请先停下，听从总监票人安排。", name=one.name, what=_(one.what))
    back = {"ceremony": one.ceremony_id, "compared": one.compared, "ballot": one.ballot_uuid}
    return {"words": words, "own": back if own else None}


def _address(code: str, turn: queries.Turn) -> str:
    args: dict[str, Any] = {"code": code, **turn.args}
    return url_for(turn.endpoint, **args)
