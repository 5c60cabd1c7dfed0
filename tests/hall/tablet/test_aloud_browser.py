"""Reading aloud on the tablet: what is said in which order, what is never said unasked, and when it falls silent.

The device's voice is stood in for: which voices a machine has is chance.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.ballot.factories import open_ballot
from tests.browser import CHROMIUM
from tests.factories import PIN
from tests.hall.tablet.test_tablet_browser import (
    at_the_ballot,
    bound,
    chosen,
    finished,
    shared_keys,
    tablet,
    welcomed,
)
from voting.people.rules import Place

__all__ = ["shared_keys", "tablet"]  # fixtures of the tablet's own tests
pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: the tablet is not tested in a browser"
)
VOICES = """
globalThis.spoken = [];
globalThis.cancelled = 0;
globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(globalThis, "speechSynthesis", { value: {
  getVoices: () => VOICES,
  speak: (one) => { spoken.push(one); },
  cancel: () => { cancelled += 1; },
  addEventListener: () => {},
} });
"""
OWN = {"lang": "zh-CN", "localService": True, "name": "own"}
ENGLISH = {"lang": "en-US", "localService": True, "name": "own english"}
FAR = {"lang": "zh-CN", "localService": False, "name": "of a service"}


def with_voices(tablet: BrowserContext, *voices: dict[str, Any]) -> None:
    tablet.add_init_script(VOICES.replace("VOICES", json.dumps(voices), 1))


def spoken(page: Page) -> list[str]:
    """What was said since the last look."""
    said = page.evaluate("spoken.splice(0).map((one) => one.text)")
    assert isinstance(said, list)
    return said


def test_every_screen_is_read_in_order_and_a_choice_only_by_its_own_button(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    with_voices(tablet, FAR, OWN)
    _at, page = welcomed(city, tablet, address)
    page.fill("#pin", PIN)
    page.click("#aloud")
    assert page.evaluate("[...new Set(spoken.map((one) => one.voice.name))]") == ["own"]
    welcome = spoken(page)
    assert welcome[:4] == ["代表登录", "请输入出席证号和个人密码，领取选票。", "扫出席证", "出席证号"]
    assert not any(PIN in line for line in welcome)
    assert "票卡上的 24 个字符" not in welcome  # folded away
    at_the_ballot(page)
    chosen(page, 1, 3)
    page.click("#aloud")
    choose = spoken(page)
    assert choose[0] == "请选出您赞成的项目"
    assert any(line.startswith("核对码") for line in choose)
    spare = "".join(page.locator("#spare-code").inner_text().split())
    assert len(spare) == 16
    assert spare not in "".join("".join(choose).split())  # his alone: the hall hears none of it
    names = [line for line in choose if "项目" in line and line[0].isdigit()]
    assert names == ["1 项目1", "2 项目2", "3 项目3"]
    assert choose[-1] == "下一步：核对"
    assert not any("已选" in line or "详情" in line for line in choose)
    page.locator(".pick-more").nth(1).click()
    page.click("#aloud")
    assert spoken(page)[0] == "项目2"
    page.click("#from-dossier")
    page.click("#to-review")
    page.click("#aloud")
    review = spoken(page)
    assert review == ["请核对您的选票", "投出以后不能更改。", "返回修改", "确认，投出选票"]
    page.click("#aloud-review")
    assert spoken(page) == ["赞成的 2 项", "1 项目1", "3 项目3", "没有选的 1 项", "2 项目2"]
    page.click("#commit")
    finished(page)
    code = page.locator("#receipt-code").inner_text()
    page.click("#aloud")
    done = spoken(page)
    assert done[0] == "您的票已投入票箱"
    letters = next(line for line in done if line.count("，") > 6)
    for said, written in (("大写 ", ""), ("，", ""), ("短横", "-"), ("下划线", "_")):
        letters = letters.replace(said, written)
    assert letters == code.replace(" ", "")


def test_a_ballot_left_empty_is_not_told_to_the_neighbours(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    with_voices(tablet, OWN)
    page = bound(tablet, address, open_ballot(city))
    at_the_ballot(page)
    page.click("#to-review")
    page.click("#aloud")
    assert not any("一项也没有选" in line for line in spoken(page))
    page.click("#aloud-review")
    assert "一项也没有选" in spoken(page)[0]


def test_the_voice_stops_when_pressed_again_and_when_the_screen_is_left(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    with_voices(tablet, OWN)
    page = bound(tablet, address, open_ballot(city))
    at_the_ballot(page)
    aloud = page.locator("#aloud")
    for stop in ("#aloud", "#to-review", "#to-choose"):
        before = page.evaluate("cancelled")
        aloud.click()
        expect(aloud).to_have_attribute("aria-pressed", "true")
        assert page.evaluate("cancelled") == before
        page.click(stop)
        expect(aloud).to_have_attribute("aria-pressed", "false")
        assert page.evaluate("cancelled") == before + 1
    aloud.click()
    page.evaluate("spoken[spoken.length - 1].onend()")
    expect(aloud).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("voices", [[], [FAR], [ENGLISH]], ids=["none", "of a service", "another language"])
def test_without_a_voice_of_its_own_for_the_language_the_device_offers_nothing(
    city: Place, tablet: BrowserContext, address: str, voices: list[dict[str, Any]]
) -> None:
    with_voices(tablet, *voices)
    page = bound(tablet, address, open_ballot(city))
    expect(page.locator("#sign-in")).to_be_visible()
    expect(page.locator("#aloud")).to_be_hidden()


def test_on_the_english_page_names_are_read_by_the_chinese_voice(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    with_voices(tablet, ENGLISH, OWN)
    at = open_ballot(city)
    tablet.add_cookies([{"name": "locale", "value": "en", "url": address}])
    page = tablet.new_page()
    page.goto(f"{address}/j/{city.code}/tablet/{at.meeting_id}/")
    expect(page.locator("#sign-in")).to_be_visible()
    at_the_ballot(page)
    page.click("#aloud")
    said = page.evaluate("spoken.map((one) => [one.text, one.voice.lang])")
    assert ["项目2", "zh-CN"] in said
    assert said[0][1] == "en-US"
