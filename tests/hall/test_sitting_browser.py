"""A sitting of three tablets side by side, with everybody else at a screen; `make hall` plays it with twelve."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench.sitting import play, prepare
from tests.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_three_tablets_vote_side_by_side_and_the_record_holds_what_they_chose(
    tmp_path: Path, browser: Browser
) -> None:
    """One loses the network while it casts, one is reloaded; totals and receipts are compared in the play itself."""
    with Service(tmp_path / "service") as service:
        prepare(service, 3)
        course = play(browser, service, 3, None)
    assert len(course.receipts) == 3
    assert course.complaints == []
