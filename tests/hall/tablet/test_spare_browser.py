"""A tablet that dies between draw and receipt: its deputy goes on with another one, by the code on his slip."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.ballot import factories
from tests.browser import CHROMIUM, serious
from tests.hall.tablet.test_tablet_browser import (
    at_the_ballot,
    bound,
    cast,
    chosen,
    finished,
    shared_keys,
    signed_in,
    tablet,
    welcomed,
)
from voting.ballot.roll import facts as roll_facts
from voting.ballot.sealed import box
from voting.belenios import receipt
from voting.belenios.ballot import tracker
from voting.people.rules import Place

__all__ = ["shared_keys", "tablet"]  # fixtures of the tablet's own tests
pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: the tablet is not tested in a browser"
)


@pytest.fixture
def other(browser: Browser) -> Iterator[BrowserContext]:
    """A second tablet, which has never seen this deputy."""
    context = browser.new_context(viewport={"width": 820, "height": 1180}, locale="zh-CN")
    yield context
    context.close()


def typed(page: Page, code: str) -> None:
    page.fill("#spare", code)
    page.click("#spare-form [type=submit]")


def test_a_drawn_vote_goes_on_at_another_tablet_by_the_code_of_the_slip(
    city: Place, tablet: BrowserContext, other: BrowserContext, address: str
) -> None:
    at, page = welcomed(city, tablet, address)
    sent = []
    tablet.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
    at_the_ballot(page)
    shown = page.locator("#spare-code").inner_text()
    code = shown.replace(" ", "")
    assert len(code) == 16
    assert serious(page) == []
    page.click("#spare-drop")
    expect(page.locator("#spare-box")).to_be_hidden()
    assert code not in page.content().replace(" ", "")
    assert not any(code in one.replace(" ", "") for one in sent)
    tablet.close()  # and everything on it is gone

    second = bound(other, address, at)
    signed_in(second)
    expect(second.locator("#title")).to_have_text("已领票，但不在这台平板上")
    assert serious(second) == []
    typed(second, shown[:-1])
    expect(second.locator("#spare-error")).to_contain_text("16 个字符")
    typed(second, "0000 0000 0000 0000")
    expect(second.locator("#spare-error")).to_contain_text("输错不影响您的票")
    typed(second, "".join(chr(ord(sign) + 0xFEE0) for sign in code.lower()))
    expect(second.locator(".pick input").first).to_be_visible()
    chosen(second, 2)
    cast(second)
    finished(second)
    (raw,) = box.ballots(at.uuid)
    assert second.locator("#receipt-code").inner_text().replace(" ", "") == receipt.short(tracker(raw))
    expect(second.locator("#cast-earlier")).to_be_hidden()
    assert roll_facts.issued(at.uuid) == 1


def test_a_vote_that_arrived_from_the_dead_tablet_ends_in_its_receipt_on_the_new_one(
    city: Place, tablet: BrowserContext, other: BrowserContext, address: str
) -> None:
    at, page = welcomed(city, tablet, address)
    at_the_ballot(page)
    code = page.locator("#spare-code").inner_text()
    chosen(page, 1)
    cast(page)
    finished(page)
    tablet.close()

    second = bound(other, address, at)
    signed_in(second)
    typed(second, code)
    expect(second.locator(".pick input").first).to_be_visible()
    chosen(second, 2)
    cast(second)
    finished(second)
    (raw,) = box.ballots(at.uuid)
    assert second.locator("#receipt-code").inner_text().replace(" ", "") == receipt.short(tracker(raw))
    expect(second.locator("#cast-earlier")).to_contain_text("刚才填的没有投出")
    assert serious(second) == []


def test_the_code_is_shown_where_a_deputy_waits_and_only_once(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at = factories.hall(city)
    factories.ready(at)
    page = bound(tablet, address, at)
    signed_in(page)
    expect(page.locator("#drawn-word")).to_have_text("已领票")
    expect(page.locator("#spare-code")).to_be_visible()
    page.click("#leave")
    expect(page.locator("#spare-box")).to_be_hidden()
    assert page.locator("#spare-code").inner_text() == ""
    signed_in(page)
    expect(page.locator("#drawn-word")).to_have_text("已领票")
    expect(page.locator("#spare-box")).to_be_hidden()
