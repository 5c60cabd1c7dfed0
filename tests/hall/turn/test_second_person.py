"""The counting room calls its second persons: on a scrutineer's pages, on the console, among the to-dos; never who asked himself."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.ballot.play import call
from tests.factories import account, sign_in
from tests.tally.factories_count import Counting, box_open, counted, taken_over, with_paper
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.demonstration import count
from voting.people.models import Account
from voting.people.rules import Actor, Place, Role
from voting.tally.paper import actions as paper
from voting.tally.paper.models import places_of
from voting.tally.run.rules import TallyState
from voting.tally.steps import actions as steps
from voting.tally.void_paper import actions as voids

pytestmark = pytest.mark.database


def deeds(app: Flask, at: Place, who: Actor) -> list[dict[str, Any]]:
    """What calls a scrutineer as second person."""
    status, body = call(sign_in(app.test_client(), who), "GET", f"/j/{at.code}/hall/turns.json")
    assert status == 200
    return [one for one in body["turns"] if one["deed"] is not None]


def console(app: Flask, at: Place, who: Actor) -> str:
    client = sign_in(app.test_client(), who)
    return client.get(f"/j/{at.code}/hall/console", follow_redirects=True).get_data(as_text=True)


def to_do_page(app: Flask, who: Actor) -> str:
    return sign_in(app.test_client(), who).get("/todo").get_data(as_text=True)


def test_a_complete_count_calls_the_scrutineer_who_confirms_it_with_one_tap(app: Flask, city: Place) -> None:
    made = box_open(city)
    teller = made.tellers[0]
    assert deeds(app, city, made.scrutineer) == []
    with transaction():
        steps.ask(teller, made.uuid, "count", {})
    (called,) = deeds(app, city, made.scrutineer)
    assert called["what"] == f"{teller.name}提出“计票完成”，请您作为另一人确认"
    assert called["url"] == f"/j/{city.code}/tally/{made.uuid}"
    assert called["deed"]["words"] == "我确认"
    assert deeds(app, city, account(city, Role.SCRUTINEER)) == []
    assert "第二人确认：计票完成" in to_do_page(app, made.scrutineer)
    answer = sign_in(app.test_client(), made.scrutineer).post(called["deed"]["url"])
    assert answer.status_code == 303
    assert made.run.state is TallyState.COUNTED
    assert deeds(app, city, made.scrutineer) == []


def test_who_asks_for_a_recount_is_not_called_and_its_reason_is_told(app: Flask, city: Place) -> None:
    made = counted(city)
    with transaction():
        steps.ask(made.scrutineer, made.uuid, "recount", {"reason": "票面未核对"})
    assert deeds(app, city, made.scrutineer) == []
    told = console(app, city, made.chair)
    assert f"{made.scrutineer.name}提出“重新计票”" in told
    assert "<p>理由：票面未核对</p>" in told
    assert f"/tally/{made.uuid}/steps/recount/confirm" in told
    assert f"/tally/{made.uuid}/steps/recount/confirm" not in console(app, city, made.secretary)


def test_an_account_that_the_asker_made_is_not_called(app: Flask, city: Place) -> None:
    made = box_open(city)
    with transaction():
        row = db.session.get_one(Account, made.scrutineer.account_id)
        row.opened_by, row.opened_at = made.tellers[0].account_id, now()
        steps.ask(made.tellers[0], made.uuid, "count", {})
    assert deeds(app, city, made.scrutineer) == []


def small(city: Place) -> tuple[Counting, int]:
    """A box of five tablets beside a place of one paper: both need two persons."""
    made = taken_over(city, deputies=5)
    with_paper(made)
    return made, 0


def test_few_ballots_call_two_persons_before_the_box_is_opened(app: Flask, city: Place) -> None:
    made, tablets = small(city)
    first, other = deeds(app, city, made.scrutineer)
    assert [
        one["what"].split("不足")[0].endswith(said) for one, said in ((first, "电子票"), (other, "的纸质票"))
    ] == [True, True]
    assert "不足 5 张" in first["what"]
    assert "计票室" in first["what"]
    assert first["deed"]["words"] == "我同意"
    for who in (made.secretary, made.chair):
        told = console(app, city, who)
        assert "电子票（或纸质票）不足规定张数，两人同意后开箱" in told
        assert f"/tally/{made.uuid}/consent/{tablets}" in told
        assert "须先有两人同意" in to_do_page(app, who)
    assert "/consent/" not in console(app, city, account(city, Role.STAFF))
    sign_in(app.test_client(), made.scrutineer).post(first["deed"]["url"])
    assert [one["deed"]["url"] for one in deeds(app, city, made.scrutineer)] == [other["deed"]["url"]]
    assert f"{made.scrutineer.name}已经同意" in console(app, city, made.chair)


def test_a_device_is_told_for_whose_consent_the_box_waits(app: Flask, city: Place) -> None:
    made, _tablets = small(city)
    url = f"/ballots/{made.uuid}/mine.json"
    client = sign_in(app.test_client(), made.scrutineer)
    assert "监票人、大会秘书处、执行主席中的两人" in call(client, "GET", url)[1]["waits"]
    for place_id in (0, places_of(made.uuid)[0].id):
        for who in (made.secretary, made.chair):
            with transaction():
                paper.accept_small_channel(who, made.uuid, place_id)
    assert call(client, "GET", url)[1] == {"lent": False, "signed": False, "waits": ""}
    count.open_box(made.uuid, made.hall.holders)
    assert call(client, "GET", url)[1]["lent"] is True


def test_a_device_learns_what_it_has_given(app: Flask, city: Place) -> None:
    made = counted(city)
    url = f"/ballots/{made.uuid}/mine.json"
    client = sign_in(app.test_client(), made.scrutineer)
    assert call(client, "GET", url)[1] == {"lent": True, "signed": False, "waits": ""}
    count.sign(made.uuid, made.hall.holders)
    assert call(client, "GET", url)[1]["signed"] is True
    stranger = sign_in(app.test_client(), account(city, Role.SCRUTINEER))
    assert call(stranger, "GET", url)[0] == 403
    assert sign_in(app.test_client(), made.chair).get(url).status_code == 403


def test_a_void_paper_calls_a_scrutineer(app: Flask, city: Place) -> None:
    made = taken_over(city, votes=((0, 1),) * 5, deputies=6)
    with_paper(made)
    (place,) = places_of(made.uuid)
    with transaction():
        voids.enter_void(made.tellers[0], made.uuid, place.id, "涂改")
    called = [one for one in deeds(app, city, made.scrutineer) if "无效" in one["what"]]
    assert called[0]["what"] == "有一张纸质票登记为无效，请您确认。理由：涂改"
    assert "确认无效票" in to_do_page(app, made.scrutineer)
    sign_in(app.test_client(), made.scrutineer).post(called[0]["deed"]["url"])
    assert [one for one in deeds(app, city, made.scrutineer) if "登记为无效" in one["what"]] == []
