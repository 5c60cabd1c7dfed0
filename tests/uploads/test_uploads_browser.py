"""Pictures in a real browser: one after the other, the button waits, what failed is tried again or taken out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser import CHROMIUM, serious
from tests.conftest import rows
from tests.factories import account, unit
from tests.js.live import running, sign_in
from tests.supervision import factories as make
from voting.people.rules import Place, Role

pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: sending pictures is not tested in a browser"
)
PATIENCE = 3000
SHOTS = os.environ.get("SCREENSHOTS")


@pytest.fixture
def july() -> Iterator[None]:
    with time_machine.travel("2026-07-08T02:00:00Z"):
        yield


@pytest.fixture
def address(app: Flask, july: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The program as it is served, with the token that guards its forms."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    with running(app) as url:
        yield url


class Desk:
    """A unit's report of July in a browser, and the requests that its pictures make, held until let go."""

    def __init__(self, browser: Browser, address: str, city: Place) -> None:
        bureau = unit(city, "市水利局")
        clerk = account(city, Role.UNIT, unit=bureau)
        row = make.planned(clerk, make.commitment(account(city, Role.STAFF), city, bureau))
        self.url = f"{address}/j/140900/supervision/mine/{row.id}/reports/7"
        self.held: list[Route] = []
        self._browser, self._address, self._clerk = browser, address, clerk

    def context(self, width: int = 390, *, scripts: bool = True) -> BrowserContext:
        context = self._browser.new_context(
            viewport={"width": width, "height": 844}, locale="zh-CN", java_script_enabled=scripts
        )
        sign_in(context, self._address, self._clerk)
        return context

    def page(self, width: int = 390) -> Page:
        page = self.context(width).new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        page.route("**/uploads", lambda route: self.held.append(route))
        page.goto(self.url)
        return page

    def next(self, page: Page) -> Route:
        """Wait for the one picture that is on its way."""
        for _ in range(PATIENCE):
            if self.held:
                break
            page.wait_for_timeout(20)
        (route,) = self.held
        self.held.clear()
        return route


@pytest.fixture
def desk(browser: Browser, address: str, city: Place) -> Desk:
    return Desk(browser, address, city)


@pytest.fixture
def photos(tmp_path: Path) -> list[str]:
    """Three pictures, the first as large as a camera makes them."""
    names = []
    for n, size in enumerate([(3000, 2000), (80, 60), (90, 60)]):
        path = tmp_path / f"photo{n}.jpg"
        Image.effect_noise(size, 90).convert("RGB").save(path, "JPEG", quality=92)
        names.append(str(path))
    return names


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def type_figures(page: Page) -> None:
    page.fill("#progress", "54")
    page.fill("#spent", "2590")
    page.fill("#text", "管材到齐，八月底赶上。")


@pytest.mark.browser
def test_the_button_waits_until_all_are_in(desk: Desk, photos: list[str]) -> None:
    page = desk.page()
    tiles, say = page.locator("li.upload"), page.locator("[data-say]")
    page.set_input_files("#photos-pick", photos[:2])
    first = desk.next(page)
    body = first.request.post_data_buffer or b""
    assert 0 < len(body) < Path(photos[0]).stat().st_size  # made smaller before it travels
    expect(tiles.nth(0)).to_contain_text("正在传")
    expect(tiles.nth(1)).to_contain_text("排队等候")
    type_figures(page)
    page.get_by_role("button", name="下一步，核对").click()
    expect(say).to_contain_text("传完后自动提交")
    shot(page, "uploads-sending-390")
    first.continue_()
    desk.next(page).abort()
    expect(tiles.nth(0)).to_contain_text("已传好")
    expect(tiles.nth(1)).to_contain_text("没有传上")
    expect(say).to_contain_text("有 1 张照片没有传上")
    assert page.url == desk.url
    shot(page, "uploads-failed-390")
    page.get_by_role("button", name="下一步，核对").click()
    expect(say).to_contain_text("有 1 张照片没有传上")
    assert serious(page) == []
    page.get_by_role("button", name="重试 photo1.jpg").click()
    desk.next(page).continue_()
    expect(say).to_contain_text("照片已全部传好")
    page.get_by_role("button", name="下一步，核对").click()
    page.wait_for_url("**/check")
    assert rows("SELECT count(*) FROM supervision_photo") == [(2,)]


@pytest.mark.browser
def test_a_form_sent_while_pictures_travel_goes_by_itself(desk: Desk, photos: list[str]) -> None:
    page = desk.page()
    type_figures(page)
    page.set_input_files("#photos-pick", photos[1:])
    page.get_by_role("button", name="下一步，核对").click()
    desk.next(page).continue_()
    desk.next(page).continue_()
    page.wait_for_url("**/check")
    assert rows("SELECT count(*) FROM supervision_photo") == [(2,)]


@pytest.mark.browser
def test_an_error_elsewhere_keeps_them_and_one_can_be_taken_out(
    desk: Desk, photos: list[str], tmp_path: Path
) -> None:
    page = desk.page(1280)
    tiles = page.locator("li.upload")
    bad = tmp_path / "letter.jpg"
    bad.write_bytes(b"not a picture")
    page.set_input_files("#photos-pick", [*photos[1:], str(bad)])
    for _ in range(3):
        desk.next(page).continue_()
    expect(tiles.nth(2)).to_contain_text("这不是照片")
    page.get_by_role("button", name="移除 letter.jpg").click()
    expect(tiles).to_have_count(2)
    shot(page, "uploads-in-1280")
    page.get_by_role("button", name="下一步，核对").click()
    expect(page.locator("#error-summary")).to_be_visible()
    expect(tiles).to_have_count(2)
    expect(tiles.first.locator("img")).to_have_js_property("naturalWidth", 80)
    shot(page, "uploads-after-error-1280")
    assert serious(page) == []
    type_figures(page)
    tiles.first.get_by_label("保留").uncheck()
    page.get_by_role("button", name="下一步，核对").click()
    page.wait_for_url("**/check")
    assert rows("SELECT count(*) FROM supervision_photo") == [(1,)]
    assert rows("SELECT count(*) FROM pending_upload WHERE kept_as IS NULL") == [(0,)]


@pytest.mark.browser
def test_without_scripts_the_sum_is_said_before(desk: Desk, photos: list[str]) -> None:
    page = desk.context(scripts=False).new_page()
    page.goto(desk.url)
    expect(page.get_by_text("一次合计不超过 60 MB")).to_be_visible()
    type_figures(page)
    page.set_input_files("#photos-pick", photos)
    page.get_by_role("button", name="下一步，核对").click()
    page.wait_for_url("**/check")
    assert rows("SELECT count(*) FROM supervision_photo") == [(3,)]
    with_scripts = desk.page()
    expect(with_scripts.get_by_text("一次合计不超过 60 MB")).to_be_hidden()
    shot(with_scripts, "uploads-kept-390")


@pytest.mark.browser
def test_one_more_than_six_is_said_and_the_six_are_sent(desk: Desk, tmp_path: Path) -> None:
    page = desk.page()
    names = []
    for n in range(7):
        path = tmp_path / f"{n}.png"
        Image.new("RGB", (40 + n, 30)).save(path)
        names.append(str(path))
    page.set_input_files("#photos-pick", names)
    for _ in range(6):
        desk.next(page).continue_()
    expect(page.locator("[data-say]")).to_have_text("最多 6 张，多选的没有加进来。 照片已全部传好。")
    expect(page.locator("li.upload")).to_have_count(6)
    assert desk.held == []
