"""A deputy's walk through the reading room, with his taps counted; by keys; in the largest type."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import page_of, serious
from tests.conftest import rows
from tests.screening.reading.conftest import Room
from voting.core.db import transaction
from voting.people import actions as people

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BASE = "/j/140900/reading"


def at_home(browser: Browser, address: str, room: Room, *, width: int = 820, height: int = 1180) -> Page:
    """A deputy's device at home just after he has signed in: his first page."""
    assert room.asker.account_id is not None
    with transaction():
        token = people.start_session(room.asker.account_id, home=True)
    page = page_of(browser, width=width, height=height, base_url=address)
    page.context.add_cookies([{"name": "signed_in", "value": token, "url": address}])
    page.goto("/account")
    return page


def test_the_candidates_are_one_tap_away_and_a_question_three(
    browser: Browser, address: str, room: Room
) -> None:
    page = at_home(browser, address, room)
    page.get_by_role("main").get_by_role("link", name="候选项目", exact=True).click()
    page.wait_for_url(f"**{BASE}/")
    expect(page.locator(".reading-list > li")).to_have_count(12)
    assert serious(page) == []
    page.locator(".reading-ask").first.click()
    page.wait_for_url(f"**{BASE}/{room.ids[0]}#text")
    expect(page.locator("#text")).to_be_focused()
    assert serious(page) == []
    page.keyboard.type("管网改造包括哪几个小区？")
    page.get_by_role("button", name="送出提问").click()
    expect(page.get_by_role("status").first).to_contain_text("提问已送出")
    assert rows("SELECT text, state FROM screening_question") == [("管网改造包括哪几个小区？", "asked")]


def test_keys_and_buttons_turn_and_what_is_typed_is_not_turned_away(
    browser: Browser, address: str, room: Room
) -> None:
    page = at_home(browser, address, room)
    page.goto(f"{BASE}/{room.ids[0]}")
    page.wait_for_load_state()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**{BASE}/{room.ids[1]}")
    page.get_by_role("link", name="下一项").first.click()
    page.wait_for_url(f"**{BASE}/{room.ids[2]}")
    page.wait_for_load_state()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**{BASE}/{room.ids[1]}")
    page.fill("#note", "问清楚钱从哪里来")
    page.press("#note", "ArrowLeft")
    assert page.url.endswith(f"{BASE}/{room.ids[1]}")
    page.get_by_role("button", name="保存笔记").click()
    expect(page.get_by_role("status").first).to_contain_text("笔记已保存")
    page.get_by_role("button", name="加书签").click()
    expect(page.get_by_role("button", name="取消书签")).to_be_visible()
    expect(page.locator("#note")).to_have_value("问清楚钱从哪里来")
    assert (
        page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)").count("钱从哪里来")
        == 0
    )


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_in_the_largest_type_nothing_is_cut(browser: Browser, address: str, room: Room, width: int) -> None:
    page = at_home(browser, address, room, width=width)
    page.context.add_cookies([{"name": "type", "value": "largest", "url": address}])
    for path in ("/", f"/{room.ids[1]}"):
        page.goto(f"{BASE}{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert serious(page) == []
