"""A tablet of the hall in a real browser: bound, named, covered when nobody minds it, released."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, Request, expect

from tests.ballot import factories
from tests.ballot.factories import Hall, open_ballot
from tests.browser import CHROMIUM, serious
from tests.factories import PIN, actor_of
from tests.hall.tablet.test_tablet_browser import chosen, finished, shared_keys, signed_in, tablet
from voting.ballot.sealed import box
from voting.core.db import db, transaction
from voting.demonstration import vote
from voting.hall.blueprint import bind_key
from voting.hall.tablet import actions
from voting.hall.tablet.views import this_hour
from voting.people.models import BoundTablet
from voting.people.rules import Place

__all__ = ["shared_keys", "tablet"]  # fixtures of the tablet's own tests
pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: the tablet is not tested in a browser"
)
AHEAD = "globalThis.ahead = 0; performance.now = () => globalThis.ahead;"
FIVE_MINUTES = "globalThis.ahead += 5 * 60 * 1000"


def scanned(app: Flask, tablet: BrowserContext, address: str, at: Hall) -> Page:
    """A tablet that has scanned the QR code of this hour."""
    with app.app_context():
        word = bind_key(at.meeting_id, this_hour())
    page = tablet.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    page.goto(f"{address}/j/{at.place.code}/tablet/{at.meeting_id}/#bind={word}")
    expect(page.locator("#bound")).to_have_text("会场平板 1 号")
    return page


def kept(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.evaluate("localStorage.getItem('tablet-bound')"))
    return found


def test_the_secret_goes_to_the_sign_in_alone_and_the_mark_to_nothing_else(
    app: Flask, city: Place, tablet: BrowserContext, address: str
) -> None:
    at = open_ballot(city)
    page = scanned(app, tablet, address, at)
    assert "#" not in page.url
    mine, sent = kept(page), []

    def note(request: Request) -> None:
        sent.append((request.url, f"{request.post_data or ''} {request.all_headers()}"))

    page.on("request", note)
    signed_in(page)
    name = actor_of(at.rows[0]).name
    expect(page.locator("#seated")).to_have_text(f"代表：{name}")
    chosen(page, 1)
    page.click("#to-review")
    expect(page.locator("#seated")).to_be_visible()
    assert serious(page) == []
    page.click("#commit")
    finished(page)
    assert page.locator("#seated").inner_text() == ""
    shown = {url.removeprefix(address) for url, text in sent if mine["secret"] in url + text}
    assert shown == {f"/j/{city.code}/deputy/sign-in"}
    assert all("/tablets/alive" in url for url, text in sent if mine["mark"] in url + text)
    booths = [(url, text) for url, text in sent if "/booth/" in url]
    assert booths
    assert not any(re.search(r"tablet|cookie", text) for _url, text in booths)
    assert db.session.query(BoundTablet).one().used


def test_a_ballot_that_nobody_minds_is_covered_and_its_choices_stay(
    app: Flask, city: Place, tablet: BrowserContext, address: str
) -> None:
    at = open_ballot(city)
    tablet.add_init_script(AHEAD)
    page = scanned(app, tablet, address, at)
    signed_in(page)
    chosen(page, 1, 2)
    page.click("#to-review")
    page.evaluate(FIVE_MINUTES)
    expect(page.locator("#title")).to_have_text("请再输入一次个人密码")
    assert serious(page) == []
    assert page.locator("#review").inner_html() == ""
    assert page.locator(".pick").first.is_hidden()
    page.fill("#guard-pin", "604815")
    page.click("#guard [type=submit]")
    expect(page.locator("#guard-error")).to_contain_text("不正确")
    assert db.session.query(BoundTablet).one().spent == 1
    away = f"**/j/{city.code}/deputy/sign-in"
    page.route(away, lambda route: route.abort())
    page.fill("#guard-pin", PIN)
    page.click("#guard [type=submit]")
    expect(page.locator("#guard-error")).to_contain_text("您的选择都还在")
    page.unroute(away)
    page.click("#guard [type=submit]")
    expect(page.locator(".pick input").first).to_be_visible()
    assert page.locator(".pick input:checked").count() == 2
    page.click("#to-review")
    page.click("#commit")
    finished(page)
    assert box.count(at.uuid) == 1


def test_who_is_not_the_one_leaves_a_covered_ballot_and_its_deputy_finds_it_again(
    app: Flask, city: Place, tablet: BrowserContext, address: str
) -> None:
    at = open_ballot(city)
    tablet.add_init_script(AHEAD)
    page = scanned(app, tablet, address, at)
    signed_in(page)
    chosen(page, 1)
    page.evaluate(FIVE_MINUTES)
    page.click("#guard-leave")
    expect(page.locator("#title")).to_have_text("代表登录")
    assert page.locator("#questions").inner_html() == ""
    signed_in(page)
    expect(page.locator(".pick input").first).to_be_visible()
    assert page.locator(".pick input:checked").count() == 0


def test_a_covered_ballot_learns_that_voting_has_ended(
    app: Flask, city: Place, tablet: BrowserContext, address: str
) -> None:
    at = open_ballot(city)
    tablet.add_init_script(AHEAD)
    page = scanned(app, tablet, address, at)
    signed_in(page)
    chosen(page, 1)
    page.evaluate(FIVE_MINUTES)
    expect(page.locator("#title")).to_have_text("请再输入一次个人密码")
    vote.close(at.secretary, at.uuid)
    expect(page.locator("#trouble")).to_contain_text("投票已经结束")


def test_a_released_tablet_frees_itself_and_a_drawn_ballot_keeps_it(
    app: Flask, city: Place, tablet: BrowserContext, address: str
) -> None:
    at = factories.hall(city)
    factories.ready(at)
    page = scanned(app, tablet, address, at)
    signed_in(page)
    expect(page.locator("#drawn-word")).to_have_text("已领票")
    page.click("#leave")
    with transaction():
        actions.release_tablets(at.secretary, at.meeting_id)
    page.reload()  # the first beat comes at once
    expect(page.locator("#title")).to_have_text("代表登录")
    with page.expect_response("**/state.json"):
        page.reload()
    assert page.evaluate("localStorage.getItem('tablet-binding')") is not None
    vote.open_voting(at.secretary, at.uuid)
    vote.close(at.secretary, at.uuid)
    expect(page.locator("#trouble")).to_contain_text("这台平板已解除绑定")  # with the next beat
    assert page.evaluate("localStorage.length") == 0


def test_a_word_of_yesterday_binds_nothing_and_says_so(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at = open_ballot(city)
    page = tablet.new_page()
    page.goto(f"{address}/j/{at.place.code}/tablet/{at.meeting_id}/#bind=0123456789abcdef0123")
    expect(page.locator("#bind-error")).to_contain_text("二维码已经过期")
    expect(page.locator("#bound")).to_be_hidden()
    signed_in(page)
    expect(page.locator(".pick input").first).to_be_visible()


def test_a_tablet_of_a_rehearsal_that_has_ended_is_free_for_the_meeting(
    app: Flask, city: Place, tablet: BrowserContext, address: str
) -> None:
    at = open_ballot(city)
    page = tablet.new_page()
    page.goto(f"{address}/sign-in")
    former = json.dumps({"secret": "of before", "mark": "of before", "number": 7})
    page.evaluate(
        "(former) => { localStorage.setItem('tablet-binding', '140900/999'); localStorage.setItem('tablet-bound', former); }",
        former,
    )
    page = scanned(app, tablet, address, at)
    assert page.evaluate("localStorage.getItem('tablet-binding')") == f"140900/{at.meeting_id}"
    assert kept(page)["secret"] != "of before"
