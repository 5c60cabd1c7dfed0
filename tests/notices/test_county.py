"""A county from its call to its look-back with a stopped clock: every notice by day, event, channel and reader, worked out by hand; and killed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
import time_machine
from flask import Flask

from tests.interleaved.cuts import Fate
from tests.notices.county import connected, peopled
from tests.notices.county_worker import Play, Power, Servers, Told, by_hand
from tests.notices.mail_server import SITE, Mailbox, free_port, sending, serving
from tests.notices.robot_server import ALLOWED, be_patient, talking
from voting.core.clock import moment
from voting.core.running import settings
from voting.people.rules import Place

pytestmark = [pytest.mark.database, pytest.mark.slow]
KILLS, SEED, COMMITS = 20, 13, 2200


@pytest.fixture
def servers(app: Flask, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Servers]:
    """A mail server, a group chat's robot and a provider of text messages, which the program knows."""
    port, box = free_port(), Mailbox()
    chosen = replace(settings(), mail=sending(port, files[0]).server, site=SITE, chat_hosts=ALLOWED)
    monkeypatch.setitem(app.extensions, "settings", chosen)
    be_patient(monkeypatch)
    with serving(box, port, files), talking() as robot, talking() as provider:
        yield Servers(box, robot, provider)


def play(app: Flask, city: Place, county: Place, servers: Servers, power: Power) -> tuple[Play, list[Told]]:
    """Play all months; return what arrived outside, and everybody's lists."""
    with time_machine.travel(moment(date(2025, 8, 29), 10), tick=False) as clock:
        world = peopled(county, city)
        connected(world, servers.robot, servers.provider)
        made = Play(app, world, servers, clock, power)
        made.look()
        return made, sorted(made.through().elements())


def expected(*channels: str) -> list[Told]:
    return sorted(row for row in by_hand().elements() if row.channel in channels)


def test_everybody_is_told_what_was_worked_out_by_hand(
    app: Flask, city: Place, county: Place, servers: Servers
) -> None:
    made, lists = play(app, city, county, servers, Power())
    assert lists == expected("list")
    assert sorted(made.once.elements()) == expected("mail", "chat", "sms")
    assert not made.again
    assert made.power.commits >= COMMITS, "else the other test dies less often than it says"


def test_killed_at_twenty_points_the_table_is_the_same_but_for_what_is_marked(
    app: Flask, city: Place, county: Place, servers: Servers
) -> None:
    chance = Random(SEED)
    points = chance.sample(range(1, COMMITS + 1), KILLS)
    fails = {number: chance.choice([Fate.UNDONE, Fate.HALF_DONE]) for number in points}
    made, lists = play(app, city, county, servers, Power(fails))
    assert made.power.deaths == KILLS
    assert lists == expected("list"), "in the program nothing is said twice, and nothing is lost"
    wanted = by_hand()
    arrived = made.once + made.again
    outside = [row for row in wanted if row.channel != "list"]
    assert [row for row in outside if arrived[row] < wanted[row]] == [], "nothing is lost"
    assert [row for row in arrived if made.once[row] > wanted[row]] == [], "what came once more is marked"
