"""Three scrutineers in real browsers: they make the key and open the box; a dishonest server gets no share."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.ballot import factories
from tests.ballot.factories import Hall, confirm_quorum, ready
from tests.ballot.play import in_path
from tests.browser import CHROMIUM, serious
from tests.factories import account, actor_of, check_in, deputies, meeting, term
from tests.js.live import sign_in
from voting.ballot import handover_statements as statements
from voting.ballot.ceremony import actions as ceremony_actions
from voting.ballot.ceremony import facts as ceremony_facts
from voting.ballot.ceremony.models import Ceremony
from voting.ballot.sealed import box
from voting.belenios import ballot, keyfile, tally
from voting.belenios.canonical import dump
from voting.congress.place.rules import Post
from voting.core.db import db, transaction
from voting.demonstration import vote
from voting.people.rules import Place, Role
from voting.tally.run.models import find_run
from voting.tally.steps import actions as steps_actions

pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: the scrutineers' pages are not tested in a browser"
)
PASSPHRASE = "三位监票人的口令"


def hall_without_key(at: Place) -> Hall:
    """A meeting in session whose three scrutineers have no key yet."""
    in_term = term(at)
    rows = deputies(at, 4, in_term=in_term)
    row = meeting(at, in_term=in_term)
    meeting_id = row.id
    check_in(row, rows)
    confirm_quorum(at, meeting_id)
    scrutineers = [account(at, Role.SCRUTINEER) for _ in range(3)]
    factories.appoint(at, meeting_id, Post.SCRUTINEER, *scrutineers)
    actors = [actor_of(one) for one in rows]
    return Hall(at, meeting_id, actors, account(at, Role.SECRETARIAT), scrutineers, (), rows=tuple(rows))


def begun(at: Hall) -> int:
    seats = [ceremony_facts.Seat(one.account_id or 0, one.name) for one in at.scrutineers]
    with transaction():
        return ceremony_actions.begin(at.secretary, at.meeting_id, seats, 2)


def device(browser: Browser, address: str, at: Hall, index: int) -> BrowserContext:
    context = browser.new_context(accept_downloads=True)
    sign_in(context, address, at.scrutineers[index])
    return context


def watched(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    page.goto(url)
    return page


def make_keys(browser: Browser, address: str, at: Hall) -> tuple[int, list[BrowserContext], str]:
    """Run the ceremony on three devices; returns its id, the devices and the file that the first one saved."""
    ceremony = begun(at)
    devices = [device(browser, address, at, index) for index in range(3)]
    pages = [watched(one, f"{address}/j/{at.place.code}/ceremony/{ceremony}") for one in devices]
    for page in pages:
        page.fill("#make-passphrase", PASSPHRASE)
        page.fill("#make-again", PASSPHRASE)
        page.click("#make [type=submit]")
    shown: list[str] = []
    saved: list[str] = []
    for page in pages:
        saved.append(key_file_saved(page))
        expect(page.locator("#heard")).to_be_visible()
        shown.append(page.locator("#fingerprint").inner_text())
    assert len(set(shown)) == 1
    assert serious(pages[0]) == []
    for index, page in enumerate(pages, 1):
        page.click("#heard [type=submit]")
        expect(page.locator("#trouble-text")).to_have_text("请选择您听的是哪一位念的。")
        page.select_option("#other", str(index % 3 + 1))
        page.click("#heard [type=submit]")
        expect(page.locator("#done-title")).to_be_visible()
    factories.forget()
    row = db.session.get_one(Ceremony, ceremony)
    assert row.state == "done"
    assert shown[0].replace(" ", "") == row.fingerprint
    return ceremony, devices, saved[0]


def key_file_saved(page: Page) -> str:
    """Save the key file and let the page read it again; returns where it was saved."""
    expect(page.locator("#save-title")).to_be_visible()
    with page.expect_download() as download:
        page.click("#download")
    assert re.fullmatch(r"开箱钥匙-.+-\d+\.json", download.value.suggested_filename)
    saved = str(download.value.path())
    page.set_input_files("#saved-file", saved)
    page.click("#saved [type=submit]")
    return saved


def closed_box(
    at: Hall, marks: Sequence[Sequence[int]] = ([0, 1], [0], []), **rules: object
) -> tuple[str, str]:
    """Three deputies vote; returns the ballot's UUID and the digest of its box."""
    uuid = ready(at, **rules)
    vote.open_voting(at.secretary, uuid)
    for deputy, chosen in zip(at.deputies, marks, strict=False):
        vote.vote(uuid, deputy, vote.paper(chosen, 3))
    return uuid, vote.close(at.secretary, uuid)


