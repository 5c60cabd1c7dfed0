"""The tablet in a real browser, against the program itself: what a deputy does, and what must never happen."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.ballot import factories
from tests.ballot.factories import Hall, open_ballot, share_keys
from tests.browser import CHROMIUM, serious
from tests.factories import PIN, meeting
from voting.ballot.roll import facts as roll_facts
from voting.ballot.sealed import box
from voting.belenios import card, receipt
from voting.belenios.ballot import tracker
from voting.congress.ballot_rules.choices import Kind
from voting.congress.term.models import Term
from voting.core.db import db, transaction
from voting.demonstration import vote
from voting.people.models import Account
from voting.people.rules import Place

pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: the tablet is not tested in a browser"
)
KEPT = """navigator.serviceWorker.controller ? null : new Promise((done) => {
  navigator.serviceWorker.addEventListener("controllerchange", () => done(), { once: true });
})"""  # the first visit is enough for the page to open without a network


@pytest.fixture(autouse=True)
def shared_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    share_keys(monkeypatch)


@pytest.fixture
def tablet(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 820, "height": 1180}, locale="zh-CN")
    yield context
    context.close()


def bound(tablet: BrowserContext, address: str, at: Hall) -> Page:
    """A tablet at its welcome page; a script error on it fails the test."""
    page = tablet.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    page.goto(f"{address}/j/{at.place.code}/tablet/{at.meeting_id}/")
    expect(page.locator("#title")).to_have_text("代表登录")
    return page


def welcomed(city: Place, tablet: BrowserContext, address: str) -> tuple[Hall, Page]:
    """A hall with an open ballot, and a tablet at its welcome page."""
    at = open_ballot(city)
    return at, bound(tablet, address, at)


def cast(page: Page) -> None:
    """Review what was chosen, and put the ballot into the box."""
    page.click("#to-review")
    page.click("#commit")


def signed_in(page: Page, number: str = "001") -> None:
    page.fill("#number", number)
    page.fill("#pin", PIN)
    page.click("#sign-in [type=submit]")


def at_the_ballot(page: Page) -> None:
    signed_in(page)
    expect(page.locator(".pick input").first).to_be_visible()


def chosen(page: Page, *ordinals: int) -> None:
    for ordinal in ordinals:
        page.locator(".pick").nth(ordinal - 1).locator("label").click()


def finished(page: Page) -> None:
    expect(page.locator("#title")).to_have_text("您的票已投入票箱")
    factories.forget()


def test_a_deputy_signs_in_draws_chooses_reviews_and_casts(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at, page = welcomed(city, tablet, address)
    signed_in(page)
    expect(page.locator("#title")).to_have_text("请选出您赞成的项目")
    chosen(page, 1, 3)
    expect(page.locator("#count")).to_have_text("已选 2 项，最多 2 项")
    page.click("#to-review")
    expect(page.locator("#review .key li")).to_have_count(2)
    expect(page.locator("#review .panel:not(.key) li")).to_have_count(1)
    page.click("#commit")
    finished(page)
    (raw,) = box.ballots(at.uuid)
    code = page.locator("#receipt-code").inner_text().replace(" ", "")
    assert code == receipt.short(tracker(raw))
    assert roll_facts.issued(at.uuid) == 1
    noted = page.locator("#receipt-code").inner_text()
    page.click("#clear")
    expect(page.locator("#title")).to_have_text("代表登录")
    assert page.locator("#review").inner_html() == ""
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") >= 1
    page.goto(f"{address}/j/{at.place.code}/challenge")
    page.fill("#tracker", noted)
    page.click("#look [type=submit]")
    expect(page.locator("#verdict")).to_contain_text("这张票已在票箱里")


def test_one_more_than_allowed_is_not_possible_and_the_screen_says_why(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    _at, page = welcomed(city, tablet, address)
    signed_in(page)
    expect(page.locator(".pick input").first).to_be_visible()
    chosen(page, 1, 2)
    page.locator(".pick").nth(2).locator("label").click(force=True)
    expect(page.locator("#count")).to_have_text("已选 2 项，最多 2 项")
    assert page.locator(".pick input:checked").count() == 2
    expect(page.locator("#full")).to_contain_text("已选满 2 项")
    chosen(page, 1)
    expect(page.locator("#full")).to_be_hidden()
    chosen(page, 3)
    assert page.locator(".pick input:checked").count() == 2


def test_a_look_into_the_dossier_loses_nothing(city: Place, tablet: BrowserContext, address: str) -> None:
    _at, page = welcomed(city, tablet, address)
    signed_in(page)
    expect(page.locator(".pick input").first).to_be_visible()
    chosen(page, 2)
    page.locator(".pick-more").nth(0).click()
    expect(page.locator("#title")).to_have_text("项目1")
    page.click("#from-dossier")
    expect(page.locator("#title")).to_have_text("请选出您赞成的项目")
    assert page.locator(".pick input").nth(1).is_checked()
    assert page.evaluate("document.activeElement.className") == "pick-more"


def test_a_tablet_that_waits_goes_to_the_ballot_by_itself(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at = factories.hall(city)
    factories.ready(at)
    page = bound(tablet, address, at)
    signed_in(page)
    expect(page.locator("#drawn-word")).to_have_text("已领票")
    fingerprint = page.locator("#print").inner_text().replace(" ", "")
    assert len(fingerprint) == 24
    vote.open_voting(at.secretary, at.uuid)
    expect(page.locator("#title")).to_have_text("请选出您赞成的项目")


def test_a_network_that_goes_away_at_cast_delays_the_ballot_and_loses_nothing(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at, page = welcomed(city, tablet, address)
    signed_in(page)
    expect(page.locator(".pick input").first).to_be_visible()
    chosen(page, 2)
    page.click("#to-review")
    tablet.set_offline(True)
    page.click("#commit")
    expect(page.locator("#title")).to_have_text("正在投递")
    expect(page.locator("#delivery")).to_contain_text("网络不通")
    assert box.count(at.uuid) == 0
    tablet.set_offline(False)
    finished(page)
    assert box.count(at.uuid) == 1


def test_a_tablet_that_restarts_without_a_network_delivers_when_it_returns(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at, page = welcomed(city, tablet, address)
    page.evaluate(KEPT)
    signed_in(page)
    expect(page.locator(".pick input").first).to_be_visible()
    page.click("#to-review")
    tablet.set_offline(True)
    tablet.route("**/booth/*", lambda route: route.abort())
    page.click("#commit")
    expect(page.locator("#delivery")).to_contain_text("网络不通")
    assert box.count(at.uuid) == 0
    page.reload()  # a page that loads anew may be online for a moment: the ballot may then arrive, and no answer
    expect(page.locator("#pending")).to_contain_text("有 1 张选票正在投递")
    tablet.unroute("**/booth/*")
    tablet.set_offline(False)
    expect(page.locator("#pending")).to_be_hidden()
    factories.forget()
    assert box.count(at.uuid) == 1


def test_a_token_card_votes_once_and_nobody_signs_in(
    app: Flask, city: Place, tablet: BrowserContext, address: str
) -> None:
    at = open_ballot(city)
    seed = card.new_seed()
    (made,) = factories.make_cards(app, at, 1, [seed])
    page = bound(tablet, address, at)
    page.click("summary")
    page.fill("#seed", " ".join(seed[i : i + 4] for i in range(0, 24, 4)).lower())
    page.click("#card [type=submit]")
    expect(page.locator(".pick input").first).to_be_visible()
    chosen(page, 3)
    cast(page)
    finished(page)
    assert box.ballots(at.uuid)[0].count(made.credential) == 1


def test_no_view_has_a_serious_barrier(city: Place, tablet: BrowserContext, address: str) -> None:
    _at, page = welcomed(city, tablet, address)
    barriers = {"welcome": serious(page)}
    signed_in(page)
    expect(page.locator(".pick input").first).to_be_visible()
    chosen(page, 1, 2)
    barriers["choose"] = serious(page)
    page.locator(".pick-more").first.click()
    barriers["dossier"] = serious(page)
    page.click("#from-dossier")
    page.click("#to-review")
    barriers["review"] = serious(page)
    page.click("#commit")
    finished(page)
    barriers["done"] = serious(page)
    assert {view: found for view, found in barriers.items() if found} == {}


def test_an_answer_that_is_lost_on_its_way_is_asked_for_again(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at, page = welcomed(city, tablet, address)
    lost = {"draw": 0, "cast": 0}

    def swallow(kind: str) -> None:
        def handler(route: object) -> None:
            lost[kind] += 1
            if lost[kind] == 1:
                route.fetch()  # type: ignore[attr-defined]  # the server did it, the tablet never hears
                route.abort()  # type: ignore[attr-defined]
            else:
                route.continue_()  # type: ignore[attr-defined]

        pattern = f"**/ballots/{at.uuid}/draw" if kind == "draw" else f"**/booth/{at.uuid}"
        page.route(pattern, handler)

    swallow("draw")
    swallow("cast")
    signed_in(page)
    expect(page.locator(".pick input").first).to_be_visible()
    cast(page)
    finished(page)
    assert lost == {"draw": 2, "cast": 2}
    assert (box.count(at.uuid), roll_facts.issued(at.uuid)) == (1, 1)


def test_a_tablet_that_restarts_between_draw_and_cast_finds_its_credential_with_the_pin(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at, page = welcomed(city, tablet, address)
    signed_in(page)
    expect(page.locator(".pick input").first).to_be_visible()
    page.reload()
    expect(page.locator("#title")).to_have_text("代表登录")
    signed_in(page)
    expect(page.locator(".pick input").first).to_be_visible()
    cast(page)
    finished(page)
    assert (box.count(at.uuid), roll_facts.issued(at.uuid)) == (1, 1)


def test_a_credential_on_another_tablet_is_said_plainly(
    city: Place, browser: Browser, tablet: BrowserContext, address: str
) -> None:
    at, page = welcomed(city, tablet, address)
    signed_in(page)
    expect(page.locator(".pick input").first).to_be_visible()
    other = browser.new_context()
    second = bound(other, address, at)
    signed_in(second)
    expect(second.locator("#title")).to_have_text("已领票，但不在这台平板上")
    other.close()
    factories.forget()
    assert roll_facts.issued(at.uuid) == 1


def test_a_wrong_pin_is_refused_with_a_sentence(city: Place, tablet: BrowserContext, address: str) -> None:
    at, page = welcomed(city, tablet, address)
    page.fill("#number", "001")
    page.fill("#pin", "000000")
    page.click("#sign-in [type=submit]")
    expect(page.locator("#sign-in-error")).to_have_text("出席证号或个人密码不正确。")
    assert roll_facts.issued(at.uuid) == 0


def test_a_first_pin_votes_as_it_is_and_is_changed_only_for_whoever_asks_for_it(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at = open_ballot(city)
    with transaction():
        for one in at.deputies:
            db.session.get_one(Account, one.account_id).must_change = True
    page = bound(tablet, address, at)
    signed_in(page, "002")
    expect(page.locator(".pick input").first).to_be_visible()
    cast(page)
    finished(page)
    page.click("#clear")
    page.check("[name=anew]")
    signed_in(page)
    expect(page.locator("#title")).to_have_text("设定自己的个人密码")
    assert serious(page) == []
    for new, again, sentence in [("739204", "739205", "不一致"), ("111111", "111111", "过于简单")]:
        page.fill("#new", new)
        page.fill("#again", again)
        page.click("#new-pin [type=submit]")
        expect(page.locator("#new-pin-error")).to_contain_text(sentence)
    page.fill("#new", "739204")
    page.fill("#again", "739204")
    page.click("#new-pin [type=submit]")
    expect(page.locator(".pick input").first).to_be_visible()
    factories.forget()
    assert roll_facts.issued(at.uuid) == 2


def test_who_wanted_a_pin_of_his_own_may_go_on_with_the_one_he_has(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    _at, page = welcomed(city, tablet, address)
    page.check("[name=anew]")
    signed_in(page)
    page.click("#keep-pin")
    expect(page.locator(".pick input").first).to_be_visible()
    page.reload()  # his ballot lies on this tablet under that PIN, so it is not changed any more
    page.check("[name=anew]")
    signed_in(page)
    expect(page.locator(".pick input").first).to_be_visible()


def test_a_ballot_that_comes_after_the_close_is_refused_with_a_sentence(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at, page = welcomed(city, tablet, address)
    signed_in(page)
    expect(page.locator(".pick input").first).to_be_visible()
    page.click("#to-review")
    vote.close(at.secretary, at.uuid)
    page.click("#commit")
    expect(page.locator("#title")).to_have_text("请找工作人员")
    assert page.locator("#trouble").inner_text() != ""
    factories.forget()
    assert box.count(at.uuid) == 0
    page.click("#trouble-back")
    expect(page.locator("#pending")).to_be_hidden()


def test_item_by_item_every_item_must_be_answered(city: Place, tablet: BrowserContext, address: str) -> None:
    at = factories.hall(city)
    factories.opened(at, kind=Kind.EACH, projects=2)
    page = bound(tablet, address, at)
    signed_in(page)
    expect(page.locator("#title")).to_have_text("请逐项表决")
    page.locator("#grade-0 .grade-choice", has_text="赞成").click()
    page.click("#to-review")
    expect(page.locator("#full")).to_contain_text("第 2 项")
    page.locator("#grade-1 .grade-choice", has_text="弃权").click()
    page.click("#to-review")
    expect(page.locator("#review")).to_contain_text("弃权：1 项")
    page.click("#commit")
    finished(page)
    assert box.count(at.uuid) == 1


def test_the_ballot_is_filled_in_with_the_keyboard_alone(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    _at, page = welcomed(city, tablet, address)
    page.locator("#number").focus()
    page.keyboard.type("001")
    page.keyboard.press("Tab")
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    expect(page.locator("#title")).to_have_text("请选出您赞成的项目")
    assert page.evaluate("document.activeElement.id") == "title"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#spare-box")).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#count")).to_contain_text("已选 1 项")
    for _ in range(9):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "to-review":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#title")).to_have_text("请核对您的选票")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    finished(page)


def spot_checked(page: Page) -> None:
    """Go to the review and test the ballot, the quiet third way; its number in short was there before."""
    page.click("#to-review")
    expect(page.locator("#title")).to_have_text("请核对您的选票")
    expect(page.locator("#spot-check-pass")).to_be_hidden()
    page.click("#spot-check-box summary")
    expect(page.locator("#tracker")).to_have_text(re.compile(r"^\S{5} \S{5}$"))
    assert serious(page) == []
    page.click("#challenge")


def test_a_tested_ballot_shows_its_choices_elsewhere_and_is_never_cast(
    city: Place, browser: Browser, tablet: BrowserContext, address: str
) -> None:
    at = factories.hall(city, rehearsal=True)
    factories.opened(at, rehearsal=True)
    page = bound(tablet, address, at)
    signed_in(page)
    expect(page.locator(".pick input").first).to_be_visible()
    chosen(page, 2)
    spot_checked(page)
    expect(page.locator("#title")).to_have_text("抽检")
    assert serious(page) == []
    elsewhere = browser.new_context().new_page()
    elsewhere.goto(page.locator("#challenge-address").inner_text())
    expect(elsewhere.locator("#verdict")).to_contain_text("核对无误")
    expect(elsewhere.locator("#choices")).to_have_text("2. 项目2：选中")
    assert serious(elsewhere) == []
    elsewhere.context.close()
    assert box.count(at.uuid) == 0
    page.click("#anew")
    chosen(page, 1)
    cast(page)
    finished(page)
    assert box.count(at.uuid) == 1


def test_a_tablet_program_that_seals_another_choice_is_caught_by_the_test(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at = factories.hall(city, rehearsal=True)
    factories.opened(at, rehearsal=True)
    page = tablet.new_page()

    def tamper(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        script = answer.text().replace(
            "return ballot.seal(await electionOf(election), BigInt(secret), choices);",
            "return ballot.seal(await electionOf(election), BigInt(secret), choices.map((row) => row.toReversed()));",
        )
        assert "toReversed" in script
        route.fulfill(response=answer, body=script)  # type: ignore[attr-defined]

    tablet.route("**/js/belenios/tasks.js", tamper)
    page.goto(f"{address}/j/{at.place.code}/tablet/{at.meeting_id}/")
    signed_in(page)
    expect(page.locator(".pick input").first).to_be_visible()
    chosen(page, 1)
    spot_checked(page)
    expect(page.locator("#title")).to_have_text("请找工作人员")
    assert serious(page) == []
    assert box.count(at.uuid) == 0


def test_a_tablet_of_another_meeting_asks_for_staff(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    _at, page = welcomed(city, tablet, address)
    page.evaluate("localStorage.setItem('tablet-binding', '140900/999')")
    page.reload()
    expect(page.locator("#trouble")).to_contain_text("已绑定另一次会议")


def test_a_tablet_of_another_meeting_says_which_and_where_it_is_released(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at, page = welcomed(city, tablet, address)
    other = meeting(city, in_term=db.session.get_one(Term, at.rows[0].term_id), rehearsal=True)
    page.goto(f"{address}/j/140900/tablet/{other.id}/")
    said = page.locator("#trouble")
    expect(said).to_contain_text("这台平板已绑定“忻州市第五届人民代表大会第六次会议”")
    expect(said).to_contain_text(f"打开 {address}/j/140900/tablet/{at.meeting_id}/release")
    expect(page.locator("#title")).to_have_text("请找工作人员")
