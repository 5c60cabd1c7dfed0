"""Every test of the tally shares two issuing keys; making one takes longer than the test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.ballot import factories


@pytest.fixture(autouse=True)
def shared_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.share_keys(monkeypatch)


@pytest.fixture(scope="package", autouse=True)
def stopped_verifiers(app: Flask) -> Iterator[None]:
    yield
    app.extensions["verifiers"].stop()