def unlocked(page: Page) -> None:
    page.fill("#unlock-passphrase", PASSPHRASE)
    page.click("#unlock [type=submit]")


def told(page: Page, digest: str, *, count: int = 3, names: int = 3, present: int = 4) -> None:
    """Type what stands on the signed print."""
    expect(page.locator("#told-title")).to_be_visible()
    for field, value in (("digest", digest[:24]), ("count", count), ("names", names), ("attending", present)):
        page.fill(f"#{field}", str(value))
    page.click("#told [type=submit]")


def sampled(page: Page, answers: str = "+++") -> list[str]:
    """Answer for each deputy who is called: + there, - not there; returns the names in their order."""
    called = []
    for mark in answers:
        expect(page.locator("#call-title")).to_be_visible()
        called.append(page.locator("#called").inner_text())
        page.click("#come")
        expect(page.locator("#receipts li")).to_have_count(3)
        if mark == "+":
            page.click("[data-step=look] [data-answer=there]")
        else:
            page.click("#miss")
            page.click("[data-answer=gone]")
    return called


def lent(page: Page, digest: str) -> list[str]:
    """Go from the key to the share; returns the names that were called."""
    unlocked(page)
    told(page, digest)
    called = sampled(page)
    expect(page.locator("#lend-title")).to_be_visible()
    page.click("#lend")
    return called


def listen_for_shares(context: BrowserContext, uuid: str) -> list[dict[str, str]]:
    """Keep what a device sends as its share, and answer in the server's place."""
    sent: list[dict[str, str]] = []

    def take(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "{}"))
        route.fulfill(status=200, content_type="application/json", body='{"opened":false}')

    context.route(f"**/ballots/{uuid}/share", take)
    return sent


def test_three_make_a_key_and_two_of_them_open_the_box(city: Place, browser: Browser, address: str) -> None:
    at = hall_without_key(city)
    _ceremony, devices, saved = make_keys(browser, address, at)
    uuid, digest = closed_box(at)
    url = f"{address}/j/{city.code}/ballots/{uuid}/opening"
    pages = [watched(devices[index], url) for index in (0, 2)]
    names = {row.name for row in at.rows[:3]}
    assert set(lent(pages[0], digest)) == names
    expect(pages[0].locator("#sent-title")).to_be_visible()
    assert serious(pages[0]) == []
    assert set(lent(pages[1], digest)) == names
    factories.forget()
    assert set(statements.roll_signatures(uuid)) == {1, 3}
    assert statements.sampling_of(uuid).passed == (1, 3)
    for page in pages:
        expect(page.locator("#figures-title")).to_be_visible()
        page.fill("#present", "4")
        page.click("#figures [type=submit]")
        expect(page.locator("#await-title")).to_be_visible()
    remembered(pages[0], uuid, digest)
    factories.forget()
    assert find_run(uuid, city.id).counts == [[2, 1, 0]]
    counted(at, uuid)
    sign_outcome(at, uuid, pages)
    another_device(browser, address, at, uuid, saved)
    for one in devices:
        one.close()


def remembered(page: Page, uuid: str, digest: str) -> None:
    """The key file that is offered after an opening knows which box it opened and what it signed."""
    with page.expect_download() as download:
        page.click("#keep #download-new")
    file = keyfile.unseal(download.value.path().read_text(), PASSPHRASE)
    assert file.digests == {uuid: digest}
    assert file.said[uuid].sample.endswith("|3|0|0|passed")


def counted(at: Hall, uuid: str) -> None:
    """Two persons take the count."""
    with transaction():
        steps_actions.ask(at.secretary, uuid, "count", {})
    with transaction():
        steps_actions.confirm(at.scrutineers[1], uuid, "count")


def sign_outcome(at: Hall, uuid: str, pages: list[Page]) -> None:
    """Each device shows what it decided itself and signs the text that it wrote itself."""
    for page in pages:
        expect(page.locator("#outcome li")).to_have_count(3)
        expect(page.locator("#outcome li").first).to_have_text(re.compile(r"^1. 项目1：\d+ 票"))
        page.click("#agreed [type=submit]")
        expect(page.locator("#done-title")).to_be_visible()
    factories.forget()
    assert find_run(uuid, at.place.id).state == "signed"


