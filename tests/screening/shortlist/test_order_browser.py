"""The order of the list in a browser: by number, by keys, by buttons, by dragging; the surplus follows, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import page_of, serious
from tests.factories import PASSWORD, account, place
from tests.screening.factories import YEAR, appraised
from tests.service import Service
from voting.people.rules import Level, Role

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CODE = "140921100"
LIST = f"/j/{CODE}/screening/list?year={YEAR}"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with Service(tmp_path_factory.mktemp("order")) as service:
        with service.app().app_context():
            town = place(code=CODE, name="晋昌镇", level=Level.TOWNSHIP)
            clerk = account(town, Role.STAFF, login="clerk")
            appraised(clerk, town, 12)
        yield service


@pytest.fixture
def clerk(browser: Browser, service: Service) -> Page:
    page = page_of(browser, base_url=service.url)
    page.goto("/sign-in")
    page.fill("[name=login]", "clerk")
    page.fill("[name=password]", PASSWORD)
    page.click("main [type=submit]")
    page.wait_for_url("**/todo")
    page.goto(LIST)
    expect(page.locator("[data-move]").first).to_be_visible()
    return page


def order(page: Page) -> list[int]:
    """Project ids from top to bottom; those with an empty number are left out."""
    fields = page.locator("input.order").all()
    numbered = [field for field in fields if field.input_value()]
    assert [field.input_value() for field in numbered] == [str(n) for n in range(1, len(numbered) + 1)]
    return [int((field.get_attribute("name") or "").removeprefix("order-")) for field in numbered]


def tile(page: Page, place: int) -> str:
    """What one of the four numbers on top says."""
    return page.locator("[data-surplus] dd").nth(place).inner_text()


def test_moving_the_eleventh_to_third_is_one_act(clerk: Page) -> None:
    before = order(clerk)
    field = clerk.locator("input.order").nth(10)
    field.fill("3")
    field.press("Enter")
    assert order(clerk) == [*before[:2], before[10], *before[2:10], before[11]]
    assert clerk.url.endswith(LIST)


def test_keys_and_buttons_move_by_one(clerk: Page) -> None:
    before = order(clerk)
    clerk.locator("input.order").nth(1).press("Alt+ArrowUp")
    assert order(clerk) == [before[1], before[0], *before[2:]]
    clerk.locator("[data-move='1']").nth(0).click()
    assert order(clerk) == before
    expect(clerk.locator("[data-order-said]")).to_contain_text("现在第 2")


def test_a_row_goes_where_it_is_dragged(clerk: Page) -> None:
    before = order(clerk)
    rows = clerk.locator("[data-row] th")
    rows.nth(4).drag_to(rows.nth(1))
    assert order(clerk) == [before[0], before[4], *before[1:4], *before[5:]]
    rows.nth(0).drag_to(rows.nth(2))
    assert order(clerk)[2] == before[0]


def test_the_surplus_follows_what_is_chosen(clerk: Page) -> None:
    assert [tile(clerk, n) for n in range(4)] == ["5", "12", "7", "140%"]
    for _ in range(7):
        field = clerk.locator("input.order").first
        field.fill("")
        field.press("Tab")
    assert [tile(clerk, n) for n in range(4)] == ["5", "5", "0", "0%"]
    expect(clerk.locator("[data-surplus-warning]")).to_be_visible()


def test_a_refused_form_keeps_the_order_that_was_made(clerk: Page) -> None:
    field = clerk.locator("input.order").nth(10)
    field.fill("1")
    field.press("Tab")
    made = order(clerk)
    clerk.click("section.key [type=submit]")
    expect(clerk.locator(".error-list")).to_contain_text("请填写日期。")
    assert order(clerk) == made


def test_axe_finds_nothing_serious(clerk: Page) -> None:
    assert serious(clerk) == []
