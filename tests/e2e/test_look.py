"""The look in a real browser: switches, the system's wishes, sorting, what lies below, sizes for fingers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: the look is not tested in a browser"
    ),
]
FINGER = 56
DARK_PAPER = "rgb(17, 20, 23)"
BLACK = "rgb(0, 0, 0)"


def ground(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_a_switch_changes_the_page_at_once_and_is_remembered(address: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(address + "/look")
    page.evaluate("document.title = 'not reloaded'")
    page.get_by_role("button", name="高对比").click()
    assert page.title() == "not reloaded"
    assert ground(page) == BLACK
    expect(page.get_by_role("button", name="高对比")).to_have_attribute("aria-pressed", "true")
    before = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    page.get_by_role("button", name="特大").click()
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == before * 1.5
    page.goto(address + "/look/tablet")
    assert ground(page) == BLACK
    page.get_by_role("button", name="高对比").click()
    assert ground(page) != BLACK
    page.close()


def test_the_switches_work_without_script(address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/look")
    page.get_by_role("button", name="深色").click()
    expect(page.locator("body")).to_have_css("background-color", DARK_PAPER)
    assert page.url.endswith("/look")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    context.close()


def test_the_systems_wish_for_dark_is_followed_by_itself_and_can_be_refused(
    address: str, browser: Browser
) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(address + "/look")
    assert ground(page) == DARK_PAPER
    context.add_cookies([{"name": "theme", "value": "light", "url": address}])
    page.reload()
    assert ground(page) != DARK_PAPER
    context.close()


def test_paper_is_printed_light_whatever_the_theme(address: str, browser: Browser) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(address + "/look")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 31, 36)"
    assert not page.locator(".masthead").is_visible()
    context.close()


def test_a_head_sorts_its_column_both_ways(address: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(address + "/look")
    votes = (
        "Array.from(document.querySelectorAll('#main table tbody tr'), r => Number(r.cells[2].textContent))"
    )
    table = page.locator("table", has=page.get_by_text("赞成", exact=True)).first
    head = table.get_by_role("button", name="赞成")
    head.click()
    expect(table.locator("th", has=page.get_by_text("赞成", exact=True))).to_have_attribute(
        "aria-sort", "ascending"
    )
    up = [n for n in page.evaluate(votes) if n]
    assert up == sorted(up)
    head.click()
    down = [n for n in page.evaluate(votes) if n]
    assert down == sorted(down, reverse=True)
    page.close()


def test_the_ballot_says_how_many_cards_lie_below(address: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 820, "height": 1180})
    page.goto(address + "/look/tablet")
    hint = page.locator(".below")
    expect(hint).to_be_visible()
    first = int(page.locator("[data-below-count]").inner_text())
    assert 5 <= first <= 15
    page.mouse.wheel(0, 400)
    expect(page.locator("[data-below-count]")).not_to_have_text(str(first))
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(hint).to_be_hidden()
    page.close()


@pytest.mark.parametrize("size", [(820, 1180), (1180, 820)])
@pytest.mark.parametrize("type_", ["normal", "largest"])
def test_everything_on_the_tablet_is_big_enough_for_a_finger(
    address: str, browser: Browser, size: tuple[int, int], type_: str
) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.add_cookies([{"name": "type", "value": type_, "url": address}])
    page = context.new_page()
    page.goto(address + "/look/tablet")
    small = page.evaluate(
        """least => Array.from(document.querySelectorAll("button:not([hidden]), .pick"))
            .filter(e => !e.hidden && e.getBoundingClientRect().height < least)
            .map(e => [e.textContent.trim().slice(0, 20), e.getBoundingClientRect().height])""",
        FINGER,
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_the_keyboard_reaches_the_text_first_and_every_choice(address: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(address + "/look/tablet")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#choice-20").focus()
    assert not page.locator("#choice-20").is_checked()
    page.keyboard.press("Space")
    assert page.locator("#choice-20").is_checked()
    page.close()


@pytest.mark.parametrize("path", ["/look", "/look/tablet", "/look/hall", "/look/document"])
@pytest.mark.parametrize("width", [360, 390, 820, 1024, 1280, 1440, 1920])
def test_no_page_is_wider_than_its_window(address: str, browser: Browser, path: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