def another_device(browser: Browser, address: str, at: Hall, uuid: str, saved: str) -> None:
    """The saved key file opens the page on a device that never saw the key."""
    fresh = device(browser, address, at, 0)
    page = watched(fresh, f"{address}/j/{at.place.code}/ballots/{uuid}/opening")
    expect(page.locator("#not-here")).to_be_visible()
    page.set_input_files("#keyfile", saved)
    unlocked(page)
    expect(page.locator("#told-title")).to_be_visible()
    fresh.close()


def test_a_device_whose_figures_differ_shows_both_and_signs_nothing(
    city: Place, browser: Browser, address: str
) -> None:
    at = hall_without_key(city)
    _ceremony, devices, _saved = make_keys(browser, address, at)
    uuid, digest = closed_box(at)
    url = f"{address}/j/{city.code}/ballots/{uuid}/opening"
    pages = [watched(devices[index], url) for index in (0, 1)]
    for page in pages:
        lent(page, digest)
    expect(pages[0].locator("#figures-title")).to_be_visible()
    pages[0].fill("#present", "3")
    pages[0].click("#figures [type=submit]")
    counted(at, uuid)
    expect(pages[0].locator("#differs-title")).to_be_visible()
    expect(pages[0].locator("#differences")).to_contain_text("实到：本设备 3，计票室 4")
    pages[0].click("[data-step=differs] [data-revise]")
    pages[0].fill("#present", "4")
    pages[0].click("#figures [type=submit]")
    expect(pages[0].locator("#outcome li")).to_have_count(3)
    for one in devices:
        one.close()


def test_where_the_result_is_signed_projects_that_share_the_last_place_are_called_tied(
    city: Place, browser: Browser, address: str
) -> None:
    at = hall_without_key(city)
    _ceremony, devices, _saved = make_keys(browser, address, at)
    uuid, digest = closed_box(at, ([0, 1], [0, 2], []), pass_base="none")
    pages = [watched(devices[index], f"{address}/j/{city.code}/ballots/{uuid}/opening") for index in (0, 1)]
    for page in pages:
        lent(page, digest)
    expect(pages[0].locator("#figures-title")).to_be_visible()
    pages[0].fill("#present", "4")
    pages[0].click("#figures [type=submit]")
    counted(at, uuid)
    said = ["1. 项目1：2 票，通过", *(f"{n}. 项目{n}：1 票，得票相等，须再次票决" for n in (2, 3))]
    expect(pages[0].locator("#outcome li")).to_have_text(said)
    for one in devices:
        one.close()


def test_after_a_recount_open_pages_show_the_new_outcome_by_themselves(
    city: Place, browser: Browser, address: str
) -> None:
    """One page had signed, one had not: both follow, and neither is told that a signature is false."""
    at = hall_without_key(city)
    _ceremony, devices, _saved = make_keys(browser, address, at)
    uuid, digest = closed_box(at)
    url = f"{address}/j/{city.code}/ballots/{uuid}/opening"
    pages = [watched(devices[index], url) for index in (0, 1)]
    for page in pages:
        lent(page, digest)
    for page in pages:
        expect(page.locator("#figures-title")).to_be_visible()
        page.click("#figures [type=submit]")
    counted(at, uuid)
    for page in pages:
        expect(page.locator("#outcome-title")).to_be_visible()
    pages[0].click("#agreed [type=submit]")
    expect(pages[0].locator("#done-title")).to_be_visible()
    with transaction():
        steps_actions.ask(at.secretary, uuid, "recount", {"reason": "再点一遍"})
    with transaction():
        steps_actions.confirm(at.scrutineers[2], uuid, "recount")
    counted(at, uuid)
    for page in pages:
        expect(page.locator("#recounted")).to_be_visible()
        expect(page.locator("#outcome-title")).to_be_visible()
        expect(page.locator("#trouble")).to_be_hidden()
        page.click("#agreed [type=submit]")
        expect(page.locator("#done-title")).to_be_visible()
    factories.forget()
    assert find_run(uuid, city.id).state == "signed"
    for one in devices:
        one.close()


