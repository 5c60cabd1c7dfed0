"""What a tablet keeps, in a real browser: refused ballots, drawn ballots, and credentials of a set-up that was taken back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.ballot import factories
from tests.ballot.factories import open_ballot
from tests.browser import serious
from tests.factories import PIN, account
from tests.hall.test_tablet_browser import (
    address,
    bound,
    browser,
    finished,
    shared_keys,
    signed_in,
    tablet,
)
from tests.js.live import sign_in
from tests.js.serve import CHROMIUM
from voting.ballot import actions, box
from voting.ballot.models import Ballot
from voting.core.db import db, transaction
from voting.demonstration import vote
from voting.people.rules import Place, Role

__all__ = ["address", "browser", "shared_keys", "tablet"]  # fixtures of the tablet's own tests
pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: the tablet is not tested in a browser"
)


def at_the_ballot(page: Page) -> None:
    expect(page.locator(".pick input").first).to_be_visible(timeout=20_000)


def test_who_signs_in_after_the_opening_sees_the_sixteen_characters_on_his_ballot(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at = open_ballot(city)
    page = bound(tablet, address, at)
    signed_in(page)
    at_the_ballot(page)
    shown = page.locator("#choose-print").inner_text()
    expected = db.session.get_one(Ballot, at.uuid).fingerprint or ""
    assert shown == " ".join(expected[i : i + 4] for i in range(0, 16, 4))


def test_a_ballot_refused_after_a_restart_is_shown_until_staff_take_note(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at = open_ballot(city)
    page = bound(tablet, address, at)
    signed_in(page)
    at_the_ballot(page)
    page.click("#to-review")
    answers: dict[str, Any] = {"body": "<html>sign in to the Wi-Fi</html>", "status": 403}

    def answer(route: Route) -> None:
        route.fulfill(**answers)

    tablet.route(f"**/booth/{at.uuid}", answer)
    page.click("#commit")
    expect(page.locator("#delivery")).to_contain_text("网络不通", timeout=15_000)
    assert serious(page) == []
    page.reload()
    expect(page.locator("#pending")).to_contain_text("有 1 张选票正在投递", timeout=15_000)
    answers |= {"body": json.dumps({"error": {"code": "Closed", "message": "票箱已关闭。"}}), "status": 409}
    expect(page.locator("#not-taken-text")).to_have_text(
        "有 1 张票没有收进，请告诉工作人员。", timeout=30_000
    )
    expect(page.locator("#pending")).to_be_hidden()
    page.reload()
    expect(page.locator("#not-taken-text")).to_contain_text("有 1 张票没有收进", timeout=15_000)
    released_by_staff(page, tablet, address, city, at.meeting_id)


def released_by_staff(page: Page, tablet: BrowserContext, address: str, city: Place, meeting_id: int) -> None:
    """Staff read why, take note, and are told of the drawn ballot before the tablet is wiped."""
    sign_in(tablet, address, account(city, Role.STAFF))
    page.goto(f"{address}/j/{city.code}/tablet/{meeting_id}/release")
    expect(page.locator("#not-taken-list li")).to_have_text("票箱已关闭。")
    page.click("#release")
    expect(page.locator("#uncast-text")).to_contain_text("还有 1 张已经领取、没有投出的票")
    page.click("#release-anyway")
    expect(page.locator("#released")).to_be_hidden()
    page.click("#acknowledge")
    expect(page.locator("#not-taken")).to_be_hidden()
    page.click("#release")
    expect(page.locator("#released")).to_be_hidden()
    assert page.evaluate("localStorage.getItem('tablet-binding')") is not None
    page.click("#release-anyway")
    expect(page.locator("#released")).to_be_visible()
    assert page.evaluate("localStorage.getItem('tablet-binding')") is None


def test_a_set_up_that_was_taken_back_and_made_anew_costs_no_vote(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at = factories.hall(city)
    factories.ready(at)
    page = bound(tablet, address, at)
    tablet.route("**/draw", lambda route: route.abort())
    signed_in(page)
    expect(page.locator("#doing")).to_contain_text("正在重新领票", timeout=20_000)  # kept, never arrived
    with transaction():
        actions.withdraw_set_up(at.secretary, at.uuid, reason="名称有误")
    vote.set_up(at.secretary, at.uuid)
    tablet.unroute("**/draw")
    page.reload()
    vote.open_voting(at.secretary, at.uuid)
    signed_in(page)
    at_the_ballot(page)
    page.click("#to-review")
    page.click("#commit")
    finished(page)
    assert box.count(at.uuid) == 1


def test_a_waiting_tablet_that_nobody_touches_asks_for_the_pin_again(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at = factories.hall(city)
    factories.ready(at)
    tablet.add_init_script("globalThis.ahead = 0; performance.now = () => globalThis.ahead;")
    page = bound(tablet, address, at)
    signed_in(page)
    expect(page.locator("#drawn-word")).to_have_text("已领票", timeout=15_000)
    page.evaluate("globalThis.ahead = 5 * 60 * 1000")
    expect(page.locator("#sign-in-error")).to_contain_text("已锁定", timeout=15_000)
    assert page.locator("#reading").inner_html() == ""
    page.fill("#pin", PIN)
    page.click("#sign-in [type=submit]")
    expect(page.locator("#drawn-word")).to_have_text("已领票", timeout=15_000)
