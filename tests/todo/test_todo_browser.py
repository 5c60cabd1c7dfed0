"""The first page after signing in, in a browser: what waits stands on it, its count beside the name, and axe finds nothing."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.browser import CHROMIUM, page_of, serious
from tests.factories import PASSWORD, account, unit
from tests.screening import factories as screening
from tests.supervision import factories as supervision
from voting.core.db import db
from voting.people.models import Account
from voting.people.rules import Actor, Place, Role

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: the list is not looked at"),
]
WIDTHS = (390, 820, 1440)


@pytest.fixture
def staff(city: Place) -> Actor:
    """With a suggestion to sort, and a plan that a unit owes."""
    staff, water = account(city, Role.STAFF), unit(city, "市水利局")
    screening.call(city, actor=staff)
    screening.suggestion(city)
    supervision.commitment(staff, city, water)
    return staff


def signed_in(browser: Browser, address: str, who: Actor, width: int) -> Page:
    page = page_of(browser, width=width, base_url=address)
    page.goto("/sign-in")
    page.fill("[name=login]", db.session.get_one(Account, who.account_id).login)
    page.fill("[name=password]", PASSWORD)
    page.click("main [type=submit]")
    page.wait_for_url("**/todo")
    return page


@pytest.mark.parametrize("width", WIDTHS)
def test_the_first_page_says_what_is_mine_and_its_count_stands_on_every_page(
    app: Flask, browser: Browser, address: str, staff: Actor, width: int
) -> None:
    page = signed_in(browser, address, staff, width)
    mine = page.locator(".todos > li")
    expect(mine.filter(has_text="梳理 1 条建议")).to_have_count(1)
    expect(page.locator("[data-todo-count]")).to_have_text(str(mine.count()))
    page.click("details > summary:has-text('等别人办理')")
    expect(page.locator("table.sheet")).to_contain_text("市水利局")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    count = mine.count()
    page.goto("/account")
    expect(page.locator("[data-todo-count]")).to_have_text(str(count))
    expect(page.locator("[data-todo]")).to_have_attribute("aria-label", f"我的待办：{count} 件")


def test_who_has_nothing_to_do_is_told_so_and_no_number_stands_anywhere(
    app: Flask, browser: Browser, address: str, city: Place
) -> None:
    page = page_of(browser, width=390, base_url=address)
    who = account(city, Role.AUDITOR)
    page.goto("/sign-in")
    page.fill("[name=login]", db.session.get_one(Account, who.account_id).login)
    page.fill("[name=password]", PASSWORD)
    with page.expect_response("**/todo/count.json"):
        page.click("main [type=submit]")
    expect(page.locator("main")).to_contain_text("没有等您办理的事")
    expect(page.locator("[data-todo-count]")).to_be_hidden()
    assert serious(page) == []


def test_an_address_of_a_calendar_is_shown_once(
    app: Flask, browser: Browser, address: str, staff: Actor
) -> None:
    page = signed_in(browser, address, staff, 390)
    page.click("text=订阅到日历")
    page.click("main button:has-text('取得地址')")
    own = page.locator("#own").input_value()
    assert own.startswith(f"{address}/calendar/")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    answer = page.request.get(own)
    assert answer.headers["content-type"].startswith("text/calendar")
    page.goto("/todo/calendar")
    expect(page.locator("#own")).to_have_count(0)
