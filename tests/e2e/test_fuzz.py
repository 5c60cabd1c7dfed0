"""No address, form, query or body of the program brings it down, on either database; no log repeats what was sent.

The suite sends a few hundred requests of chance, always the same; `make fuzz` sends 20,000 others.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from tests.ballot import factories
from tests.caller import Browser
from tests.conftest import FEW
from tests.e2e import fuzz
from tests.e2e.fuzz import NEEDLE, Attack, Fuzzed, Keep, NotingRequest
from tests.postgres import PostgresServer
from tests.properties import HealthCheck, Phase, given, settings

pytestmark = [pytest.mark.slow, pytest.mark.database]
EVERY = 250
"""Attacks after which everything is put back, so that what they did does not hide what others would find."""


@pytest.fixture
def fuzzed(
    app: Flask, empty: Path | None, postgres: PostgresServer | None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Fuzzed]:
    app.test_client_class = Browser
    monkeypatch.setattr(app, "request_class", NotingRequest)
    factories.share_keys(monkeypatch)
    with time_machine.travel("2026-11-20T02:00:00Z"):
        values, actors = fuzz.furnished()
        keep = Keep(app, empty, postgres)
        keep.save()
        yield Fuzzed(app, values, actors, keep)
    app.extensions["verifiers"].stop()


def test_nothing_that_is_sent_brings_the_program_down(
    fuzzed: Fuzzed, caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest
) -> None:
    wrong: list[str] = []
    few = request.config.getoption("--fuzz") == FEW

    def attack(one: Attack) -> None:
        caplog.clear()
        try:
            found = list(fuzz.wrong_with(one, fuzzed.send(one)))
        except Exception as error:  # noqa: BLE001  what not even the answer to errors could answer
            found = [f"{error!r}: {one}"]
        wrong.extend([*found, caplog.text] if found and caplog.text else found)
        if NEEDLE in caplog.text:
            wrong.append(f"a log repeats what was sent: {one}")

    fuzzed.again()
    for (
        rule,
        method,
    ) in fuzzed.targets():  # everything once, with next to nothing: this is how its fields become known
        path = fuzz.address(rule, fuzzed.values)
        for who in fuzzed.fitting(rule)[:1]:
            attack(Attack(rule, method, path, who, body=b"x=1"))
    fuzzed.settle()
    for turn in range(1 if few else len(fuzz.DEADLY)):
        fuzzed.again()
        for one in fuzzed.one_by_one(turn):
            attack(one)
    left = EVERY
    fuzzed.again()

    @settings(
        max_examples=request.config.getoption("--fuzz"),
        derandomize=few,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(fuzz.attacks(fuzzed))
    def everything(one: Attack) -> None:
        nonlocal left
        attack(one)
        left -= 1
        if not left:
            fuzzed.again()
            left = EVERY

    everything()
    assert wrong == [], "\n".join(wrong)
