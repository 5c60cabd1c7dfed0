"""The whole ballot by keyboard alone, from sign-in to receipt, in every size of screen and letters and in every theme.

On every screen: nothing is cut off or runs out at the side, nothing that has the focus hides under the fixed bar, every
control is large enough for a finger, and axe finds nothing serious. `SCREENSHOTS=/some/folder` keeps a picture of each.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ballot import factories
from tests.browser import CHROMIUM, serious
from tests.factories import PIN
from tests.hall.tablet.test_aloud_browser import ENGLISH, OWN, with_voices
from tests.hall.tablet.test_tablet_browser import shared_keys
from voting.ballot.handover import BallotQuestion
from voting.ballot.sealed import box
from voting.congress.ballot_rules.choices import Kind
from voting.demonstration import vote
from voting.people.rules import Place

__all__ = ["shared_keys"]  # fixtures of the tablet's own tests
pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: the tablet is not tested in a browser"
)
SHOTS = os.environ.get("SCREENSHOTS")
PORTRAIT, LANDSCAPE = (820, 1180), (1180, 820)
FIT = """() => {
  const name = (one) => `${one.tagName}.${one.className}#${one.id} ${one.textContent.trim().slice(0, 30)}`;
  const seen = (one) => one.getClientRects().length > 0 && getComputedStyle(one).visibility !== "hidden";
  const all = [...document.querySelectorAll("header *, main *, .dock *")]
    .filter((one) => seen(one) && !one.closest("svg") && !one.matches(".sr, noscript"));
  const out = all.filter((one) => {
    const { left, right } = one.getBoundingClientRect();
    return left < -1 || right > innerWidth + 1;
  });
  const cut = all.filter((one) => getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1);
  const small = [...document.querySelectorAll("header button, main button, .dock button, summary, .pick, .pick-more, .input")]
    .filter((one) => seen(one) && one.getBoundingClientRect().height < 55.5);
  const wide = document.documentElement.scrollWidth > innerWidth ? ["the page scrolls sideways"] : [];
  return [...wide, ...out.map((one) => `outside: ${name(one)}`), ...cut.map((one) => `cut: ${name(one)}`),
    ...small.map((one) => `small: ${name(one)}`)];
}"""
HIDDEN = """async () => {
  for (let frame = 0; frame < 4; frame += 1) await new Promise(requestAnimationFrame);  // the bar has found its height
  const one = document.activeElement;
  if (one === document.body || one.id === "title" || one.id === "main") return "";
  const dock = document.querySelector("[data-dock]:not([hidden])");
  const fixed = dock && getComputedStyle(dock).position === "sticky" && !dock.contains(one);
  const edge = Math.min(innerHeight, fixed ? dock.getBoundingClientRect().top : innerHeight);
  const card = one.closest(".pick, .grade-choice") ?? one;
  const whole = card.getBoundingClientRect().height < edge - 20;
  const { top, bottom, left, right } = (whole ? card : one).getBoundingClientRect();
  const name = one.outerHTML.slice(0, 90);
  if (bottom > edge + 1) return `under the bar: ${name} ${bottom} > ${edge}`;
  if (top < -1) return `above the screen: ${name} ${top}`;
  const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return hit && card.contains(hit) ? "" : `covered: ${name} by ${hit?.outerHTML.slice(0, 80)}`;
}"""


@dataclass(frozen=True)
class Look:
    """How one walk is shown. size: of the tablet; zoom: as the browser enlarges, which halves the size at 200 %."""

    size: tuple[int, int]
    zoom: int = 1
    letters: str = "normal"
    theme: str = "light"
    locale: str = "zh"

    def __str__(self) -> str:
        return f"{self.size[0]}-{100 * self.zoom}%-{self.letters}-{self.theme}-{self.locale}"


LOOKS = [
    Look(PORTRAIT),
    Look(PORTRAIT, letters="largest", theme="contrast"),
    Look(LANDSCAPE, letters="large", theme="dark", locale="en"),
    Look(PORTRAIT, zoom=2, locale="en"),
    Look(LANDSCAPE, zoom=2),
    Look(PORTRAIT, zoom=2, letters="largest", theme="dark"),
    Look(LANDSCAPE, zoom=2, letters="large", theme="contrast", locale="en"),
]
if SHOTS:
    LOOKS += [Look(size, locale=locale) for size in (PORTRAIT, LANDSCAPE) for locale in ("zh", "en")][1:]


def long_names(count: int) -> tuple[BallotQuestion, ...]:
    """Twenty projects as they are really called."""
    titles = [
        "城区老旧供热管网改造及智慧供热平台建设工程（二期）",
        "农村寄宿制学校食堂、宿舍与厕所提升改造",
        "困难家庭老年人居家适老化改造",
        "县级医院胸痛中心、卒中中心与危重孕产妇救治中心标准化建设及基层卫生院远程会诊设备配置",
        "公共充电桩",
    ]
    line = "覆盖六个街道四十二个小区，新建和改造管网三十一公里，年内完工并投入使用"
    return tuple(
        BallotQuestion(project_id=n, ordinal=n, title=titles[n % 5], summary=line, text_sha256="")
        for n in range(1, count + 1)
    )


class Walk:
    """One deputy with a keyboard."""

    def __init__(self, page: Page, look: Look) -> None:
        self.page = page
        self.look = look
        self.found: dict[str, list[str]] = {}

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def to(self, selector: str, key: str = "Tab") -> None:
        """Press Tab until the focus is on what is wanted; each stop on the way must be seen."""
        for _ in range(80):
            self.keys(key)
            hidden = self.page.evaluate(HIDDEN)
            if hidden:
                self.found.setdefault("focus", []).append(hidden)
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return
        pytest.fail(f"the keyboard never comes to {selector}")

    def screen(self, name: str) -> None:
        """Look at a screen as it stands."""
        found = self.page.evaluate(FIT) + serious(self.page)
        if found:
            self.found[name] = found
        if SHOTS:
            self.page.screenshot(path=str(Path(SHOTS) / f"{self.look}-{name}.png"))


def walk(browser: Browser, address: str, at: factories.Hall, look: Look) -> Walk:
    width, height = (side // look.zoom for side in look.size)
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=look.zoom, locale="zh-CN"
    )
    shown = {"locale": look.locale, "type": look.letters, "theme": look.theme}
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in shown.items()])
    with_voices(context, OWN, ENGLISH)  # with a voice the header and the review have a button more
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    page.goto(f"{address}/j/{at.place.code}/tablet/{at.meeting_id}/")
    expect(page.locator("#number")).to_be_visible()
    return Walk(page, look)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_whole_ballot_is_walked_with_the_keyboard_alone(
    city: Place, browser: Browser, address: str, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(factories, "questions", long_names)
    at = factories.hall(city)
    factories.ready(at, projects=20, seats=3)
    deputy = walk(browser, address, at, look)
    page = deputy.page
    deputy.screen("welcome")
    deputy.to("#number")
    page.keyboard.type("001")
    deputy.to("#pin")
    page.keyboard.type(PIN)
    deputy.keys("Enter")
    expect(page.locator("#drawn-word")).not_to_be_empty()
    deputy.screen("waiting")
    deputy.to(".pick:nth-child(5) .pick-more")
    deputy.keys("Enter")
    expect(page.locator("#dossier")).to_be_visible()
    deputy.screen("dossier")
    deputy.to("#from-dossier")
    deputy.keys("Enter")
    assert page.evaluate("document.activeElement.matches('.pick:nth-child(5) .pick-more')")
    vote.open_voting(at.secretary, at.uuid)
    expect(page.locator("#pick-0")).to_be_visible()
    filled_in(deputy)
    cast_by_keyboard(deputy)
    factories.forget()
    assert box.count(at.uuid) == 1
    page.context.close()
    assert deputy.found == {}


def filled_in(deputy: Walk) -> None:
    """Choose three, be refused the fourth with the reason said."""
    page = deputy.page
    deputy.screen("choose")
    for pick in ("#pick-0", "#pick-3", "#pick-7"):
        deputy.to(pick)
        deputy.keys("Space")
    expect(page.locator("#full")).to_be_visible()
    deputy.to("#pick-9")
    deputy.keys("Space")
    expect(page.locator("#pick-9")).not_to_be_checked()
    expect(page.locator("#full[role=status] p")).to_contain_text("3")
    deputy.screen("full")


def cast_by_keyboard(deputy: Walk) -> None:
    """Review, go back and change, review again, cast, and clear the screen."""
    page = deputy.page
    deputy.to("#to-review")
    deputy.keys("Enter")
    expect(page.locator("#review .key li")).to_have_count(3)
    deputy.to("#to-choose")
    deputy.keys("Enter")
    deputy.to("#pick-3")
    deputy.keys("Space")
    deputy.to("#to-review")
    deputy.keys("Enter")
    expect(page.locator("#review .key li")).to_have_count(2)
    deputy.screen("review")
    deputy.to("#commit")
    deputy.keys("Enter")
    expect(page.locator("#receipt-code")).not_to_be_empty()
    deputy.screen("done")
    deputy.to("#clear")
    deputy.keys("Enter")
    expect(page.locator("#number")).to_be_visible()


@pytest.mark.parametrize("kind", [Kind.EACH, Kind.EVALUATE])
def test_a_ballot_answered_project_by_project_is_walked_with_the_keyboard_alone(
    city: Place, browser: Browser, address: str, kind: Kind
) -> None:
    """The first answer of each project is taken with the space bar, another with an arrow; one that is missing is found."""
    at = factories.hall(city)
    factories.opened(at, projects=3, kind=kind)
    deputy = walk(browser, address, at, Look(PORTRAIT, zoom=2, letters="large"))
    page = deputy.page
    deputy.to("#number")
    page.keyboard.type("001")
    deputy.to("#pin")
    page.keyboard.type(PIN)
    deputy.keys("Enter")
    expect(page.locator("#grade-0")).to_be_visible()
    deputy.screen("grades")
    deputy.to("#grade-0 input")
    deputy.keys("Space")
    deputy.to("#grade-1 input")
    deputy.keys("Space", "ArrowRight")
    deputy.to("#to-review")
    deputy.keys("Enter")
    assert page.evaluate("document.activeElement.closest('.grade')?.id") == "grade-2"
    deputy.screen("missing")
    deputy.keys("Space")
    deputy.to("#to-review")
    deputy.keys("Enter")
    expect(page.locator("#commit")).to_be_visible()
    deputy.screen("review")
    deputy.to("#commit")
    deputy.keys("Enter")
    expect(page.locator("#receipt-code")).not_to_be_empty()
    factories.forget()
    assert box.count(at.uuid) == 1
    page.context.close()
    assert deputy.found == {}
