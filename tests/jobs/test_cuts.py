"""The worker is killed at random points: before a commit, after one, in the middle of a deed. Each thing is done once."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
import time_machine
from flask import Flask

from tests.interleaved.cuts import Fate, PowerCut, cut
from tests.jobs.factories import KIND, REMIND, START, days, owed_in, reminded, row
from voting.core.due import Owed
from voting.core.due_rules import DueState
from voting.jobs import Job, work_off
from voting.people.rules import Place

pytestmark = pytest.mark.database


def dying(chance: Random) -> Job:
    """A job that the power sometimes leaves in its middle."""

    def deed(owed: Owed) -> None:
        REMIND[KIND].deed(owed)
        if chance.random() < 0.2:
            raise PowerCut

    return Job(deed=deed)


@pytest.mark.parametrize("seed", range(5))
def test_killed_at_random_points_everything_is_done_once_and_in_its_turn(
    app: Flask, city: Place, seed: int
) -> None:
    chance = Random(seed)
    keys = [f"{number:02d}" for number in range(30)]
    with time_machine.travel(START, tick=False) as clock:
        for number, key in enumerate(keys):
            owed_in(city, key, START + timedelta(hours=6 * number))
        deaths = 0
        for _ in range(20):
            fate = chance.choice([Fate.UNDONE, Fate.HALF_DONE])
            try:
                with cut(fate, later=chance.randrange(6)):
                    work_off(app, {KIND: dying(chance)})
            except PowerCut:
                deaths += 1
            clock.shift(timedelta(hours=12))
        assert deaths > 5
        clock.shift(days(30))
        while work_off(app, REMIND):
            clock.shift(days(1))
    assert sorted(reminded()) == keys
    assert {row(key).state for key in keys} == {DueState.DONE}
