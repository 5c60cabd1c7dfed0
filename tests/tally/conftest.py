"""Every test of the tally shares two issuing keys; making one takes longer than the test."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def shared_keys(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if "pure" not in request.keywords:
        from tests.ballot import factories

        factories.share_keys(monkeypatch)
