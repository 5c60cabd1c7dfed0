"""The screen, the desk and the console in a real browser: they follow the hall, survive the network, pass axe."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.ballot import factories as ballot_factories
from tests.browser import CHROMIUM, serious
from tests.factories import account
from tests.hall.factories import Console, console
from tests.tally.factories_count import confirmed
from voting.ballot.handover import BallotQuestion
from voting.congress.attendance.actions import check_in, leave
from voting.congress.attendance.models import Attendance
from voting.congress.leave_of_absence.actions import enter_leave
from voting.congress.meeting.models import Meeting
from voting.congress.term.models import Delegation, Deputy
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.demonstration import vote
from voting.hall.blueprint import screen_key
from voting.hall.screen.models import HallMessage
from voting.people.actions import start_session
from voting.people.rules import Actor, Place, Role

pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: the hall is not tested in a browser"
)


SHOTS = os.environ.get("SCREENSHOTS")
CUT = """() => [...document.querySelectorAll(".rank .name")].filter((one) => {
  const row = one.closest("li").getBoundingClientRect(), { top, bottom } = one.getBoundingClientRect();
  return one.scrollWidth > one.clientWidth + 1 || top < row.top - 2 || bottom > row.bottom + 2;
}).map((one) => one.textContent)"""


def page_for(browser: Browser, address: str, who: Actor | None, width: int = 1440, height: int = 900) -> Page:
    """A page of somebody's own; a script error on it fails the test."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    if who is not None:
        assert who.account_id is not None
        with transaction():
            token = start_session(who.account_id)
        context.add_cookies([{"name": "signed_in", "value": token, "url": address}])
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    return page


def arrive(made: Console, app: Flask, *numbers: int) -> None:
    """Deputies come in at another desk, and the screens are told."""
    for number in numbers:
        with transaction():
            check_in(made.staff, meeting_id=made.meeting_id, deputy_id=made.deputies[number])
    app.extensions["live"].publish(f"meeting:{made.meeting_id}", {"changed": "attendance"})


def screen_url(address: str, made: Console) -> str:
    return f"{address}/j/{made.place.code}/hall/screens/{made.meeting_id}/{screen_key(made.meeting_id)}/"


def present_on(page: Page) -> str:
    return page.locator(".hall-numbers .now dd").inner_text()


def test_the_screen_follows_the_hall_and_comes_back_after_a_network_loss(
    app: Flask, browser: Browser, address: str, city: Place
) -> None:
    made = console(app, city, people=6, here=1)
    page = page_for(browser, address, None, 1920, 1080)
    page.goto(screen_url(address, made))
    assert present_on(page) == "1"
    arrive(made, app, 1, 2)
    expect(page.locator(".hall-numbers .now dd")).to_have_text("3")
    page.context.set_offline(True)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#away")).to_be_visible()
    assert present_on(page) == "3"
    arrive(made, app, 3)
    page.context.set_offline(False)
    expect(page.locator(".hall-numbers .now dd")).to_have_text("4")
    expect(page.locator("#away")).to_be_hidden()
    assert serious(page) == []
    page.context.close()


def test_the_screen_fits_full_hd_and_4k_without_a_scroll_bar(
    app: Flask, browser: Browser, address: str, city: Place
) -> None:
    made = console(app, city, people=6, here=4)
    for width, height in ((1920, 1080), (3840, 2160)):
        page = page_for(browser, address, None, width, height)
        page.goto(screen_url(address, made))
        over = page.evaluate("document.documentElement.scrollHeight - innerHeight")
        assert over <= 0
        size = page.evaluate(
            "parseFloat(getComputedStyle(document.querySelector('.hall-numbers dd')).fontSize)"
        )
        assert size >= width / 10 * 0.9
        page.context.close()


@pytest.mark.parametrize("opened", [False, True])
def test_a_rehearsal_fits_full_hd_with_every_line_whole(
    browser: Browser, address: str, city: Place, *, opened: bool
) -> None:
    made = ballot_factories.hall(city, 3, rehearsal=True)
    (ballot_factories.opened if opened else ballot_factories.ready)(made, rehearsal=True)
    with transaction():
        found = db.session.get_one(Meeting, made.meeting_id)
        found.title = "忻州市五台山风景名胜区第十四届人民代表大会第六次会议（演练）"
        for n in range(2, 16):
            team = Delegation(jurisdiction_id=city.id, term_id=found.term_id, name=f"第{n}代表团", ordinal=n)
            db.session.add(team)
            db.session.flush()
            db.session.add(
                Deputy(
                    jurisdiction_id=city.id,
                    term_id=found.term_id,
                    delegation_id=team.id,
                    number=f"9{n:02d}",
                    name=f"代表9{n:02d}",
                    initials="db",
                )
            )
        text = "请各位代表在平板上领票"
        db.session.add(HallMessage(meeting_id=made.meeting_id, jurisdiction_id=city.id, text=text, at=now()))
    page = page_for(browser, address, None, 1920, 1080)
    page.goto(f"{address}/j/{city.code}/hall/screens/{made.meeting_id}/{screen_key(made.meeting_id)}/")
    expect(page.locator(".hall-mark")).to_be_visible()
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"rehearsal-{opened}.png"))
    over = "(one) => [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight]"
    for whole in ("html", ".hall-head", ".hall-body", ".hall-mark"):
        assert max(page.locator(whole).evaluate(over)) <= 0, whole
    assert not page.locator(".hall-head h1").inner_text().split("\n")[-1].startswith("·")
    page.context.close()


