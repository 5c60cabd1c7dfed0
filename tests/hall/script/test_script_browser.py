"""The chair's script beside the next step: it follows the hall, and stays folded where it was folded."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.browser import serious
from tests.hall.factories import console
from tests.hall.test_hall_browser import page_for
from voting.people.rules import Place

pytestmark = pytest.mark.browser


def test_the_script_follows_the_step_and_stays_folded(
    app: Flask, city: Place, address: str, browser: Browser
) -> None:
    made = console(app, city, people=6, here=5)
    page = page_for(browser, address, made.staff)
    page.goto(f"{address}{made.url}/console")
    script = page.locator("#chair-script")
    assert "应到代表 6 名，实到 5 名" in script.inner_text()
    assert serious(page) == []
    page.get_by_role("button", name="宣布符合法定人数").click()
    page.get_by_role("button", name="表决票决办法").wait_for()
    assert "同意的代表请举手" in script.inner_text()
    script.locator("summary").click()
    expect(script).not_to_have_attribute("open", "")
    page.evaluate(
        "new Promise(done => setTimeout(done))"
    )  # what the fold is kept by is a task behind the click
    page.reload()
    expect(script).not_to_have_attribute("open", "")
