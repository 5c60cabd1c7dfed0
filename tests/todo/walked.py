"""What tests of to-dos ask of every one: whom it is shown to opens its page and is offered the deed there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, url_for
from werkzeug.exceptions import HTTPException

from tests.caller import Browser
from tests.factories import sign_in
from voting.congress.place.queries import place_by_id
from voting.core.access import rule_of
from voting.people.rules import Actor
from voting.people.to_do import ToDo
from voting.todo.facts import gathered

DEEDS = {
    "screening:suggestions": {"screening.merge", "screening.suggestion"},
    "screening:projects": {"screening.project"},
    "screening:call": {"screening.call_step"},
    "screening:list": {"screening.approve"},
    "screening:dossier": {"screening.hand_in_text", "screening.dossier_form"},
    "screening:take_dossier": {"screening.answer_text"},
    "screening:review": {"screening.record_review"},
    "screening:sheet": {"screening.save_sheet"},
    "screening:close_round": {"screening.close_round", "screening.extend_round"},
    "screening:question": {"reading.answer"},
    "screening:freeze": {"screening.confirm_freeze"},
    "congress:term": {"congress.open_term"},
    "congress:roster": {"congress.upload_roster"},
    "congress:rules": {"congress.set_rules"},
    "congress:meeting": {"congress.open_meeting", "congress.plan_meeting"},
    "congress:accounts": {"accounts.index"},
    "congress:pin_reset": {"congress.confirm_reset", "congress.confirm_reset_below"},
    "congress:pin_unlock": {"congress.confirm_unlock", "congress.confirm_unlock_below"},
    "congress:factor_reset": {"congress.confirm_factor_reset"},
    "ballot:token_lost": {"ballot.confirm_loss"},
    "hall:step": {"hall.confirm"},
    "hall:turn": {"ballot.ceremony_page", "ballot.opening"},
    "tally:take_over": {"tally.take_over"},
    "tally:step": {"tally.ask_form", "tally.sheet", "tally.order_next"},
    "tally:confirm": {"tally.confirm"},
    "tally:consent": {"tally.consent"},
    "tally:void_paper": {"tally.confirm_void"},
    "jobs:failed": {"operating.retry"},
    "supervision:take_in": {"supervision.take_in"},
    "supervision:assign": {"supervision.assign"},
    "supervision:plan": {"supervision.publish_plan"},
    "supervision:revision": {"supervision.publish_plan"},
    "supervision:report": {"supervision.fill_in"},
    "supervision:deliver": {"supervision.deliver"},
    "supervision:accept": {"supervision.accept"},
    "supervision:end": {"supervision.accept"},
    "supervision:acceptance": {"supervision.confirm_acceptance"},
    "supervision:carry_over": {"supervision.give_reason"},
    "supervision:lights": {"supervision.read_lights"},
    "supervision:finding": {"supervision.post"},
    "supervision:ladder": {"supervision.settle_step"},
    "supervision:finding_overdue": {"supervision.send_letter"},
    "supervision:letter": {"supervision.answer_letter"},
    "supervision:change:requested": {"supervision.decide"},
    "supervision:change:approved": {"supervision.proclaim"},
    "supervision:change:proclaimed": {"supervision.report_change"},
    "supervision:voice": {"supervision.voice", "supervision.answer_voice"},
    "supervision:rating": {"supervision.judge_comment"},
    "supervision:rating_check": {"supervision.close_rating_check"},
    "supervision:activity": {"supervision.activity_report_page", "supervision.report_activity"},
    "supervision:opinion": {"supervision.step_opinion"},
    "supervision:remark": {"supervision.raise_remark", "supervision.close_remark"},
    "supervision:own_remark": {"supervision.raise_remark", "supervision.close_remark"},
    "supervision:evaluate": {"supervision.order_evaluation"},
    "supervision:evaluate_again": {"supervision.order_evaluation"},
    "supervision:take_in_evaluation": {"supervision.take_in_evaluation"},
}
"""What the page of a to-do must offer to whom it is shown: a form of one of these, or a way to it."""


@dataclass(frozen=True)
class Shown:
    """A to-do as one person sees it."""

    actor: Actor
    to_do: ToDo
    url: str


def shown(app: Flask, actors: list[Actor]) -> list[Shown]:
    """Everything that waits for these people."""
    with app.test_request_context():
        places = {actor: place_by_id(actor.jurisdiction_id) for actor in actors}
        return [
            Shown(actor, one, url_for(one.endpoint, code=at.code, **dict[str, Any](one.args)))
            for actor, at in places.items()
            for one in gathered(at, actor)
            if one.is_for(actor)
        ]


def offered(app: Flask, page: str, url: str) -> set[str]:
    """The views that a page leads to or sends a form to."""
    bound, found = app.url_map.bind("localhost"), set()
    for tag, attributes in re.findall(r"<(a|form|button)\b([^>]*)>", page):
        named = dict(re.findall(r'(href|action|formaction|method)="([^"]*)"', attributes))
        target = (
            named.get("href")
            or named.get("formaction")
            or named.get("action")
            or (url if tag == "form" else "")
        )
        posts = tag == "form" and named.get("method", "").lower() == "post"
        method = "POST" if posts or "formaction" in named else "GET"
        try:
            found.add(bound.match(urlsplit(target).path, method=method)[0])
        except HTTPException:
            continue
    return found


def not_doable(app: Flask, found: Sequence[Shown]) -> list[str]:
    """Those whose page does not open or does not offer the deed to whom they are shown, or whose deed is not for their roles."""
    app.test_client_class = Browser
    bound, wrong = app.url_map.bind("localhost"), []
    for one in found:
        page = sign_in(app.test_client(), one.actor, home=one.actor.from_home).get(one.url)
        deeds = DEEDS[one.to_do.kind]
        offers = offered(app, page.text, one.url) | {bound.match(urlsplit(one.url).path)[0]}
        rules = [rule_of(app, deed) for deed in deeds]
        agrees = any(isinstance(rule, str) or one.to_do.roles <= rule for rule in rules)
        if page.status_code != 200 or not offers & deeds or not agrees:
            wrong.append(f"{one.to_do.kind} {one.url} {page.status_code} {sorted(one.actor.roles)}")
    return wrong
