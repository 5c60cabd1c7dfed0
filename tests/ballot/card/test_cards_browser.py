"""Token cards in a real browser: made and printed on one page, drawn, voted with on a tablet, the rest voided."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from tests.ballot import factories
from tests.ballot.factories import Hall, open_ballot
from tests.browser import CHROMIUM, serious
from tests.js.live import sign_in
from voting.ballot.card import queries as card_queries
from voting.ballot.order.models import find_ballot
from voting.ballot.roll import facts as roll_facts
from voting.ballot.sealed import box
from voting.demonstration import vote
from voting.people.rules import Place

pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: the page of token cards is not tested in a browser"
)
SHOTS = os.environ.get("SCREENSHOTS")


@pytest.fixture
def desk(browser: Browser) -> Iterator[BrowserContext]:
    """The desk's browser, whose printer only counts the sheets."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    context.add_init_script("globalThis.printed = 0; globalThis.print = () => { globalThis.printed += 1; };")
    yield context
    context.close()


def watched(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    page.goto(url)
    return page


def shot(page: Page, name: str) -> None:
    """Keep a picture of the page where somebody asks for pictures."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def figures(at: Hall) -> card_queries.CardFigures:
    factories.forget()
    return card_queries.figures_of(find_ballot(at.uuid))


def printed_cards(page: Page, count: int) -> list[str]:
    """Make cards; returns the seeds as they stand on the sheet."""
    page.fill("#count", str(count))
    page.click("#make [type=submit]")
    expect(page.locator(".token-card")).to_have_count(count)
    codes = page.locator(".token-card-code").all_inner_texts()
    return ["".join(code.split()) for code in codes]


def scanned(code: Locator) -> str:
    """What a camera reads in a QR code on the page."""
    picture = Image.open(io.BytesIO(code.screenshot()))
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.text)


def handed_out(page: Page, number: str) -> None:
    page.fill("#text", number)
    page.click("text=登记领卡")
    expect(page.locator(".messages")).to_contain_text(f"代表 {number} 已登记领卡")


def voted(browser: Browser, address: str, at: Hall, seed: str) -> None:
    """Vote with the characters of a card on a tablet where nobody is signed in."""
    tablet = browser.new_context(viewport={"width": 820, "height": 1180}, locale="zh-CN")
    page = watched(tablet, f"{address}/j/{at.place.code}/tablet/{at.meeting_id}/")
    page.click("summary")
    page.fill("#seed", " ".join(seed[i : i + 4] for i in range(0, 24, 4)))
    page.click("#card [type=submit]")
    expect(page.locator(".pick input").first).to_be_visible()
    page.locator(".pick").nth(1).locator("label").click()
    page.click("#to-review")
    page.click("#commit")
    expect(page.locator("#title")).to_have_text("您的票已投入票箱")
    tablet.close()


def voided(page: Page, seed: str) -> str:
    page.fill("#seed", seed)
    page.press("#seed", "Enter")
    said = page.locator("#said:not([data-outcome=working])")
    expect(said).to_have_attribute("data-outcome", "voided")
    expect(page.locator("#seed")).to_have_value("")
    return said.inner_text()


def refused(page: Page, seed: str) -> str:
    page.fill("#seed", seed)
    page.click("#void-form [type=submit]")
    expect(page.locator("#said")).to_have_attribute("data-outcome", "refused")
    return page.locator("#said").inner_text()


def test_three_cards_are_printed_one_votes_and_two_are_voided(
    city: Place, browser: Browser, desk: BrowserContext, address: str
) -> None:
    at = open_ballot(city, 4)
    sign_in(desk, address, at.secretary)
    sent: list[Request] = []
    desk.on("request", lambda request: sent.append(request))
    cards = f"{address}/j/{city.code}/ballots/{at.uuid}/cards"
    sheet = watched(desk, f"{cards}/print")
    shot(sheet, "cards-make")
    assert serious(sheet) == []
    seeds = printed_cards(sheet, 3)
    assert len(set(seeds)) == 3
    assert sheet.evaluate("globalThis.printed") == 1
    assert {scanned(one) for one in sheet.locator(".token-card .qr").all()} == set(seeds)
    shot(sheet, "cards-sheet")
    sheet.emulate_media(media="print")
    assert not sheet.locator("h1").is_visible()
    shot(sheet, "cards-paper")
    sheet.emulate_media(media="screen")
    sheet.click("#wipe")
    expect(sheet.locator("#done-title")).to_be_visible()
    assert not any(seed in sheet.content() for seed in seeds)
    assert sheet.evaluate("localStorage.length + sessionStorage.length") == 0
    assert figures(at).made == 3

    page = watched(desk, cards)
    handed_out(page, "002")
    shot(page, "cards-desk")
    assert serious(page) == []
    voted(browser, address, at, seeds[1])
    assert "第 1 张已作废" in voided(page, seeds[0].lower())
    assert "已经投过票" in refused(page, seeds[1])
    assert "没有这张票卡" in refused(page, seeds[0])
    assert "不是票卡上的" in refused(page, "ABC")
    assert "第 2 张已作废" in voided(page, "-".join(seeds[2][i : i + 4] for i in range(0, 24, 4)))
    expect(page.locator("#figures")).to_contain_text("所有票卡都有着落")
    shot(page, "cards-done")
    bodies = [f"{one.url} {one.post_data or ''}" for one in sent]
    assert not any(seed in body for seed in seeds for body in bodies), "a seed left the browser"
    now = figures(at)
    assert (now.made, now.handed_out, now.voided, now.lost, now.left) == (3, 1, 2, 0, 0)
    assert (box.count(at.uuid), roll_facts.numbers(at.uuid)) == (1, ["002"])
    vote.close(at.secretary, at.uuid)


def test_a_batch_that_was_not_printed_is_voided_as_a_whole(
    city: Place, desk: BrowserContext, address: str
) -> None:
    at = factories.hall(city, 8, rehearsal=True)
    factories.opened(at, rehearsal=True)
    sign_in(desk, address, at.secretary)
    page = watched(desk, f"{address}/j/{city.code}/ballots/{at.uuid}/cards/print")
    page.fill("#count", "9")
    page.click("#make [type=submit]")
    expect(page.locator("#trouble-text")).to_have_text("请填写 1 到 8 的张数。")
    printed_cards(page, 8)
    paper = page.pdf(prefer_css_page_size=True, format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1, "eight cards fill a page"
    if SHOTS:
        (Path(SHOTS) / "cards.pdf").write_bytes(paper)
    page.click("#give-up")
    expect(page.locator("#done")).to_contain_text("这一批 8 张全部作废")
    assert page.locator(".token-card").count() == 0
    assert (figures(at).voided, figures(at).left) == (8, 0)


def test_an_answer_that_is_lost_does_not_make_the_cards_twice(
    city: Place, desk: BrowserContext, address: str
) -> None:
    at = open_ballot(city, 2)
    sign_in(desk, address, at.secretary)
    page = watched(desk, f"{address}/j/{city.code}/ballots/{at.uuid}/cards/print")
    asked: list[str] = []

    def swallow(route: object) -> None:
        asked.append("make")
        route.fetch()  # type: ignore[attr-defined]  # the server did it, the page never hears
        route.abort()  # type: ignore[attr-defined]

    page.route(f"**/ballots/{at.uuid}/cards", swallow)
    page.fill("#count", "2")
    page.click("#make [type=submit]")
    expect(page.locator("#trouble-text")).to_contain_text("网络不通")
    page.click("#make [type=submit]")
    expect(page.locator(".token-card")).to_have_count(2)
    assert (asked, figures(at).made) == (["make"], 2)
