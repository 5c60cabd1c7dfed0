"""The page of first PINs offers its download once: afterwards it says what became of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import CHROMIUM, serious
from tests.congress.factories import people, xlsx
from tests.factories import account, term
from tests.js.live import sign_in
from voting.people.rules import Place, Role

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: the page of PINs is not looked at"),
]


def test_after_the_only_download_its_buttons_are_gone_and_the_page_says_so(
    city: Place, browser: Browser, address: str, tmp_path: Path
) -> None:
    roster = tmp_path / "roster.xlsx"
    roster.write_bytes(xlsx(people(2)))
    context = browser.new_context()
    sign_in(context, address, account(city, Role.STAFF))
    page = context.new_page()
    page.goto(f"{address}/j/140900/congress/terms/{term(city).id}/roster")
    page.set_input_files("#file", roster)
    page.locator("main form [type=submit]").click()
    page.locator("form[action$='/confirm'] [type=submit]").first.click()
    expect(page.locator("[data-once]")).to_be_visible()
    expect(page.locator("#fetched")).to_be_hidden()
    with page.expect_download():
        page.locator("[data-once] [value=xlsx]").click()
    expect(page.locator("[data-once]")).to_be_hidden()
    expect(page.locator("#fetched")).to_be_visible()
    assert serious(page) == []
    page.locator("#fetched a").click()
    expect(page.locator("main")).to_contain_text("已经下载过")
    context.close()
