"""What a tablet does by itself, and what it leaves alone: the cleared screen, a ballot being filled in, a wrong clock."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.ballot import factories
from tests.ballot.factories import open_ballot
from tests.browser import CHROMIUM
from tests.factories import account
from tests.hall.tablet.test_tablet_browser import (
    at_the_ballot,
    bound,
    cast,
    chosen,
    finished,
    shared_keys,
    tablet,
    welcomed,
)
from tests.js.live import sign_in
from voting.ballot.sealed import box
from voting.people.rules import Place, Role

__all__ = ["shared_keys", "tablet"]  # fixtures of the tablet's own tests
pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: the tablet is not tested in a browser"
)
HASTE = """
const [interval, timeout] = [setInterval, setTimeout];
globalThis.setInterval = (act, ms) => interval(act, ms / 2);
globalThis.setTimeout = (act, ms) => timeout(act, ms / 10);
"""
LISTEN = """() => {
  const clears = document.getElementById("clears");
  globalThis.said = [];
  const listen = () => { if (clears.textContent) globalThis.said.push(clears.textContent); };
  new MutationObserver(listen).observe(clears, { childList: true, characterData: true, subtree: true });
}"""
A_DAY_AHEAD = """
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...given) { if (given.length) super(...given); else super(Real.now() + 86_400_000); }
  static now() { return Real.now() + 86_400_000; }
};
"""


def test_the_screen_clears_itself_after_a_minute(city: Place, tablet: BrowserContext, address: str) -> None:
    tablet.add_init_script(HASTE)
    _at, page = welcomed(city, tablet, address)
    at_the_ballot(page)
    chosen(page, 2)
    cast(page)
    expect(page.locator("#clears")).to_contain_text("秒后自动清除")
    said = page.evaluate("document.getElementById('clears').textContent.match(/\\d+/)[0]")
    assert 40 < int(said) <= 60
    expect(page.locator("#title")).to_have_text("代表登录", timeout=120_000)
    for trace in ("#receipt-code", "#receipt-qr", "#questions", "#review", "#reading"):
        assert page.locator(trace).inner_html() == ""


def test_what_happens_in_the_hall_never_touches_a_ballot_being_filled_in(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    tablet.add_init_script(HASTE)
    at, page = welcomed(city, tablet, address)
    at_the_ballot(page)
    chosen(page, 1, 3)
    page.evaluate("globalThis.before = document.getElementById('questions').firstElementChild")
    page.locator("#pick-2").focus()
    factories.ready(at)  # a second ballot of the meeting: the state the tablets ask for is another one
    asked = f"**/tablet/{at.meeting_id}/state.json"
    for _ in range(2):
        with page.expect_response(asked):
            pass
    tablet.set_offline(True)
    expect(page.locator("#wire")).to_be_visible()
    tablet.set_offline(False)
    expect(page.locator("#wire")).to_be_hidden()
    assert page.evaluate("document.getElementById('questions').firstElementChild === globalThis.before")
    assert page.evaluate("document.activeElement.id") == "pick-2"
    assert page.locator(".pick input:checked").count() == 2
    expect(page.locator("#title")).to_have_text("请选出您赞成的项目")


def test_a_tablet_whose_clock_is_a_day_off_votes_as_any_other(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    tablet.add_init_script(A_DAY_AHEAD)
    at, page = welcomed(city, tablet, address)
    at_the_ballot(page)
    chosen(page, 2)
    cast(page)
    finished(page)
    assert box.count(at.uuid) == 1


def test_a_tablet_stays_with_its_meeting_until_staff_release_it(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at, page = welcomed(city, tablet, address)
    page.goto(f"{address}/j/{city.code}/tablet/{at.meeting_id}/release")
    expect(page.locator("#release")).to_have_count(0)
    sign_in(tablet, address, account(city, Role.STAFF))
    page.goto(f"{address}/j/{city.code}/tablet/{at.meeting_id}/release")
    page.click("#release")
    expect(page.locator("#released")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


@pytest.mark.parametrize(("scheme", "dark"), [("dark", True), ("light", False)])
def test_the_tablet_follows_the_systems_wish_for_dark(
    city: Place, tablet: BrowserContext, address: str, scheme: str, *, dark: bool
) -> None:
    page = bound(tablet, address, open_ballot(city))
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert (sum(ground) < 3 * 64) is dark