def test_a_sample_in_which_ballots_are_missed_lends_nothing(
    city: Place, browser: Browser, address: str
) -> None:
    at = hall_without_key(city)
    _ceremony, devices, _saved = make_keys(browser, address, at)
    uuid, digest = closed_box(at)
    sent = listen_for_shares(devices[0], uuid)
    page = watched(devices[0], f"{address}/j/{city.code}/ballots/{uuid}/opening")
    unlocked(page)
    told(page, digest)
    sampled(page, "+-+")
    expect(page.locator("#over-title")).to_be_visible()
    expect(page.locator("#over-text")).to_contain_text("抽验没有通过")
    page.reload()
    unlocked(page)
    expect(page.locator("#over-title")).to_be_visible()
    factories.forget()
    assert statements.sampling_of(uuid).halted
    assert sent == []
    for one in devices:
        one.close()


def test_a_signed_receipt_of_a_ballot_that_is_gone_stops_the_opening_for_good(
    city: Place, browser: Browser, address: str
) -> None:
    """The server leaves a ballot out, on its own print too: the deputy whose it is has the proof."""
    at = hall_without_key(city)
    _ceremony, devices, _saved = make_keys(browser, address, at)
    uuid = ready(at)
    vote.open_voting(at.secretary, uuid)
    receipts = [vote.vote(uuid, deputy, vote.paper([0], 3)) for deputy in at.deputies[:3]]
    vote.close(at.secretary, uuid)
    gone, kept = receipts[0], receipts[1]
    ballots = [raw for raw in box.ballots(uuid) if ballot.tracker(raw) != gone.tracker]

    def less(route: Route) -> None:
        answer = route.fetch()
        left = {json.loads(raw)["credential"] for raw in ballots}
        tokens = [one for one in answer.json()["tokens"] if one["credential"] in left]
        route.fulfill(response=answer, body=dump({"tokens": tokens}))

    devices[0].route(f"**/ballots/{uuid}/sealed.json", lambda route: route.fulfill(body=dump(ballots)))
    devices[0].route(f"**/ballots/{uuid}/tokens.json", less)
    sent = listen_for_shares(devices[0], uuid)
    page = watched(devices[0], f"{address}/j/{city.code}/ballots/{uuid}/opening")
    unlocked(page)
    told(page, tally.digest(ballots), count=2)
    page.click("#come")
    page.click("#miss")
    for one, sentence in (
        (kept, "这张回执的票在箱里"),
        (replace(gone, signature="A" * 86), "这不是本次票决的回执"),
    ):
        if page.locator("#look-title").is_visible():
            page.click("#miss")
        page.fill("#receipt-text", f"{uuid}.{in_path(one.tracker)}.{one.signature}")
        page.click("#receipt [type=submit]")
        expect(page.locator("#trouble-text")).to_contain_text(sentence)
    page.fill(
        "#receipt-text", f"https://example.cn/j/1/challenge#{uuid}.{in_path(gone.tracker)}.{gone.signature}"
    )
    page.click("#receipt [type=submit]")
    expect(page.locator("#over-text")).to_contain_text("抽验已停止")
    assert sent == []
    for one_device in devices:
        one_device.close()


def test_a_server_that_hides_a_ballot_gets_no_share(city: Place, browser: Browser, address: str) -> None:
    at = hall_without_key(city)
    _ceremony, devices, _saved = make_keys(browser, address, at)
    uuid, digest = closed_box(at)
    names = {row.name for row in at.rows[:3]}
    ballots = list(box.ballots(uuid))
    shown = {"ballots": ballots[:1]}

    def lie(route: Route) -> None:
        body = json.dumps(shown["ballots"], separators=(",", ":"), ensure_ascii=False)
        route.fulfill(status=200, content_type="application/json", body=body)

    devices[0].route(f"**/ballots/{uuid}/sealed.json", lie)
    sent = listen_for_shares(devices[0], uuid)
    page = watched(devices[0], f"{address}/j/{city.code}/ballots/{uuid}/opening")
    unlocked(page)
    told(page, digest)
    expect(page.locator("#trouble-text")).to_contain_text("票箱校验码与填写的不一样")
    told(page, tally.digest(ballots[:1]), count=1)
    expect(page.locator("#trouble-text")).to_contain_text("票箱里有没经过领票的票")
    assert sent == []
    shown["ballots"] = ballots
    page.reload()
    assert set(lent(page, digest)) == names
    expect(page.locator("#sent-title")).to_be_visible()
    assert len(sent) == 1
    shown["ballots"] = ballots[1:]
    page.reload()
    unlocked(page)
    expect(page.locator("#trouble-text")).to_contain_text("这把钥匙抽验过另一个票箱")
    assert len(sent) == 1
    for one in devices:
        one.close()


