"""What is typed stays on the device until it was taken: after reloading, in another tab, when the session had ended."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import page_of
from tests.factories import PASSWORD, account, place
from tests.screening.factories import call, suggestion
from tests.service import Service
from voting.core.db import db, transaction
from voting.people.models import SignedIn
from voting.people.rules import Role

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ANSWER = 'form[action$="/answers"]'
FIELD = f"{ANSWER} [name=text]"
REASON = "资金没有着落，明年再议。"
PAGE = "/j/140900/screening/suggestions/1"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with Service(tmp_path_factory.mktemp("drafts")) as service:
        with service.app().app_context():
            city = place()
            account(city, Role.STAFF, login="clerk")
            call(city)
            suggestion(city)
            suggestion(city, title="给西关小学门口装红绿灯")
        yield service


@pytest.fixture
def clerk(browser: Browser, service: Service) -> Page:
    page = page_of(browser, base_url=service.url)
    sign_in(page)
    return page


def sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.fill("[name=login]", "clerk")
    page.fill("[name=password]", PASSWORD)
    page.click("main [type=submit]")
    page.wait_for_url("**/todo")


def until_kept(page: Page, *, kept: bool) -> None:
    """Wait until the device keeps a draft, or none any more."""
    for _ in range(1200):
        if page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('draft:'))") is kept:
            return
        page.wait_for_timeout(50)
    raise AssertionError(kept)


def write(page: Page, path: str = PAGE) -> None:
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    page.select_option(f"{ANSWER} [name=answer_class]", "not_now")
    page.fill(FIELD, REASON)
    until_kept(page, kept=True)


def test_a_page_that_was_closed_offers_what_was_typed_and_forgets_it_once_taken(clerk: Page) -> None:
    write(clerk)
    clerk.close(run_before_unload=False)
    again = clerk.context.new_page()
    again.goto(PAGE)
    again.click(".draft button >> nth=0")
    expect(again.locator(FIELD)).to_have_value(REASON)
    again.click(f"{ANSWER} [type=submit]")
    expect(again.locator("main")).to_contain_text(REASON)
    until_kept(again, kept=False)
    again.goto(PAGE)
    expect(again.locator(".draft")).to_have_count(0)


def test_a_session_that_ended_gives_the_words_back_after_signing_in(clerk: Page, service: Service) -> None:
    write(clerk, "/j/140900/screening/suggestions/2")
    with service.app().app_context(), transaction():
        db.session.query(SignedIn).delete()
    clerk.click(f"{ANSWER} [type=submit]")
    expect(clerk.locator("main")).to_contain_text("已为您带着")
    clerk.fill("[name=login]", "clerk")
    clerk.fill("[name=password]", PASSWORD)
    clerk.click("main [type=submit]")
    expect(clerk.locator(FIELD)).to_have_value(REASON)
    expect(clerk.locator("#error-summary")).to_be_focused()
    assert clerk.url.endswith("/suggestions/2"), "the page's own address: reloading works"
    clerk.click(f"{ANSWER} [type=submit]")
    expect(clerk.locator("main")).to_contain_text(REASON)


def test_contacts_are_never_kept_and_a_strangers_draft_stays_in_his_tab(
    browser: Browser, service: Service
) -> None:
    page = page_of(browser, base_url=service.url)
    page.goto("/j/140900/suggest")
    page.fill("[name=title]", "给南关小学门口装红绿灯")
    page.fill("[name=contact_name]", "王某某")
    page.fill("[name=contact_phone]", "0350-7654321")
    page.reload()
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "南关" in kept
    assert "王某某" not in kept
    assert "7654321" not in kept
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))") == []
    page.click(".draft button >> nth=0")
    expect(page.locator("[name=title]")).to_have_value("给南关小学门口装红绿灯")
