"""The counting room under axe and by keyboard, with real figures, in every state from the sealed box to the end."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import CHROMIUM
from tests.e2e.test_axe import DESK, found_by_axe, window
from tests.js.live import sign_in as signed_in_at
from tests.tally import factories_count as make
from tests.tally.factories_count import Counting
from voting.core.db import transaction
from voting.demonstration import count
from voting.people import actions
from voting.people.rules import Actor, Place
from voting.tally.outcome.facts import gather
from voting.tally.paper import actions as paper_actions
from voting.tally.paper.actions import NewSheet, remove_place
from voting.tally.steps import actions as steps_actions
from voting.tally.void_paper import actions as void_actions

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: axe is not run"),
]
TABLET = (820, 1180)
WAYS: tuple[tuple[dict[str, str], tuple[int, int]], ...] = (
    ({}, DESK),
    ({"locale": "en", "theme": "contrast", "type": "large"}, TABLET),
)


def cookie(who: Actor) -> dict[str, str]:
    assert who.account_id is not None
    with transaction():
        return {"signed_in": actions.start_session(who.account_id)}


def faults(browser: Browser, address: str, who: Actor, *paths: str) -> dict[str, object]:
    """Return what axe calls serious, and what is wider than its window, by page."""
    found: dict[str, object] = {}
    mine = cookie(who)
    for ways, size in WAYS:
        with window(browser, address, mine | ways, size) as page:
            for path in paths:
                wrong, too_wide = found_by_axe(page, address + path)
                if wrong or too_wide > 0:
                    found[f"{path} {ways}"] = (wrong[:4], too_wide)
    return found


def test_axe_finds_nothing_serious_in_the_counting_room(address: str, browser: Browser, city: Place) -> None:
    """One count, looked at in each state; one test, for the server's threads end with it."""
    found = make.taken_over(city, votes=((0, 1), (0, 2), (0,)))
    make.with_paper(found)
    code, run = f"/j/{city.code}", f"/j/{city.code}/tally/{found.uuid}"
    wrong = faults(browser, address, found.secretary, f"{code}/tally", run, f"{run}/places/new")
    sheets = [f"{run}/places/1/{name}" for name in ("sheet", "papers", "void")]
    wrong |= faults(browser, address, found.tellers[0], *sheets)
    own = [f"{code}/ballots/{found.uuid}/opening", f"{code}/ballots/{found.uuid}/roll", f"{code}/ballots"]
    wrong |= faults(browser, address, found.scrutineer, *own)
    wrong |= further(browser, address, found, run)
    assert wrong == {}


def further(browser: Browser, address: str, found: Counting, run: str) -> dict[str, object]:
    """The same from the open box to the announcement; the place without paper is taken away first."""
    with transaction():
        remove_place(found.secretary, found.uuid, 1, reason="没有纸质票")
    count.open_box(found.uuid, found.hall.holders)
    count.step(found.uuid, "count", found.secretary, found.scrutineer)
    wrong = faults(browser, address, found.secretary, run, f"{run}/steps/recount", f"{run}/steps/void")
    count.sign(found.uuid, found.hall.holders)
    count.step(found.uuid, "confirm", found.secretary, found.chair)
    wrong |= faults(browser, address, found.secretary, run, f"{run}/steps/announce")
    count.step(found.uuid, "announce", found.secretary, found.chair, {"number": 1})
    return wrong | faults(browser, address, found.chair, run)


def test_axe_finds_nothing_serious_where_paper_is_counted_and_a_tie_is_parted(
    address: str, browser: Browser, city: Place
) -> None:
    """Tellers who differ, a void paper, small channels, a tie before the presidium, steps that wait for a second person."""
    found = make.taken_over(
        city, votes=((0, 1), (0, 2), (0, 1), (0, 2)), papers=2, tie_rule="presidium", pass_base="none"
    )
    code, run = f"/j/{city.code}", f"/j/{city.code}/tally/{found.uuid}"
    paper_differs(found)
    wrong = faults(browser, address, found.secretary, run, f"{code}/ballots/{found.uuid}/paper")
    wrong |= faults(browser, address, found.scrutineer, run)
    wrong |= faults(browser, address, found.tellers[0], run)
    paper_agrees(found)
    count.step(found.uuid, "count", found.secretary, found.scrutineer)
    wrong |= faults(browser, address, found.secretary, run, f"{run}/steps/settle")
    with transaction():
        steps_actions.ask(found.secretary, found.uuid, "settle", {"ordinals": [2]})
    wrong |= faults(browser, address, found.chair, run)
    with transaction():
        steps_actions.confirm(found.chair, found.uuid, "settle")
    count.sign(found.uuid, found.hall.holders)
    wrong |= faults(browser, address, found.secretary, run, f"{run}/steps/confirm")
    count.step(found.uuid, "void", found.secretary, found.chair, {"reason": "主席团决定重新票决"})
    wrong |= faults(browser, address, found.secretary, run, f"{code}/ballots", f"{code}/challenge")
    assert wrong == {}


def paper_differs(found: Counting) -> None:
    """One place for two papers: both channels are small and accepted, the box is open, the tellers differ."""
    with transaction():
        place_id = paper_actions.open_place(found.secretary, found.uuid, "主会场", 2).id
    for channel in (0, place_id):
        for who in (found.scrutineer, found.secretary):
            with transaction():
                paper_actions.accept_small_channel(who, found.uuid, channel)
    count.open_box(found.uuid, found.hall.holders)
    for teller, votes in zip(found.tellers, (1, 0), strict=True):
        with transaction():
            sheet = NewSheet(issued=2, returned=2, void=1, lines=((1,), (votes,), (0,)))
            paper_actions.enter_sheet(teller, found.uuid, place_id, sheet)
    with transaction():
        void_actions.enter_void(found.tellers[0], found.uuid, place_id, "多选一项")


def paper_agrees(found: Counting) -> None:
    """Both have the same numbers, and the void paper is confirmed: projects 2 and 3 share the last place."""
    place = gather(found.run).places[0]
    for teller in found.tellers:
        with transaction():
            sheet = NewSheet(issued=2, returned=2, void=1, lines=((1,), (0,), (0,)))
            paper_actions.enter_sheet(teller, found.uuid, place.place.id, sheet)
    with transaction():
        void_actions.confirm_void(found.scrutineer, found.uuid, place.voids[0].id)


def test_a_teller_enters_his_sheet_with_the_keyboard_alone(
    address: str, browser: Browser, city: Place
) -> None:
    found = make.taken_over(city, votes=((0, 1), (0, 2)))
    make.with_paper(found)
    context = browser.new_context(locale="zh-CN")
    signed_in_at(context, address, found.tellers[0])
    page = context.new_page()
    page.goto(f"{address}/j/{city.code}/tally/{found.uuid}/places/1/sheet")
    first = page.locator("main form input:not([type=hidden])").first
    first.focus()
    fields = page.locator("main form input:not([type=hidden])").count()
    for number in range(fields):
        if number:
            page.keyboard.press("Tab")
        page.keyboard.type("1" if number in {0, 1, 3} else "0")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tally/{found.uuid}")
    expect(page.locator("main")).to_contain_text("主会场")
    context.close()
