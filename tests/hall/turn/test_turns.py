"""A scrutineer is told on his own page what waits for him, and nobody else is."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.ballot import factories
from tests.ballot.ceremony.test_ceremony import begun, devices, rounds
from tests.ballot.play import call
from tests.factories import account, sign_in
from voting.ballot.order.models import find_ballot
from voting.demonstration import vote
from voting.people.rules import Actor, Place, Role

pytestmark = pytest.mark.database


def turns(app: Flask, at: Place, who: Actor) -> dict[str, Any]:
    status, body = call(sign_in(app.test_client(), who), "GET", f"/j/{at.code}/hall/turns.json")
    assert status == 200
    return body


def test_the_making_of_the_key_calls_whose_turn_it_is(app: Flask, city: Place) -> None:
    ceremony, scrutineers, _secretary = begun(city)
    url = f"/j/{city.code}/ceremony/{ceremony}"
    first = turns(app, city, scrutineers[0])["turns"]
    assert [(one["what"], one["url"]) for one in first] == [("请生成您的开箱钥匙", url)]
    made = devices(app, ceremony, scrutineers)
    rounds(made[:1], "certify")
    assert turns(app, city, scrutineers[0])["turns"] == []
    rounds(made[1:], "certify")
    rounds(made, "deal", "finish")
    assert "核对" in turns(app, city, scrutineers[0])["turns"][0]["what"]
    rounds(made, "confirm")
    assert turns(app, city, scrutineers[0])["turns"] == []


def test_a_closed_box_calls_who_holds_its_key(app: Flask, city: Place) -> None:
    at = factories.open_ballot(city)
    assert turns(app, city, at.scrutineers[0])["turns"] == []
    vote.close(at.secretary, at.uuid)
    (turn,) = turns(app, city, at.scrutineers[0])["turns"]
    assert turn["url"] == f"/j/{city.code}/ballots/{at.uuid}/opening"
    assert turn["of"] == find_ballot(at.uuid).title
    assert turns(app, city, account(city, Role.SCRUTINEER)) == {"turns": [], "alarms": []}


def test_what_differs_is_told_to_all_and_taken_back_by_who_said_it(app: Flask, city: Place) -> None:
    ceremony, scrutineers, secretary = begun(city)
    made = devices(app, ceremony, scrutineers)
    rounds(made, "certify", "deal", "finish")
    made[1].post("mismatch", {"compared": "key", "ballot": None})
    mine, others = (turns(app, city, scrutineers[i])["alarms"] for i in (1, 0))
    assert scrutineers[1].name in others[0]["words"]
    assert (others[0]["own"], mine[0]["own"]["compared"]) == (None, "key")
    desk = sign_in(app.test_client(), secretary)
    meeting = desk.get(f"/j/{city.code}/hall/console", follow_redirects=True).get_data(as_text=True)
    told = meeting[meeting.index('data-swap="warn"') :]
    assert "is-red" in told[:200]
    assert f"监票人{scrutineers[1].name}报告：开箱钥匙的核对码不一致" in told


def test_only_scrutineers_have_this_page(app: Flask, city: Place) -> None:
    for role, status in ((Role.SCRUTINEER, 200), (Role.SECRETARIAT, 403), (Role.DEPUTY, 403)):
        client = sign_in(app.test_client(), account(city, role))
        assert client.get(f"/j/{city.code}/hall/turns").status_code == status
    assert app.test_client().get(f"/j/{city.code}/hall/turns.json").status_code in {302, 401, 403}
