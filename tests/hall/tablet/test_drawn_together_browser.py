"""Two ballots in one draw, on a real tablet: one sign-in, one after the other, a receipt of each; nothing joins them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, Request, expect

from tests.ballot import factories
from tests.ballot.factories import hall, joint, make_cards
from tests.browser import CHROMIUM, serious
from tests.hall.tablet.test_tablet_browser import bound, chosen, shared_keys, signed_in, tablet
from voting.ballot.roll import facts as roll_facts
from voting.ballot.sealed import box
from voting.ballot.set_up import actions as set_up_actions
from voting.belenios import card, receipt
from voting.belenios.ballot import tracker
from voting.core.db import transaction
from voting.demonstration import vote
from voting.people.rules import Place

__all__ = ["shared_keys", "tablet"]  # fixtures of the tablet's own tests
pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: the tablet is not tested in a browser"
)
SHOTS = os.environ.get("SCREENSHOTS")
EVALUATION, VOTE = "2025 年民生实事项目满意度测评", "民生实事项目票决"


def seen(page: Page, name: str) -> None:
    """Look at a screen: no serious barrier; SCREENSHOTS keeps a picture."""
    assert serious(page) == [], name
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"draw-{name}.png"), full_page=True)


def which(page: Page, n: int) -> None:
    title = EVALUATION if n == 1 else VOTE
    expect(page.locator("#which")).to_have_text(f"第 {n} 张，共 2 张：{title}")


def graded(page: Page) -> None:
    """Answer every question of the evaluation."""
    expect(page.locator("#grade-0")).to_be_visible()
    for project in range(3):
        page.locator(f"#grade-{project} .grade-choice").first.click()


def noted(page: Page) -> str:
    """What is shown between two ballots."""
    expect(page.locator("#title")).to_have_text("这张票已投入票箱，还有下一张")
    return page.locator("#noted-code").inner_text()


def code_of(uuid: str) -> str:
    factories.forget()
    (raw,) = box.ballots(uuid)
    return receipt.short(tracker(raw))


def counts(pair: tuple[str, str]) -> list[int]:
    factories.forget()
    return [box.count(uuid) for uuid in pair]


def test_two_ballots_are_drawn_at_once_and_cast_one_after_the_other_across_a_cut(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at = hall(city)
    pair = joint(at, voting=False)
    page = bound(tablet, address, at)
    posts: list[Request] = []
    page.on("request", lambda request: posts.append(request) if request.method == "POST" else None)
    signed_in(page)
    expect(page.locator("#drawn-text")).to_contain_text("一次领到 2 张选票")
    prints = page.locator("#more-prints p").all_inner_texts()
    assert [text.split("\n")[0] for text in prints] == [EVALUATION, VOTE]
    assert page.locator("#print-line").is_hidden()
    assert page.locator("#reading-more .pick").count() == 3
    which(page, 1)
    seen(page, "waiting")
    for uuid in pair:
        vote.open_voting(at.secretary, uuid)
    graded(page)
    which(page, 1)
    seen(page, "first")
    page.click("#to-review")
    seen(page, "first-review")
    page.click("#commit")
    first = noted(page)
    assert first.replace(" ", "") == code_of(pair[0])
    assert counts(pair) == [1, 0]
    seen(page, "noted")
    tablet.set_offline(True)
    page.click("#noted-go")
    expect(page.locator("#title")).to_have_text("请选出您赞成的项目")
    which(page, 2)
    for ordinal in (1, 3):
        page.locator("#questions .pick").nth(ordinal - 1).locator("label").click()
    page.click("#to-review")
    which(page, 2)
    page.click("#commit")
    expect(page.locator("#delivery")).to_contain_text("网络不通")
    assert counts(pair) == [1, 0]
    tablet.set_offline(False)
    expect(page.locator("#title")).to_have_text("您的票已投入票箱")
    assert counts(pair) == [1, 1]
    codes = page.locator(".receipt-code:visible").all_inner_texts()
    assert [code.replace(" ", "") for code in codes] == [code_of(uuid) for uuid in pair]
    assert page.locator(".done-say").inner_text().startswith("2 张票都已投入各自的票箱")
    seen(page, "done")
    assert [roll_facts.issued(uuid) for uuid in pair] == [1, 1]
    page.click("#clear")
    expect(page.locator("#title")).to_have_text("代表登录")
    assert page.locator("#which").is_hidden()
    assert page.locator("#earlier").inner_html() == ""
    apart(posts, pair)


def apart(posts: list[Request], pair: tuple[str, str]) -> None:
    """One draw; then each box got its own ballot, by nobody, with nothing of the other in it."""
    draws = [one for one in posts if one.url.endswith("/ballots/draw")]
    assert len(draws) == 1
    casts = {uuid: [one for one in posts if one.url.endswith(f"/booth/{uuid}")] for uuid in pair}
    bodies = {uuid: json.loads(found[-1].post_data or "") for uuid, found in casts.items()}
    for uuid, found in casts.items():
        assert all("cookie" not in one.all_headers() for one in found)
        assert set(bodies[uuid]) == {"token", "ballot"}
        other = next(one for one in pair if one != uuid)
        assert other not in (found[-1].post_data or "")
    credentials = {json.loads(body["ballot"])["credential"] for body in bodies.values()}
    assert len(credentials) == 2


def test_an_answer_lost_at_the_draw_and_a_restart_between_the_two_lose_nothing(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at = hall(city)
    pair = joint(at)
    page = bound(tablet, address, at)
    asked: list[str] = []

    def swallow(route: object) -> None:
        asked.append(route.request.post_data)  # type: ignore[attr-defined]
        if len(asked) == 1:
            route.fetch()  # type: ignore[attr-defined]  # the server did it, the tablet never hears
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/ballots/draw", swallow)
    signed_in(page)
    graded(page)
    assert asked[0] == asked[1]
    page.reload()
    signed_in(page)
    graded(page)
    page.click("#to-review")
    page.click("#commit")
    noted(page)
    page.reload()
    signed_in(page)
    expect(page.locator("#title")).to_have_text("请选出您赞成的项目")
    which(page, 2)
    page.click("#to-review")
    page.click("#commit")
    expect(page.locator("#title")).to_have_text("您的票已投入票箱")
    assert page.locator("#receipt-code").inner_text().replace(" ", "") == code_of(pair[1])
    assert (len(asked), counts(pair), [roll_facts.issued(uuid) for uuid in pair]) == (2, [1, 1], [1, 1])


def heard(page: Page) -> None:
    """Wait until the tablet has heard that voting has ended."""
    script = (
        "import(document.querySelector('script[src*=\"tablet/app.js\"]').src.replace('app.js', 'seat.js'))"
    )
    state = f"{script}.then(({{ seat }}) => seat.hand.map((one) => one.state).join())"
    for _ in range(600):
        if page.evaluate(state) == "closed":
            return
        page.wait_for_timeout(100)
    raise AssertionError(page.evaluate(state))


@pytest.mark.parametrize("noted_it", [True, False])
def test_who_holds_a_ballot_when_voting_ends_is_told_which_one_was_not_cast(
    city: Place, tablet: BrowserContext, address: str, noted_it: bool
) -> None:
    at = hall(city)
    pair = joint(at)
    page = bound(tablet, address, at)
    signed_in(page)
    graded(page)
    page.click("#to-review")
    page.click("#commit")
    noted(page)
    if not noted_it:
        page.click("#noted-go")
        which(page, 2)
    for uuid in pair:
        vote.close(at.secretary, uuid)
    told = f"投票已经结束，没有投入票箱的：{VOTE}，按未收回计。先前投出的票已在各自的票箱里。"
    if noted_it:
        heard(page)
        page.click("#noted-go")
        expect(page.locator(".done-say")).to_contain_text(told, timeout=60_000)
        assert page.locator("#receipt-code").inner_text().replace(" ", "") == code_of(pair[0])
    else:
        expect(page.locator("#trouble")).to_have_text(told, timeout=60_000)
    seen(page, f"closed-{noted_it}")


def test_a_set_up_taken_back_while_the_draw_is_on_its_way_is_drawn_anew_for_both(
    app: Flask, city: Place, tablet: BrowserContext, address: str
) -> None:
    at = hall(city)
    pair = joint(at, voting=False)
    page = bound(tablet, address, at)
    after: dict[str, str] = {}

    def late(route: object) -> None:
        if not after:
            with app.app_context():
                with transaction():
                    after.update(set_up_actions.withdraw_all(at.secretary, pair[0], reason="名称有误"))
                for uuid in after.values():
                    vote.set_up(at.secretary, uuid)
        route.continue_()  # type: ignore[attr-defined]

    page.route("**/ballots/draw", late)
    signed_in(page)
    expect(page.locator("#drawn-text")).to_contain_text("一次领到 2 张选票")
    anew = [after[uuid] for uuid in pair]
    factories.forget()
    assert [roll_facts.issued(uuid) for uuid in [*pair, *anew]] == [0, 0, 1, 1]


def test_each_ballot_of_a_draw_may_be_tested_and_one_that_is_void_does_not_take_the_other_along(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at = hall(city, rehearsal=True)
    first, second = joint(at, rehearsal=True)
    page = bound(tablet, address, at)
    signed_in(page)
    graded(page)
    page.click("#to-review")
    page.click("#spot-check-box summary")
    page.click("#challenge")
    expect(page.locator("#challenge-address")).to_contain_text(first)
    page.click("#anew")
    which(page, 1)
    with transaction():
        set_up_actions.void(at.secretary, first, reason="名称有误")
    expect(page.locator("#trouble-next")).to_be_visible(timeout=40_000)
    seen(page, "void")
    page.click("#trouble-next")
    page.click("#to-review")
    page.click("#spot-check-box summary")
    page.click("#challenge")
    expect(page.locator("#challenge-address")).to_contain_text(second)
    page.click("#anew")
    page.click("#to-review")
    page.click("#commit")
    expect(page.locator("#title")).to_have_text("您的票已投入票箱")
    factories.forget()
    assert box.count(second) == 1


def test_a_card_of_each_heap_opens_its_own_box(
    app: Flask, city: Place, tablet: BrowserContext, address: str
) -> None:
    at = hall(city)
    pair = joint(at)
    seeds = [card.new_seed(), card.new_seed()]
    for at.uuid, seed in zip(pair, seeds, strict=True):
        make_cards(app, at, 1, [seed])
    page = bound(tablet, address, at)
    page.click("summary")
    page.fill("#seed", seeds[1])
    page.click("#card [type=submit]")
    which(page, 2)
    page.click("#to-review")
    page.click("#commit")
    expect(page.locator("#more-cards")).to_contain_text("另一张票卡")
    page.click("#clear")
    page.fill("#seed", seeds[0])
    page.click("#card [type=submit]")
    graded(page)
    which(page, 1)
    assert counts(pair) == [0, 1]


def test_a_tablet_that_cannot_seal_says_so_and_keeps_the_choices(
    city: Place, tablet: BrowserContext, address: str
) -> None:
    at = hall(city)
    factories.opened(at)
    page = bound(tablet, address, at)
    signed_in(page)
    expect(page.locator(".pick input").first).to_be_visible()
    chosen(page, 2)
    page.click("#to-review")
    page.evaluate("() => { window.kept = Worker.prototype.postMessage; }")
    page.evaluate("() => { Worker.prototype.postMessage = () => { throw new Error('no memory left'); }; }")
    page.click("#commit")
    expect(page.locator("#trouble")).to_contain_text("您填的内容都在")
    assert page.locator("#trouble-back").is_hidden()
    seen(page, "not-sealed")
    page.evaluate("() => { Worker.prototype.postMessage = window.kept; }")
    page.click("#trouble-again")
    expect(page.locator("#review .key li")).to_have_text("2项目2")
    page.click("#commit")
    expect(page.locator("#title")).to_have_text("您的票已投入票箱")
    factories.forget()
    assert box.count(at.uuid) == 1
