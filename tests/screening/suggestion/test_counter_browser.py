"""A text that is too long is counted and never cut off, in a real browser; the pages of sources have no serious finding."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.browser import CHROMIUM, page_of, serious
from tests.js.live import running
from tests.screening.factories import call
from voting.people.rules import Place

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: the counter is not tested")


@pytest.fixture
def form(
    app: Flask, browser: Browser, city: Place, county: Place, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    """The form of a place that has a division below it, on a phone."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    call(city)
    with running(app) as url:
        page = page_of(browser, width=390, height=844, base_url=url)
        page.goto("/j/140900/suggest", wait_until="networkidle")
        yield page
        page.context.close()


def test_what_is_too_long_is_said_and_stays_whole(form: Page) -> None:
    said, content = form.locator("#content-count"), form.locator("#content")
    expect(said).to_be_hidden()
    content.fill("修路𠮷" * 3)
    expect(said).to_have_text("已写 9 字，最多 2000 字")
    content.fill("路" * 2003)
    expect(said).to_have_text("已写 2003 字，比 2000 字多 3 字，请删短")
    assert len(content.input_value()) == 2003
    assert serious(form) == []
    form.fill("#title", "给东关小学门口装红绿灯")
    form.get_by_role("button", name="提交建议").click()
    expect(form.locator("#content-error")).to_contain_text("10 至 2000 个字")
    expect(content).to_have_value("路" * 2003)
