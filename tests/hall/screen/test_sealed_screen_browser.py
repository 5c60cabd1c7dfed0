"""The hall screen over a sealed box, in a real browser: both digests stand on it whole, with a message below them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.ballot.factories import hall, opened
from tests.browser import CHROMIUM
from tests.hall.screen.test_views import url_of
from tests.hall.tablet.test_tablet_browser import shared_keys
from voting.ballot.roll import facts as roll_facts
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.demonstration import vote
from voting.hall.screen.models import HallMessage
from voting.people.rules import Place

__all__ = ["shared_keys"]  # fixtures of the tablet's own tests
pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: the hall screen is not tested in a browser"
)


def test_both_digests_fit_the_screen(city: Place, browser: Browser, address: str) -> None:
    made = hall(city, 3)
    uuid = opened(made)
    vote.vote(uuid, made.deputies[0], [[1, 0, 0]])
    digest = vote.close(made.secretary, uuid)
    with transaction():
        text = "请监票人到主席台前开箱"
        db.session.add(HallMessage(meeting_id=made.meeting_id, jurisdiction_id=city.id, text=text, at=now()))
    page = browser.new_page(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    page.goto(f"{address}{url_of(city, made.meeting_id)}")
    shown = page.locator(".hall-digest")
    expect(shown).to_have_count(2)
    assert [one.replace(" ", "") for one in shown.all_inner_texts()] == [digest, roll_facts.digest(uuid)]
    assert page.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
    hidden = "(one) => one.scrollHeight - one.clientHeight"
    assert page.locator(".hall-body").evaluate(hidden) <= 0
    page.close()