def test_a_page_that_was_closed_between_the_rounds_goes_on(
    city: Place, browser: Browser, address: str
) -> None:
    at = hall_without_key(city)
    ceremony = begun(at)
    url = f"{address}/j/{city.code}/ceremony/{ceremony}"
    first = device(browser, address, at, 0)
    page = watched(first, url)
    page.fill("#make-passphrase", PASSPHRASE)
    page.fill("#make-again", "anders als oben")
    page.click("#make [type=submit]")
    expect(page.locator("#trouble-text")).to_have_text("两次输入的口令不一致。")
    page.fill("#make-passphrase", PASSPHRASE)
    page.fill("#make-again", PASSPHRASE)
    page.click("#make [type=submit]")
    expect(page.locator("#waiting-text")).to_contain_text("第 1 轮")
    page.reload()
    page.fill("#unlock-passphrase", "wrong passphrase")
    page.click("#unlock [type=submit]")
    expect(page.locator("#trouble-text")).to_contain_text("口令不对")
    unlocked(page)
    expect(page.locator("#waiting-text")).to_contain_text("第 1 轮")
    first.close()


def before_the_comparison(
    browser: Browser, address: str, at: Hall
) -> tuple[int, list[BrowserContext], list[Page]]:
    """Bring three devices to where the digits are compared."""
    ceremony = begun(at)
    devices = [device(browser, address, at, index) for index in range(3)]
    pages = [watched(one, f"{address}/j/{at.place.code}/ceremony/{ceremony}") for one in devices]
    for page in pages:
        page.fill("#make-passphrase", PASSPHRASE)
        page.fill("#make-again", PASSPHRASE)
        page.click("#make [type=submit]")
    for page in pages:
        key_file_saved(page)
        expect(page.locator("#heard")).to_be_visible()
    return ceremony, devices, pages


def sees(page: Page, text: str) -> None:
    """Let the camera of a page see a code with this text, and press the button."""
    page.evaluate(
        """(text) => {
          navigator.mediaDevices.getUserMedia = async () => document.createElement("canvas").captureStream();
          globalThis.BarcodeDetector = class {
            static async getSupportedFormats() { return ["qr_code"]; }
            async detect() { return [{ rawValue: text }]; }
          };
          HTMLMediaElement.prototype.play = async () => {};
        }""",
        text,
    )
    page.click("#scan")


def test_a_code_on_another_s_screen_is_scanned_never_one_s_own(
    city: Place, browser: Browser, address: str
) -> None:
    at = hall_without_key(city)
    ceremony, devices, pages = before_the_comparison(browser, address, at)
    digits = pages[0].locator("#fingerprint").inner_text().replace(" ", "")
    assert re.fullmatch(r"\d{24}", digits)
    sees(pages[0], f"key|{ceremony}|1|{digits}")
    expect(pages[0].locator("#working")).to_have_text("这是您自己的二维码，请对准另一位监票人的屏幕。")
    pages[1].bring_to_front()
    sees(pages[1], f"key|{ceremony}|3|{digits}")
    expect(pages[1].locator("#done-title")).to_be_visible()
    for one in devices:
        one.close()


def test_digits_that_differ_alarm_everybody_until_they_are_taken_back(
    city: Place, browser: Browser, address: str
) -> None:
    at = hall_without_key(city)
    ceremony, devices, pages = before_the_comparison(browser, address, at)
    office = browser.new_context()
    sign_in(office, address, at.secretary)
    console = watched(office, f"{address}/j/{city.code}/hall/meetings/{at.meeting_id}/console")
    sees(pages[1], f"key|{ceremony}|3|{'1' * 24}")
    expect(pages[1].locator("#trouble-text")).to_contain_text("已经报告主持台")
    name = at.scrutineers[1].name
    expect(pages[0].locator("#turns")).to_contain_text(f"{name}报告：开箱钥匙的核对码不一致")
    expect(console.locator("[data-swap=warn] .is-red")).to_contain_text(f"监票人{name}报告")
    assert pages[0].title().startswith("轮到您")
    expect(pages[0].locator("#turns button")).to_have_count(0)
    pages[1].click("#turns button")
    expect(pages[1].locator("#turns")).to_be_hidden()
    expect(console.locator("[data-swap=warn] .is-red")).to_have_count(0)
    office.close()
    for one in devices:
        one.close()
