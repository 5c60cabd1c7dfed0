"""Ballots in the hall's tests share two issuing keys; making one takes longer than a test."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def shared_keys(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if not {"browser", "pure"} & set(request.keywords):
        from tests.ballot import factories

        factories.share_keys(monkeypatch)


@pytest.fixture(autouse=True)
def separate_requests(request: pytest.FixtureRequest) -> None:
    """Every client of the hall's tests makes requests of its own: several people sit at several devices."""
    if "pure" not in request.keywords:
        from tests.caller import Browser

        request.getfixturevalue("app").test_client_class = Browser