def long_names(number: int) -> tuple[BallotQuestion, ...]:
    """Projects of up to sixty characters that differ at their ends."""
    return tuple(
        BallotQuestion(
            project_id=n,
            ordinal=n,
            title=("城区老旧小区供热管网改造及智慧供热平台建设工程" * 3)[:55] + f"（{n:02d}期）",
        )
        if n % 3 == 0
        else BallotQuestion(
            project_id=n,
            ordinal=n,
            title=f"县级医院胸痛中心卒中中心与危重孕产妇救治中心标准化建设工程（{n}期）",
        )
        for n in range(1, number + 1)
    )


@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160)])
def test_twenty_long_names_are_read_to_their_ends_on_the_result(
    browser: Browser, address: str, city: Place, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ballot_factories, "questions", long_names)
    found = confirmed(city, votes=((0, 1), (0, 2), (0, 1), (0, 2)), projects=20, pass_base="none")
    page = page_for(browser, address, None, *size)
    page.goto(f"{address}/j/140900/hall/screens/1/{screen_key(found.hall.meeting_id)}/")
    expect(page.locator(".rank .name")).to_have_count(20)
    cut = page.evaluate(CUT)
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"result-{size[0]}.png"))
    assert cut == []
    assert page.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
    page.context.close()


def test_two_desks_see_each_other(app: Flask, browser: Browser, address: str, city: Place) -> None:
    made = console(app, city, people=5, here=0)
    desks = [page_for(browser, address, account(city, Role.STAFF)) for _ in range(2)]
    for desk in desks:
        desk.goto(f"{address}{made.url}/check-in")
    desks[0].locator("#text").fill("001")
    desks[0].locator("#text").press("Enter")
    expect(desks[0].get_by_text("001 代表001 签到成功")).to_be_visible()
    expect(desks[1].locator('[data-figure="present"]')).to_have_text("1")
    desks[1].locator("#text").fill("001")
    desks[1].locator("#text").press("Enter")
    expect(desks[1].get_by_text("不必重复")).to_be_visible()
    expect(desks[1].locator("#text")).to_be_focused()
    assert serious(desks[1]) == []
    db.session.rollback()
    assert db.session.query(Attendance).count() == 1
    for desk in desks:
        desk.context.close()


def test_who_comes_after_all_leaves_the_desks_list_of_leave(
    app: Flask, browser: Browser, address: str, city: Place
) -> None:
    made = console(app, city, people=2, here=0)
    with transaction():
        enter_leave(made.staff, meeting_id=made.meeting_id, deputy_id=made.deputies[0], reason="外出")
    desk = page_for(browser, address, made.staff)
    desk.goto(f"{address}{made.url}/check-in")
    expect(desk.locator("#leaves")).to_contain_text("代表001")
    arrive(made, app, 0)
    expect(desk.locator('[data-figure="on_leave"]')).to_have_text("0")
    expect(desk.locator("#leaves")).to_have_text("没有代表请假。")
    desk.context.close()


def test_a_scanner_that_does_not_wait_loses_no_badge(
    app: Flask, browser: Browser, address: str, city: Place
) -> None:
    made = console(app, city, people=10, here=0)
    desk = page_for(browser, address, made.staff)
    desk.goto(f"{address}{made.url}/check-in")
    expect(desk.locator("#text")).to_be_focused()
    desk.keyboard.type("abc\n")
    for number in range(1, 11):
        desk.keyboard.type(f"140900:{number:03d}\n")
    expect(desk.locator('[data-figure="present"]')).to_have_text("10")
    expect(desk.locator("#said li").first).to_contain_text("010 代表010 签到成功")
    expect(desk.locator("#text")).to_have_value("")
    desk.context.close()


def test_a_desk_without_a_network_says_so_and_checks_in_nobody(
    app: Flask, browser: Browser, address: str, city: Place
) -> None:
    made = console(app, city, people=2, here=0)
    desk = page_for(browser, address, made.staff)
    desk.goto(f"{address}{made.url}/check-in")
    desk.context.set_offline(True)
    desk.keyboard.type("001\n")
    expect(desk.locator("#said li").first).to_have_text("网络断了，“001”没有签到，请重试。")
    desk.context.set_offline(False)
    desk.keyboard.type("001\n")
    expect(desk.locator("#said li").first).to_contain_text("签到成功")
    desk.context.close()


