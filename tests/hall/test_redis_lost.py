"""Redis dies in the middle of a sitting: every deed is saved and its answer says so, every screen hears of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.ballot.factories import choices, open_ballot
from tests.ballot.play import Tablet
from tests.caller import Browser
from tests.core.test_live import heard_again, messages, until
from tests.factories import sign_in
from tests.hall.factories import console
from tests.redis_server import RedisServer
from tests.tally.factories_count import counted
from voting.ballot.sealed import box
from voting.ballot.sealed.shortlived import memory_for
from voting.congress.meeting.facts import plenary_of
from voting.congress.meeting.rules import PlenaryState
from voting.core.live import Live
from voting.people.rules import Place


@pytest.fixture
def redis(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisServer]:
    """A Redis that the program shares with others, which is killed when the test says so."""
    app.test_client_class = Browser
    with RedisServer(tmp_path) as server:
        live = Live(server.url)
        until(heard_again(live))
        monkeypatch.setitem(app.extensions, "live", live)
        monkeypatch.setitem(app.extensions, "booth_memory", memory_for(server.url))
        yield server


def test_every_deed_of_a_sitting_is_saved_and_answered(app: Flask, city: Place, redis: RedisServer) -> None:
    made = console(app, city, people=4, here=3)
    redis.kill()
    late = made.first.post(f"{made.url}/check-in/{made.deputies[3]}")
    told = made.first.post(f"{made.url}/message", data={"text": "休会十分钟"})
    step = made.step("confirm_quorum")
    reset = made.first.post(f"/j/{city.code}/congress/deputies/{made.deputies[0]}/pin-reset")
    assert (late.status_code, told.status_code, step, reset.status_code) == (303, 303, 303, 303)
    page = made.first.get(f"{made.url}/console").text
    assert "休会十分钟" in page
    assert plenary_of(made.meeting).state is PlenaryState.SITTING


def test_a_vote_is_drawn_cast_and_receipted(app: Flask, city: Place, redis: RedisServer) -> None:
    at = open_ballot(city)
    tablet = Tablet(app, at.uuid, at.deputies[0])
    redis.kill()
    status, body = tablet.vote(choices())
    assert (status, set(body)) == (201, {"tracker", "receipt"})
    assert box.count(at.uuid) == 1


def test_a_step_of_the_count_is_taken(app: Flask, city: Place, redis: RedisServer) -> None:
    found = counted(city)
    teller = sign_in(app.test_client(), found.secretary)
    redis.kill()
    url = f"/j/{city.code}/tally/{found.uuid}/steps/void"
    assert teller.post(url, data={"reason": "收回多于发出"}).status_code == 303


def test_a_screen_of_the_same_process_is_still_woken(app: Flask, city: Place, redis: RedisServer) -> None:
    made = console(app, city)
    answer = made.first.get(f"{made.url}/live", buffered=False)
    heard = messages(event.decode() for event in answer.iter_encoded())
    assert "all" in next(heard)
    redis.kill()
    made.first.post(f"{made.url}/message", data={"text": "休会十分钟"})
    assert "acts" in next(heard)
    answer.close()
