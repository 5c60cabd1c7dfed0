"""DATA/keys is lost, or another host has its own: nothing is signed that does not hold, and nobody is left guessing."""

from __future__ import annotations

import logging
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.ballot.factories import Hall, choices, hall, open_ballot, opened, ready
from tests.ballot.play import Tablet, call
from tests.service import ROOT
from voting.ballot.order.models import find_ballot
from voting.ballot.sealed import box, keys
from voting.ballot.set_up import actions as set_up_actions
from voting.ballot.set_up.facts import readiness
from voting.ballot.set_up.rules import missing_before_open
from voting.core.db import transaction
from voting.core.errors import WrongMoment
from voting.people.rules import Place
from voting.ready import expect_ready

pytestmark = pytest.mark.database
Loss = Callable[[Hall], None]


def gone(_at: Hall) -> None:
    """The documented restore of old: DATA without DATA/keys."""
    shutil.rmtree(keys.folder())


def another_hosts(at: Hall) -> None:
    """A second host, which has made a key for this meeting in a DATA of its own."""
    file_key = keys.file_key(at.uuid)
    gone(at)
    keys.receipt_key(at.meeting_id, rehearsal=False)
    (keys.folder() / f"{at.uuid}.key").write_bytes(file_key)


def broken(at: Hall) -> None:
    """A disk that gave back less than it was given."""
    (keys.folder() / f"receipt-{at.meeting_id}.key").write_bytes(b"")


losses = pytest.mark.parametrize("lose", [gone, another_hosts, broken])


@losses
def test_a_ballot_whose_receipt_would_not_hold_is_not_taken(app: Flask, city: Place, lose: Loss) -> None:
    at = open_ballot(city)
    tablet = Tablet(app, at.uuid, at.deputies[0])
    tablet.draw()
    kept = keep(keys.folder())
    lose(at)
    raw = tablet.seal(choices())
    for _ in range(2):
        status, body = call(tablet.booth, "POST", f"/booth/{at.uuid}", tablet.body(raw))
        assert (status, body["error"]["code"]) == (409, "NoReceipts")
        assert "DATA/keys" in body["error"]["message"]
    assert box.count(at.uuid) == 0
    give_back(kept, keys.folder())
    assert tablet.hand_in(raw)[0] == 201  # the tablet tries again, and its receipt holds


@losses
def test_no_token_is_drawn_for_a_vote_without_receipts(app: Flask, city: Place, lose: Loss) -> None:
    at = open_ballot(city)
    tablet = Tablet(app, at.uuid, at.deputies[0])
    kept = keep(keys.folder())
    lose(at)
    status, body = tablet.draw()
    assert status == 409
    assert "DATA/keys" in body["error"]["message"]
    give_back(kept, keys.folder())
    assert tablet.draw()[0] == 200  # the roll was not marked


def test_a_receipt_that_was_given_is_never_given_in_another_key(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    tablet = Tablet(app, at.uuid, at.deputies[0])
    tablet.draw()
    raw = tablet.seal(choices())
    assert tablet.hand_in(raw)[0] == 201
    another_hosts(at)
    assert call(tablet.booth, "POST", f"/booth/{at.uuid}", tablet.body(raw))[0] == 409
    assert box.count(at.uuid) == 1


@losses
def test_voting_is_not_opened_without_the_keys(city: Place, lose: Loss) -> None:
    at = hall(city)
    ready(at)
    assert missing_before_open(readiness(find_ballot(at.uuid))) == []
    lose(at)
    assert ["DATA/keys" in one.what for one in missing_before_open(readiness(find_ballot(at.uuid)))] == [True]
    with pytest.raises(WrongMoment, match="DATA/keys"), transaction():
        set_up_actions.open_voting(at.secretary, at.uuid)


def test_no_key_is_made_beside_one_that_a_running_vote_needs(city: Place) -> None:
    at = hall(city)
    first = opened(at)
    gone(at)
    with pytest.raises(WrongMoment, match="DATA/keys"):
        ready(at)
    assert not list(keys.folder().glob("receipt-*"))
    with transaction():
        set_up_actions.void(at.secretary, first, reason="密钥丢失")
    assert ready(at) != first  # void and repeat


@losses
def test_the_start_names_the_votes_that_cannot_be_signed_for(
    app: Flask, city: Place, lose: Loss, caplog: pytest.LogCaptureFixture
) -> None:
    at = open_ballot(city)
    with caplog.at_level(logging.ERROR):
        expect_ready(app)
        assert caplog.messages == []
        lose(at)
        expect_ready(app)
    assert len(caplog.messages) == 1
    assert at.uuid in caplog.messages[0]
    assert str(keys.folder()) in caplog.messages[0]


def test_the_documented_back_up_brings_the_receipts_back_and_no_issuing_key(
    app: Flask, city: Place, tmp_path: Path
) -> None:
    """What docs/operating.md says, word for word, on the folder of this test."""
    at = open_ballot(city)
    tablet = Tablet(app, at.uuid, at.deputies[0])
    tablet.draw()
    data = keys.folder().parent
    command = next(
        line for line in (ROOT / "docs/operating.md").read_text().splitlines() if line.startswith("tar ")
    )
    environment = {"DATA": str(data), "PATH": "/usr/bin:/bin"}
    subprocess.run(["bash", "-euc", command], cwd=tmp_path, env=environment, check=True)
    gone(at)
    with tarfile.open(tmp_path / "data.tar") as packed:
        packed.extractall(data, filter="data")
    assert not keys.has_file_key(at.uuid)
    assert tablet.hand_in(tablet.seal(choices()))[0] == 201


def keep(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def give_back(kept: dict[str, bytes], folder: Path) -> None:
    for name, content in kept.items():
        (folder / name).write_bytes(content)
