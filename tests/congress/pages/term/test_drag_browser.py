"""Delegations are dragged to their places, by mouse and by finger; the buttons stay for the keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import page_of
from tests.factories import PASSWORD, account, deputies, place
from tests.service import Service
from voting.people.rules import Role

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NUMBER = 14
"""So many that the list is longer than a tablet's window."""


@pytest.fixture
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with Service(tmp_path_factory.mktemp("ordered")) as service:
        with service.app().app_context():
            city = place()
            account(city, Role.STAFF, login="clerk")
            deputies(city, NUMBER, delegations=NUMBER)
        yield service


def opened(page: Page) -> Locator:
    """Sign in, open the term and return the names of its delegations as they stand."""
    page.goto("/sign-in")
    page.fill("[name=login]", "clerk")
    page.fill("[name=password]", PASSWORD)
    page.click("main [type=submit]")
    page.wait_for_url("**/todo")
    page.goto("/j/140900/congress/terms/1")
    expect(page.locator("#teams-drag")).to_be_visible()
    return page.locator("[data-ordered] > [data-row] > span:nth-child(2)")


def middle(handle: Locator) -> tuple[float, float]:
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def names(*numbers: int) -> list[str]:
    rest = [n for n in range(1, NUMBER + 1) if n not in numbers]
    return [f"第{n}代表团" for n in (*numbers, *rest)]


def test_a_row_is_dragged_by_the_mouse_and_escape_leaves_it(browser: Browser, service: Service) -> None:
    page = page_of(browser, base_url=service.url)
    said = opened(page)
    handles = page.locator(".handle")
    for ends in ("Escape", "drop"):
        page.mouse.move(*middle(handles.nth(2)))
        page.mouse.down()
        x, y = middle(handles.nth(0))
        page.mouse.move(x, y - 12, steps=4)
        expect(page.locator(".drop-before")).to_have_count(1)
        if ends == "Escape":
            page.keyboard.press("Escape")
        page.mouse.up()
        expect(page.locator(".is-dragged")).to_have_count(0)
        if ends == "Escape":
            expect(said).to_have_text(names())
    page.wait_for_url("**#team-3")
    expect(said).to_have_text(names(3))
    page.reload()
    expect(said).to_have_text(names(3))


def test_a_row_is_dragged_by_a_finger(browser: Browser, service: Service) -> None:
    context = browser.new_context(
        viewport={"width": 820, "height": 1180}, base_url=service.url, has_touch=True
    )
    page = context.new_page()
    said = opened(page)
    touch = context.new_cdp_session(page)
    handles = page.locator(".handle")
    page.locator("#teams-drag").scroll_into_view_if_needed()
    x, y = middle(handles.nth(0))
    _x, last = middle(handles.nth(3))

    def send(kind: str, *points: float) -> None:
        spots = [{"x": x, "y": at} for at in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": spots})

    before = page.evaluate("scrollY")
    send("touchStart", y)
    for part in range(1, 6):
        send("touchMove", y + (last + 12 - y) * part / 5)
    expect(page.locator(".drop-before")).to_have_count(1)
    assert page.evaluate("scrollY") == before
    send("touchEnd")
    page.wait_for_url("**#team-1")
    expect(said).to_have_text(names(2, 3, 4, 1))
    context.close()
