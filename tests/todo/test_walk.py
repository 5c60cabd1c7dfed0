"""Every to-do of a city and its counties, at every point of the year: whom it is shown to can do it, and nobody else can."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask, url_for
from werkzeug.exceptions import HTTPException

from tests.e2e.worlds import World, everything, served
from tests.factories import account, place, sign_in
from voting.congress.place.queries import place_by_id
from voting.people.rules import Actor, Level, Role
from voting.people.to_do import ToDo
from voting.todo.facts import gathered

pytestmark = [pytest.mark.slow, pytest.mark.database]

DEEDS = {
    "screening:suggestions": {"screening.merge", "screening.suggestion"},
    "screening:projects": {"screening.project"},
    "screening:call": {"screening.call_step"},
    "screening:list": {"screening.approve"},
    "congress:term": {"congress.open_term"},
    "congress:roster": {"congress.upload_roster"},
    "congress:rules": {"congress.set_rules"},
    "congress:meeting": {"congress.open_meeting", "congress.plan_meeting"},
    "congress:accounts": {"accounts.index"},
    "congress:pin_reset": {"congress.confirm_reset", "congress.confirm_reset_below"},
    "congress:pin_unlock": {"congress.confirm_unlock", "congress.confirm_unlock_below"},
    "ballot:token_lost": {"ballot.confirm_loss"},
    "hall:step": {"hall.confirm"},
    "hall:turn": {"ballot.ceremony_page", "ballot.opening"},
    "tally:take_over": {"tally.take_over"},
    "tally:step": {"tally.ask_form", "tally.sheet", "tally.order_next"},
    "tally:confirm": {"tally.confirm"},
    "supervision:take_in": {"supervision.take_in"},
    "supervision:assign": {"supervision.assign"},
    "supervision:plan": {"supervision.publish_plan"},
    "supervision:revision": {"supervision.publish_plan"},
    "supervision:report": {"supervision.fill_in"},
    "supervision:deliver": {"supervision.deliver"},
    "supervision:accept": {"supervision.accept"},
    "supervision:end": {"supervision.accept"},
    "supervision:carry_over": {"supervision.give_reason"},
    "supervision:lights": {"supervision.read_lights"},
    "supervision:finding": {"supervision.post"},
    "supervision:letter": {"supervision.answer_letter"},
    "supervision:change:requested": {"supervision.decide"},
    "supervision:change:approved": {"supervision.proclaim"},
    "supervision:change:proclaimed": {"supervision.report_change"},
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


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with served(app, monkeypatch, everything) as made:
        yield made


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


def test_whoever_is_shown_a_to_do_can_open_it_and_is_offered_the_deed(app: Flask, world: World) -> None:
    found = shown(app, list(world.actors.values()))
    wrong = []
    for one in found:
        page = sign_in(app.test_client(), one.actor).get(one.url)
        offers = offered(app, page.text, one.url) | {
            app.url_map.bind("localhost").match(urlsplit(one.url).path)[0]
        }
        if page.status_code != 200 or not offers & DEEDS[one.to_do.kind]:
            wrong.append(f"{one.to_do.kind} {one.url} {page.status_code} {sorted(one.actor.roles)}")
    assert wrong == []
    kinds = {one.to_do.kind for one in found}
    assert len(kinds) > 15, sorted(kinds)


def test_no_neighbour_can_open_it_and_no_role_that_it_is_not_shown_to_is_offered_it(
    app: Flask, world: World
) -> None:
    found = shown(app, list(world.actors.values()))
    far = place(code="150100", name="呼和浩特市", level=Level.CITY)
    neighbour = sign_in(app.test_client(), account(far, *(set(Role) - {Role.DEPUTY, Role.UNIT})))
    public = {"ballot.home", "portal.home"}
    for one in found:
        if one.to_do.endpoint not in public:
            assert neighbour.get(one.url).status_code == 404, one.url
    assert {one.is_for(account(far, Role.AUDITOR)) for one in (s.to_do for s in found)} == {False}


def test_every_room_waits_for_somebody_in_a_year(app: Flask, world: World) -> None:
    rooms = {one.to_do.room for one in shown(app, list(world.actors.values()))}
    assert {"征集与筛选", "会前准备", "计票", "过程监督"} <= rooms


def test_a_to_do_is_named_once(app: Flask, world: World) -> None:
    with app.test_request_context():
        for actor in world.actors.values():
            names = [(one.kind, one.subject) for one in gathered(place_by_id(actor.jurisdiction_id), actor)]
            assert len(names) == len(set(names)), actor
