"""What a tablet keeps, in a real browser: refused ballots, drawn ballots, and credentials of a set-up that was taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.ballot import factories
from tests.ballot.factories import Hall, withdrawn
from tests.browser import CHROMIUM, serious
from tests.factories import PIN, account
from tests.hall.tablet.test_tablet_browser import (
    bound,
    cast,
    finished,
    shared_keys,
    signed_in,
    tablet,
    welcomed,
)
from tests.js.live import sign_in
from voting.ballot.order.models import Ballot
from voting.ballot.roll import facts as roll_facts
from voting.ballot.sealed import box
from voting.belenios import card
from voting.core.db import db
from voting.demonstration import vote
from voting.people.rules import Place, Role

__all__ = ["shared_keys", "tablet"]  # fixtures of the tablet's own tests
pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: the tablet is not tested in a browser"
)


def at_the_ballot(page: Page) -> None:
    expect(page.locator(".pick input").first).to_be_visible()


def test_who_signs_in_after_the_opening_sees_the_24_digits_on_his_ballot(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at, page = welcomed(city, tablet, address)
    signed_in(page)
    at_the_ballot(page)
    shown = page.locator("#choose-print").inner_text()
    expected = db.session.get_one(Ballot, at.uuid).fingerprint or ""
    assert shown == " ".join(expected[i : i + 4] for i in range(0, 24, 4))


def test_a_ballot_refused_after_a_restart_is_shown_until_staff_take_note(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at, page = welcomed(city, tablet, address)
    signed_in(page)
    at_the_ballot(page)
    page.click("#to-review")
    answers: dict[str, Any] = {"body": "<html>sign in to the Wi-Fi</html>", "status": 403}

    def answer(route: Route) -> None:
        route.fulfill(**answers)

    tablet.route(f"**/booth/{at.uuid}", answer)
    page.click("#commit")
    expect(page.locator("#delivery")).to_contain_text("网络不通")
    assert serious(page) == []
    page.reload()
    expect(page.locator("#pending")).to_contain_text("有 1 张选票正在投递")
    answers |= {"body": json.dumps({"error": {"code": "Closed", "message": "票箱已关闭。"}}), "status": 409}
    expect(page.locator("#not-taken-text")).to_have_text("有 1 张票没有收进，请告诉工作人员。")
    expect(page.locator("#pending")).to_be_hidden()
    page.reload()
    expect(page.locator("#not-taken-text")).to_contain_text("有 1 张票没有收进")
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


class Course:
    """A draw on its way to the set-up of before, and what happens to it and to the set-up meanwhile."""

    def __init__(self, app: Flask, at: Hall) -> None:
        self.app, self.at, self.old, self.asked = app, at, at.uuid, 0

    def withdraw(self) -> None:
        with self.app.app_context():
            self.at.uuid = withdrawn(self.at)

    def anew(self) -> None:
        with self.app.app_context():
            vote.set_up(self.at.secretary, self.at.uuid)

    def held(self, *deeds: Callable[[], None], lost: bool = False) -> Callable[[Route], None]:
        """Hold the first request until these deeds are done. lost: its answer never reaches the tablet."""

        def handle(route: Route) -> None:
            self.asked += 1
            if self.asked > 1:
                route.continue_()
                return
            for deed in deeds:
                deed()
            if lost:
                assert route.fetch().status == 409
                route.abort()
            else:
                route.continue_()

        return handle


def voted(page: Page, course: Course) -> None:
    """The deputy votes in the set-up that stands; nothing was marked for the one before."""
    with course.app.app_context():
        vote.open_voting(course.at.secretary, course.at.uuid)
    at_the_ballot(page)
    cast(page)
    finished(page)
    assert (box.count(course.at.uuid), roll_facts.issued(course.at.uuid)) == (1, 1)
    assert (box.count(course.old), roll_facts.listed(course.old)) == (0, ())
    assert page.evaluate(STASHED) == 0


STASHED = """new Promise((done) => { const asked = indexedDB.open("tablet", 1);
  asked.onsuccess = () => { const keys = asked.result.transaction("stash").objectStore("stash").getAllKeys();
    keys.onsuccess = () => done(keys.result.length); }; })"""


@pytest.fixture
def course(app: Flask, city: Place) -> Course:
    at = factories.hall(city)
    factories.ready(at)
    return Course(app, at)


@pytest.mark.parametrize("lost", [False, True])
def test_a_draw_that_comes_after_the_new_set_up_is_drawn_again_by_itself(
    course: Course, tablet: BrowserContext, address: str, *, lost: bool
) -> None:
    page = bound(tablet, address, course.at)
    page.route(f"**/ballots/{course.old}/draw", course.held(course.withdraw, course.anew, lost=lost))
    signed_in(page)
    expect(page.locator("#drawn-word")).to_have_text("已领票")
    assert course.asked == 1 + lost
    voted(page, course)


def test_a_draw_that_comes_before_the_new_set_up_waits_for_it(
    course: Course, tablet: BrowserContext, address: str
) -> None:
    page = bound(tablet, address, course.at)
    page.route(f"**/ballots/{course.old}/draw", course.held(course.withdraw))
    signed_in(page)
    expect(page.locator("#drawn-word")).to_have_text("请稍候")
    course.anew()
    expect(page.locator("#drawn-word")).to_have_text("已领票")
    voted(page, course)


def test_a_draw_that_never_arrived_is_drawn_again_after_a_restart(
    course: Course, tablet: BrowserContext, address: str
) -> None:
    page = bound(tablet, address, course.at)
    tablet.route(f"**/ballots/{course.old}/draw", lambda route: route.abort())
    signed_in(page)
    expect(page.locator("#doing")).to_contain_text("正在重新领票")
    assert page.evaluate(STASHED) == 1  # kept before it left
    page.close()
    course.withdraw()
    course.anew()
    page = bound(tablet, address, course.at)
    signed_in(page)
    expect(page.locator("#drawn-word")).to_have_text("已领票")
    voted(page, course)


def test_a_card_of_a_set_up_that_was_taken_back_is_named_so_and_asks_for_a_new_one(
    course: Course, tablet: BrowserContext, address: str
) -> None:
    seed = card.new_seed()
    with course.app.app_context():
        factories.make_cards(course.app, course.at, 1, [seed])
    page = bound(tablet, address, course.at)

    def used() -> None:
        page.click("summary")
        page.fill("#seed", seed)
        page.click("#card [type=submit]")

    used()
    expect(page.locator("#drawn-word")).to_have_text("已领票")
    course.withdraw()
    expect(page.locator("#trouble")).to_contain_text("请找工作人员换新票卡")
    course.anew()
    page.click("#trouble-back")
    page.reload()
    used()
    expect(page.locator("#card-error")).to_contain_text("票箱重新准备以前印的票卡不再有效")
    assert serious(page) == []


def test_a_waiting_tablet_that_nobody_touches_asks_for_the_pin_again(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at = factories.hall(city)
    factories.ready(at)
    tablet.add_init_script("globalThis.ahead = 0; performance.now = () => globalThis.ahead;")
    page = bound(tablet, address, at)
    signed_in(page)
    expect(page.locator("#drawn-word")).to_have_text("已领票")
    page.evaluate("globalThis.ahead = 5 * 60 * 1000")
    expect(page.locator("#sign-in-error")).to_contain_text("已锁定")
    assert page.locator("#reading").inner_html() == ""
    page.fill("#pin", PIN)
    page.click("#sign-in [type=submit]")
    expect(page.locator("#drawn-word")).to_have_text("已领票")
