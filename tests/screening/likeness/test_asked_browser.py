"""Somebody asked for this already, in a real browser: what appears while typing, one tap, and a key that joins nobody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.browser import CHROMIUM, page_of, serious
from tests.conftest import rows
from tests.js.live import running
from tests.screening.factories import call, staff, suggestion
from voting.core.db import transaction
from voting.people.rules import Place
from voting.screening.likeness import actions as likeness_actions

pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: what appears while typing is not tested"
)


@pytest.fixture
def address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The program as it is served, with the token that guards its forms."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    with running(app) as url:
        yield url


@pytest.fixture
def typed(browser: Browser, address: str, city: Place) -> Iterator[Page]:
    """The form of a place where something was asked for and may be shown, with a title that asks for the same."""
    clerk = staff(city)
    call(city, actor=clerk)
    row = suggestion(city)
    with transaction():
        likeness_actions.show(clerk, jurisdiction_id=city.id, suggestion_id=row.id)
    page = page_of(browser, width=390, height=844, base_url=address)
    page.goto("/j/140900/suggest", wait_until="networkidle")
    page.fill("#title", "东关小学路口要有信号灯")
    yield page
    page.context.close()


def test_one_tap_joins_with_ones_own_words(typed: Page) -> None:
    box = typed.locator("#asked-before")
    expect(box).to_contain_text("给东关小学门口装红绿灯")
    assert serious(typed) == []
    box.get_by_role("button", name="我也要这件事").click()
    typed.wait_for_url("**/suggest/27-*")
    expect(typed.locator("main")).to_contain_text("您附议了“给东关小学门口装红绿灯”")
    said = rows("SELECT title, joins_id IS NOT NULL FROM screening_suggestion ORDER BY id DESC")[0]
    assert (said[0], bool(said[1])) == ("东关小学路口要有信号灯", True)


def test_enter_joins_nobody_and_other_words_take_the_box_away(typed: Page) -> None:
    box = typed.locator("#asked-before")
    expect(box).to_be_visible()
    typed.fill("#content", "接送学生的车把路口堵死了，没有灯指挥。")
    typed.focus("#title")
    typed.keyboard.press("Enter")
    typed.wait_for_url("**/suggest/27-*")
    assert rows("SELECT joins_id FROM screening_suggestion ORDER BY id DESC")[0] == (None,)
    typed.goto("/j/140900/suggest", wait_until="networkidle")
    typed.fill("#title", "东关小学路口要有信号灯")
    expect(box).to_be_visible()
    typed.fill("#title", "北关村要修水渠")
    expect(box).to_be_hidden()
