"""One address for many: a village is let in, a robot is slowed, and nobody loses a word."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from flask import request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from config import MissingSetting, Settings
from tests.conftest import rows
from tests.screening.factories import call
from voting.app import create_app
from voting.people.rules import Place
from voting.screening.suggestion.traffic_rules import (
    AT_EASE,
    IN_HASTE,
    LONGEST_PAUSE,
    PAUSE,
    STEP,
    Traffic,
    network_of,
    pause_at,
    wait_for,
)

SUGGEST = "/j/140900/suggest"
BEGIN = datetime(2026, 3, 2, 2, tzinfo=UTC)
Typing = Callable[[int], dict[str, str]]


def hidden(client: FlaskClient) -> dict[str, str]:
    """What a freshly opened form carries unseen."""
    page = client.get(SUGGEST).text
    return dict(re.findall(r'<input [^>]*name="(nonce|opened)" type="hidden" value="([^"]*)"', page))


def words(n: int) -> dict[str, str]:
    return {"title": f"修村口第 {n} 座桥", "content": f"第 {n} 组的人过河要绕路，孩子上学不安全。"}


def send(client: FlaskClient, n: int, form: dict[str, str]) -> TestResponse:
    return client.post(SUGGEST, data={**form, **words(n)})


def stored() -> int:
    ((number,),) = rows("SELECT count(*) FROM screening_suggestion")
    assert isinstance(number, int)
    return number


def test_a_village_behind_one_router_is_let_in(client: FlaskClient, city: Place) -> None:
    """Twenty-four residents of one address, then the whole village in one evening, each filling in his form."""
    with time_machine.travel(BEGIN, tick=False) as clock:
        call(city)
        for n in range(AT_EASE):
            form = hidden(client)
            clock.shift(
                timedelta(seconds=6)
            )  # thirty times faster than people type, and 200 of them in 20 minutes
            assert send(client, n, form).status_code == 303, n
    assert stored() == AT_EASE


@pytest.mark.database
def test_a_robot_is_slowed_and_a_neighbour_is_not(client: FlaskClient, city: Place) -> None:
    with time_machine.travel(BEGIN, tick=False) as clock:
        call(city)
        patient = hidden(client)
        for n in range(IN_HASTE):
            assert send(client, n, {"nonce": uuid4().hex}).status_code == 303
        assert send(client, 100, {"nonce": uuid4().hex}).status_code == 429
        assert send(client, 100, hidden(client)).status_code == 429
        forged = {"nonce": uuid4().hex, "opened": patient["opened"]}
        clock.shift(timedelta(seconds=6))
        assert send(client, 100, forged).status_code == 429
        assert send(client, 100, {**patient, "website": "http://x"}).status_code == 429
        assert send(client, 101, patient).status_code == 303


def test_who_was_too_quick_gets_his_words_back_and_presses_again(client: FlaskClient, city: Place) -> None:
    with time_machine.travel(BEGIN, tick=False) as clock:
        call(city)
        for n in range(IN_HASTE):
            send(client, n, {"nonce": uuid4().hex})
        answer = send(client, 500, {"nonce": uuid4().hex})
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "5"
        for typed in words(500).values():
            assert typed in answer.text
        assert "没有丢失" in answer.text
        again = dict(re.findall(r'name="(nonce|opened)" type="hidden" value="([^"]*)"', answer.text))
        clock.shift(timedelta(seconds=5))
        assert send(client, 500, again).status_code == 303


@pytest.mark.pure
def test_the_pause_grows_and_never_becomes_a_wall() -> None:
    assert [pause_at(AT_EASE - 1), pause_at(AT_EASE), pause_at(AT_EASE + STEP)] == [0, PAUSE, 2 * PAUSE]
    assert pause_at(10**9) == LONGEST_PAUSE
    pauses = [pause_at(count) for count in range(3000)]
    assert pauses == sorted(pauses)
    busy = Traffic(count=AT_EASE, quiet=timedelta(seconds=2), same_nearby=0, same_anywhere=0)
    assert wait_for(busy, careful=True) == PAUSE - 2
    assert wait_for(dataclasses.replace(busy, quiet=timedelta(seconds=PAUSE)), careful=True) == 0


@pytest.mark.pure
@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", "unknown"),
        (None, ""),
    ],
)
def test_a_network_is_an_address_or_a_household_of_them(address: str | None, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.pure
@pytest.mark.parametrize(
    ("proxies", "header", "seen"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.7", "203.0.113.9"),
        (1, "", "127.0.0.1"),
    ],
)
def test_only_so_many_proxies_are_believed_as_the_setting_says(
    settings: Settings, tmp_path: Path, proxies: int, header: str, seen: str
) -> None:
    own = dataclasses.replace(
        settings, trusted_proxies=proxies, database_url=f"sqlite:///{tmp_path / 'a.db'}", data=tmp_path
    )
    app = create_app(own)
    told: list[str | None] = []
    app.before_request_funcs.setdefault(None, []).insert(0, lambda: told.append(request.remote_addr))
    app.test_client().get("/static/js/site.js", headers={"X-Forwarded-For": header} if header else {})
    assert told == [seen]


@pytest.mark.pure
def test_the_booth_learns_no_address_from_a_trusted_proxy_either(settings: Settings, tmp_path: Path) -> None:
    own = dataclasses.replace(
        settings, trusted_proxies=1, database_url=f"sqlite:///{tmp_path / 'a.db'}", data=tmp_path
    )
    app = create_app(own)
    told: list[str] = []

    def look() -> None:
        told.append(repr(request.environ) + str(request.remote_addr))

    app.before_request_funcs.setdefault(None, []).insert(0, look)
    app.test_client().get("/booth/nothing", headers={"X-Forwarded-For": "203.0.113.9"})
    assert "127.0.0.1" not in told[0]
    assert "203.0.113.9" not in told[0]


@pytest.mark.pure
@pytest.mark.parametrize(("text", "number"), [("", 0), ("0", 0), ("2", 2)])
def test_the_number_of_proxies_is_a_setting(tmp_path: Path, text: str, number: int) -> None:
    env = {
        "SECRET_KEY": "x" * 32,
        "DATABASE_URL": "sqlite://",
        "DATA": str(tmp_path),
        "TRUSTED_PROXIES": text,
    }
    assert Settings.from_env(env).trusted_proxies == number
    for wrong in ("-1", "yes", "１"):
        with pytest.raises(MissingSetting, match="TRUSTED_PROXIES"):
            Settings.from_env({**env, "TRUSTED_PROXIES": wrong})