def test_a_part_of_a_name_is_listed_and_the_list_follows_the_other_desk(
    app: Flask, browser: Browser, address: str, city: Place
) -> None:
    made = console(app, city, people=2, here=0)
    desk = page_for(browser, address, made.staff)
    desk.goto(f"{address}{made.url}/check-in")
    desk.keyboard.type("db001\n")
    expect(desk.locator("#found li")).to_have_count(1)
    expect(desk.locator("#found")).to_contain_text("未到")
    expect(desk.locator('[data-figure="present"]')).to_have_text("0")
    arrive(made, app, 0)
    expect(desk.locator("#found")).to_contain_text("已签到")
    desk.context.close()


def test_a_ticked_box_stays_ticked_while_the_figures_go_on(
    app: Flask, browser: Browser, address: str, city: Place
) -> None:
    at = ballot_factories.open_ballot(city)
    page = page_for(browser, address, at.secretary)
    page.goto(f"{address}/j/{city.code}/hall/meetings/{at.meeting_id}/console")
    page.locator("#acknowledged").check()
    page.locator("h1").click()
    vote.draw(at.uuid, at.deputies[0])
    app.extensions["live"].publish(f"meeting:{at.meeting_id}", {"changed": "votes"})
    expect(page.locator(".console-tiles")).to_contain_text("已领票1")
    expect(page.locator("#acknowledged")).to_be_checked()
    assert serious(page) == []
    page.context.close()


def test_the_console_follows_but_never_swaps_a_form_under_the_hand(
    app: Flask, browser: Browser, address: str, city: Place
) -> None:
    made = console(app, city, people=6, here=4)
    assert made.step("confirm_quorum") == 303
    page = page_for(browser, address, made.chair)
    page.goto(f"{address}{made.url}/console")
    page.locator("#approve").fill("4")
    with transaction():
        leave(made.staff, meeting_id=made.meeting_id, deputy_id=made.deputies[0])
    arrive(made, app, 4, 5)
    expect(page.locator(".console-tiles")).to_contain_text("实到5")
    assert page.locator("#approve").input_value() == "4"
    page.get_by_role("button", name="表决票决办法").click()
    expect(page.get_by_role("heading", name="表决监票人、计票人名单")).to_be_visible()
    assert serious(page) == []
    page.context.close()


def test_a_refused_step_leaves_a_console_that_goes_on_following(
    app: Flask, browser: Browser, address: str, city: Place
) -> None:
    made = console(app, city, people=6, here=4)
    assert made.step("confirm_quorum") == 303
    page = page_for(browser, address, made.chair)
    page.goto(f"{address}{made.url}/console")
    for name, hands in (("approve", "9"), ("oppose", "0"), ("abstain", "0")):
        page.locator(f"#{name}").fill(hands)
    page.get_by_role("button", name="表决票决办法").click()
    expect(page.locator(".error-list")).to_be_visible()
    expect(page).to_have_url(f"{address}{made.url}/console")
    arrive(made, app, 4)
    expect(page.locator(".console-tiles dd").nth(1)).to_contain_text("5")
    page.context.close()


def test_what_is_typed_for_a_step_that_another_console_took_stays_and_cannot_be_sent(
    app: Flask, browser: Browser, address: str, city: Place
) -> None:
    made = console(app, city, people=6, here=6)
    assert made.step("confirm_quorum") == 303
    page = page_for(browser, address, made.chair)
    page.goto(f"{address}{made.url}/console")
    page.locator("#approve").fill("5")
    assert made.step("adopt_method", approve="6", oppose="0", abstain="0") == 303
    expect(page.locator(".overtaken")).to_contain_text("另一台主持台已经继续办理")
    expect(page.locator("#approve")).to_have_value("5")
    expect(page.get_by_role("button", name="表决票决办法")).to_be_disabled()
    page.locator(".overtaken a").click()
    expect(page.get_by_role("heading", name="表决监票人、计票人名单")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("width", [820, 1440])
def test_the_set_up_pages_have_nothing_serious_for_axe_and_do_not_run_over(
    app: Flask, browser: Browser, address: str, city: Place, width: int
) -> None:
    made = console(app, city, people=6, here=4)
    page = page_for(browser, address, made.staff, width, 1180)
    here = f"{address}/j/{city.code}"
    term_id = made.meeting.term_id
    for url in (
        f"{here}/congress/",
        f"{here}/congress/terms/{term_id}",
        f"{here}/congress/terms/{term_id}/roster",
        f"{here}/congress/meetings/{made.meeting_id}",
        f"{here}/congress/rules/2026",
        f"{here}/congress/units",
        f"{here}/congress/pin-resets",
        f"{here}/hall/what-if",
        f"{address}{made.url}/zero",
        f"{address}/hall/certificate",
    ):
        answer = page.goto(url)
        assert answer is not None
        assert answer.status == 200, url
        assert serious(page) == [], url
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, url
    page.context.close()
