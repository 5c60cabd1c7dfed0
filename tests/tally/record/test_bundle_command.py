"""The public record by command: the same as by HTTP, complete, and never before the announcement."""

from __future__ import annotations

import io
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask

from tests.tally.factories_count import announced, closed
from voting.belenios.report import VerifierReport
from voting.belenios.verify import verify_bundle
from voting.people.rules import Place

pytestmark = pytest.mark.database


def test_the_command_writes_a_record_that_verifies(app: Flask, city: Place, tmp_path: Path) -> None:
    uuid, file = announced(city).uuid, tmp_path / "record.zip"
    run = app.test_cli_runner().invoke
    done = run(args=["bundle", uuid, str(file)])
    assert done.exit_code == 0, done.output
    raw = file.read_bytes()
    assert sha256(raw).hexdigest() in done.output
    assert "not public" in done.output
    verify_bundle(raw, VerifierReport(io.StringIO()))
    again = run(args=["bundle", uuid, str(file)])
    assert (again.exit_code, file.read_bytes()) == (1, raw)


def test_the_command_writes_nothing_before_the_announcement(app: Flask, city: Place, tmp_path: Path) -> None:
    for uuid in (closed(city).uuid, "NoSuchBallot11"):
        done = app.test_cli_runner().invoke(args=["bundle", uuid, str(tmp_path / "record.zip")])
        assert done.exit_code == 1, done.output
        assert "Error" in done.output
    assert list(tmp_path.iterdir()) == []
