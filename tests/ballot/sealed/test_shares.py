"""Casting has connections of its own, and holds none while a ballot is checked."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor

import pytest
from flask import Flask

from tests.ballot.factories import choices, open_ballot
from tests.ballot.play import Tablet, call
from tests.pools import exhausted, out
from voting.ballot.sealed.verifiers import Verifiers
from voting.belenios import ballot as sealed
from voting.core.db import RESERVED, db
from voting.people.rules import Place

pytestmark = pytest.mark.database


@pytest.fixture
def tablet(app: Flask, city: Place) -> Tablet:
    """A tablet whose deputy has drawn."""
    at = open_ballot(city, challenge_allowed=True)
    found = Tablet(app, at.uuid, at.deputies[0])
    assert found.draw()[0] == 200
    return found


def test_a_ballot_is_cast_while_the_rest_of_the_program_has_no_connection_left(
    tablet: Tablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = tablet.seal(choices())
    with exhausted(db.engine, monkeypatch):
        assert tablet.hand_in(raw)[0] == 201


def test_a_ballot_that_finds_no_connection_is_told_to_come_again(
    tablet: Tablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = tablet.seal(choices())
    with exhausted(db.engines[RESERVED], monkeypatch):
        status, body = tablet.hand_in(raw)
        assert (status, body["error"]["code"]) == (503, "Busy")
    assert tablet.hand_in(raw)[0] == 201


@pytest.mark.parametrize("deed", ["cast", "challenge"])
def test_nothing_is_held_while_a_ballot_is_checked(
    tablet: Tablet, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    held: list[int] = []
    running = Verifiers.running

    def watched(self: Verifiers) -> ProcessPoolExecutor:
        held.append(sum(out(engine) for engine in db.engines.values()))
        return running(self)

    monkeypatch.setattr(Verifiers, "running", watched)
    db.session.rollback()
    if deed == "cast":
        assert tablet.hand_in(tablet.seal(choices()))[0] == 201
    else:
        assert challenged(tablet) == 201
    assert held == [0]


def challenged(tablet: Tablet) -> int:
    """Seal and have it opened as a test; returns the status."""
    made = sealed.seal_openly(tablet.election, tablet.credential.secret, choices())
    body = tablet.body(made.raw) | {"choices": choices(), "randomness": made.randomness}
    return call(tablet.booth, "POST", f"/booth/{tablet.uuid}/challenge", body)[0]
