"""A network that takes every call and answers none: what was open before opens again, and says so where it cannot go on."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.ballot.factories import hall, open_ballot, share_keys
from tests.factories import PIN, account
from tests.js.live import running, sign_in
from voting.people.rules import Place, Role

pytestmark = pytest.mark.browser
KEPT = """navigator.serviceWorker.controller ? null : new Promise((done) => {
  navigator.serviceWorker.addEventListener("controllerchange", () => done(), { once: true });
})"""
BOUND = 60_000
"""Milliseconds: so long as no test on a slow machine needs, and half of what a browser waits by itself."""

LIMIT = 20_000
"""Milliseconds after which a page gives a request up; the page's clock is moved, nobody waits."""


@pytest.fixture(autouse=True)
def issuing_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    share_keys(monkeypatch)


@contextmanager
def silence(address: str) -> Iterator[None]:
    """Take every call to the address, and answer none."""
    held: list[socket.socket] = []
    listener = socket.create_server(("127.0.0.1", urlsplit(address).port or 0), backlog=256, reuse_port=False)

    def take() -> None:
        while True:
            try:
                held.append(listener.accept()[0])
            except OSError:
                return

    thread = Thread(target=take, daemon=True)
    thread.start()
    try:
        yield
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
        for one in held:
            one.close()


def test_a_tablet_that_restarts_on_a_silent_network_opens_and_says_that_nobody_answers(
    app: Flask, city: Place, browser: Browser
) -> None:
    at = open_ballot(city)
    context = browser.new_context(viewport={"width": 820, "height": 1180}, locale="zh-CN")
    page = context.new_page()
    page.clock.install()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    with running(app) as address:
        page.goto(f"{address}/j/{at.place.code}/tablet/{at.meeting_id}/")
        expect(page.locator("#title")).to_have_text("代表登录")
        page.evaluate(KEPT)
    app.extensions["verifiers"].stop()
    with silence(address):
        page.goto("about:blank")
        page.goto(f"{address}/j/{at.place.code}/tablet/{at.meeting_id}/", timeout=BOUND)
        expect(page.locator("#title")).to_have_text("代表登录", timeout=BOUND)
        assert page.evaluate("getComputedStyle(document.body).fontFamily") != ""
        page.fill("#number", "001")
        page.fill("#pin", PIN)
        with page.expect_request("**/me.json"):
            page.click("#sign-in [type=submit]")
        page.clock.fast_forward(LIMIT)
        expect(page.locator("#sign-in-error")).to_contain_text("网络不通", timeout=BOUND)
        assert page.locator("#number").input_value() == "001"
        expect(page.locator("#sign-in [type=submit]")).to_be_enabled()
    context.close()


def test_a_desk_on_a_silent_network_names_the_badge_that_was_not_taken(
    app: Flask, city: Place, browser: Browser
) -> None:
    at = hall(city, 3)
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.clock.install()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    with running(app) as address:
        sign_in(context, address, account(city, Role.STAFF))
        page.goto(f"{address}/j/{at.place.code}/hall/meetings/{at.meeting_id}/check-in")
        expect(page.locator("#text")).to_be_visible()
        page.wait_for_load_state("load")
    with silence(address):
        page.fill("#text", "002")
        with page.expect_request(lambda sent: sent.method == "POST"):
            page.press("#text", "Enter")
        page.clock.fast_forward(LIMIT)
        expect(page.locator("#said li").first).to_contain_text("002", timeout=BOUND)
        expect(page.locator("#said li").first).to_have_attribute("data-outcome", "refused")
    context.close()


SOON = """{ const real = setTimeout;
  globalThis.setTimeout = (act, ms, ...more) => real(act, ms === 30_000 ? 1000 : ms, ...more); }"""
"""The half minute of a form is over after a second: the page's clock cannot be moved while it is being left."""


@pytest.mark.parametrize("where", ["console", "check-in"])
def test_a_form_that_nobody_answers_is_given_up_and_the_page_says_so(
    app: Flask, city: Place, browser: Browser, where: str
) -> None:
    at = hall(city, 3)
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.add_init_script(SOON)
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    with running(app) as address:
        sign_in(context, address, account(city, Role.STAFF, Role.SECRETARIAT))
        meeting = f"{address}/j/{at.place.code}/hall/meetings/{at.meeting_id}/"
        page.goto(meeting + ("console" if where == "console" else "check-in?q=db00"))
        page.wait_for_load_state("load")
    form = page.locator("#console form, #found form").first
    expect(form).to_be_attached()
    with silence(address):
        form.evaluate("(form) => { form.noValidate = true; form.requestSubmit(); }")
        expect(page.locator(".silent")).to_contain_text("网络没有回应", timeout=BOUND)
        expect(page.locator(".silent a")).to_be_visible()
    context.close()
