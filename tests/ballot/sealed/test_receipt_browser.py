"""The checking page in a real browser: a receipt reaches it in the fragment, and no request carries it with a session."""

from __future__ import annotations

from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Browser, Page, Request, expect
from sqlalchemy import delete

from tests.ballot.factories import Hall, choices, forget, open_ballot, share_keys
from tests.ballot.play import in_path
from tests.browser import CHROMIUM
from tests.js.live import sign_in
from voting.ballot.sealed import box
from voting.belenios import receipt
from voting.core.db import db, transaction
from voting.demonstration import vote
from voting.people.rules import Place

pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: the checking page is not tested in a browser"
)
OTHER_SIGNATURE = "A" * 86


@pytest.fixture(autouse=True)
def shared_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    share_keys(monkeypatch)


def cast(city: Place) -> tuple[Hall, vote.Receipt]:
    at = open_ballot(city)
    got = vote.vote(at.uuid, at.deputies[0], choices())
    forget()
    return at, got


def told(page: Page, sentence: str) -> None:
    expect(page.locator("#verdict")).to_contain_text(sentence)


def test_no_request_carries_a_session_and_a_tracker(city: Place, browser: Browser, address: str) -> None:
    at, got = cast(city)
    context = browser.new_context()
    sign_in(context, address, at.scrutineers[0])
    asked: list[Request] = []
    context.on("request", lambda one: asked.append(one))
    page = context.new_page()
    tracker = in_path(got.tracker)
    page.goto(f"{address}/j/{at.place.code}/challenge#{at.uuid}.{tracker}.{got.signature}")
    told(page, "这张票已在票箱里")
    ten = receipt.short(got.tracker)
    page.fill("#tracker", f"{ten[:5].lower()} {ten[5:]}")
    page.click("#look [type=submit]")
    told(page, "这张票已在票箱里")
    sent = [(urldefrag(one.url).url.removeprefix(address), one) for one in asked]
    assert {path for path, _ in sent if tracker in path or ten in path} == {
        f"/booth/{at.uuid}/challenge/{tracker}",
        f"/booth/{at.uuid}/{tracker}",
        f"/booth/{at.uuid}/{ten}",
    }
    with_session = [(path, one) for path, one in sent if "cookie" in one.all_headers()]
    assert with_session
    for path, one in with_session:
        written = " ".join([path, *one.all_headers().values(), one.post_data or ""])
        assert not any(part in written for part in (tracker, got.tracker, ten, got.signature)), path


def test_without_scripts_the_page_sends_no_tracker(city: Place, browser: Browser, address: str) -> None:
    at, got = cast(city)
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}/j/{at.place.code}/challenge")
    page.fill("#tracker", got.tracker)
    page.click("#look [type=submit]")
    assert page.url.split("?")[1] == f"ballot={at.uuid}"


def test_a_signed_receipt_of_a_ballot_that_is_gone_is_called_evidence(
    city: Place, browser: Browser, address: str
) -> None:
    at, got = cast(city)
    page = browser.new_page()
    place = f"{address}/j/{at.place.code}/challenge"
    with transaction():
        db.session.execute(delete(box.SealedBallot).where(box.SealedBallot.tracker == got.tracker))
    page.goto(f"{place}#{at.uuid}.{in_path(got.tracker)}.{got.signature}")
    told(page, "这说明有一张已收下的票不见了")
    page.goto(f"{place}#{at.uuid}.{in_path(got.tracker)}.{OTHER_SIGNATURE}")  # scanned into the same page
    told(page, "这不是本次票决的回执")
    page.goto(f"{place}#{at.uuid}.{in_path(got.tracker)}")
    told(page, "没有找到这个编号")
    page.goto(f"{place}#11111111111111.{in_path(got.tracker)}.{got.signature}")
    told(page, "不属于这里列出的票决")
