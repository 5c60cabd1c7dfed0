"""The appraiser's sheet in a browser: twelve projects on one screen, by keyboard, with the keystrokes counted."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import CHROMIUM, page_of, serious
from tests.conftest import rows
from tests.factories import PASSWORD, account
from tests.screening.factories import YEAR, project, scoring
from voting.congress.place.models import Unit
from voting.core.db import db
from voting.people.models import Account
from voting.people.rules import Actor, Place, Role

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: the sheet is not looked at"),
]
PROJECTS, CRITERIA = 12, 4
SHEET = f"/j/140900/screening/sheet?year={YEAR}"


@pytest.fixture
def appraiser(city: Place, clerk: Actor, lead: Unit) -> Actor:
    """With a sheet of twelve projects before him."""
    for _ in range(PROJECTS):
        project(clerk, city, lead)
    scoring(clerk, city)
    return account(city, Role.APPRAISER)


def opened(browser: Browser, address: str, who: Actor, width: int, height: int = 900) -> Page:
    page = page_of(browser, width=width, height=height, base_url=address)
    page.goto("/sign-in")
    page.fill("[name=login]", db.session.get_one(Account, who.account_id).login)
    page.fill("[name=password]", PASSWORD)
    page.click("main [type=submit]")
    page.wait_for_url("**/todo")
    page.goto(SHEET)
    return page


class Keys:
    """Presses keys and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1


def test_an_appraiser_scores_twelve_projects_on_one_screen_by_keyboard(
    browser: Browser, address: str, appraiser: Actor
) -> None:
    page = opened(browser, address, appraiser, 1440)
    for line in (page.locator("[data-line]").first, page.locator("[data-line]").last):
        expect(line).to_be_in_viewport(ratio=1)
    keys = Keys(page)
    page.locator("[data-points]").first.focus()
    for _ in range(PROJECTS * CRITERIA):
        keys.press("1", "8", "Enter")
    expect(page.locator("[data-total]").last).to_have_text("72")
    expect(page.locator("[data-filled]")).to_have_text("已打完 12 个，共 12 个")
    page.get_by_role("button", name="交表", exact=True).click()
    page.wait_for_load_state()
    expect(page.get_by_role("button", name="撤回修改")).to_be_visible()
    assert keys.pressed == PROJECTS * CRITERIA * 3 == 144
    db.session.rollback()  # what was read before the sheet was handed in is over
    assert rows(
        "SELECT count(*), sum(expectation + operability + urgency + funding) FROM screening_score"
    ) == [(12, 12 * 72)]


def test_arrows_keep_the_column_and_step_over_what_he_keeps_away_from(
    browser: Browser, address: str, appraiser: Actor
) -> None:
    page = opened(browser, address, appraiser, 1440)
    lines = page.locator("[data-line]")
    lines.nth(1).locator("[data-avoids]").check()
    lines.nth(0).locator("[data-points]").nth(2).focus()
    page.keyboard.press("ArrowDown")
    expect(lines.nth(2).locator("[data-points]").nth(2)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(lines.nth(0).locator("[data-points]").nth(2)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(lines.nth(2).locator("[data-points]").nth(0)).to_be_focused()
    expect(page).to_have_url(f"{address}{SHEET}")


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    browser: Browser, address: str, appraiser: Actor, width: int
) -> None:
    page = opened(browser, address, appraiser, width)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
