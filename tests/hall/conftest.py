"""Ballots in the hall's tests share two issuing keys; making one takes longer than a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.ballot import factories
from tests.conftest import Browser


@pytest.fixture(autouse=True)
def shared_keys(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if "browser" not in request.keywords:
        factories.share_keys(monkeypatch)


@pytest.fixture(autouse=True)
def separate_requests(app: Flask) -> None:
    """Every client of the hall's tests makes requests of its own: several people sit at several devices."""
    app.test_client_class = Browser


@pytest.fixture(scope="package", autouse=True)
def stopped_verifiers(app: Flask) -> Iterator[None]:
    yield
    app.extensions["verifiers"].stop()
