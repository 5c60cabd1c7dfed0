"""The merge desk by keyboard alone, in a browser."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import page_of, serious
from tests.conftest import rows
from tests.factories import PASSWORD, account, unit
from tests.screening.factories import call, project, suggestion
from voting.core.db import db, transaction
from voting.people.rules import Actor, Place, Role
from voting.screening.merging import actions as merging_actions

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BASE = "/j/140900/screening"


@pytest.fixture
def clerk(city: Place) -> Actor:
    actor = account(city, Role.STAFF, login="clerk")
    call(city, actor=actor)
    return actor


def opened(browser: Browser, address: str, *, width: int = 1440, height: int = 900) -> Page:
    page = page_of(browser, width=width, height=height, base_url=address)
    page.goto("/sign-in")
    page.fill("[name=login]", "clerk")
    page.fill("[name=password]", PASSWORD)
    page.click("main [type=submit]")
    page.wait_for_url("**/todo")
    return page


def day(at: Place, clerk: Actor) -> None:
    """Two that belong to a project, three that ask for the same, one that stands alone."""
    made = project(clerk, at, unit(at), title="东关小学门口安全").id
    first = suggestion(at).id
    with transaction():
        merging_actions.merge(clerk, jurisdiction_id=at.id, project_id=made, suggestion_ids=[first])
    suggestion(at)
    for n in range(3):
        suggestion(
            at,
            title="南园小区加装电梯",
            content=f"南园小区老人多，上下楼不方便，希望给 {n + 1} 号楼加装电梯。",
            place="南园小区",
        )
    suggestion(at, title="建一座图书馆", content="县城没有图书馆，孩子周末没有去处。", place="")


def test_a_day_is_merged_without_a_mouse(browser: Browser, address: str, city: Place, clerk: Actor) -> None:
    day(city, clerk)
    page = opened(browser, address)
    page.goto(f"{BASE}/merge?next=y")
    expect(page.locator("[data-group]")).to_have_count(2)
    expect(page.locator("[data-group]").first).to_be_focused()
    assert serious(page) == []
    page.keyboard.press("ArrowDown")
    lifts = page.locator("[data-group]", has_text="南园小区加装电梯")
    if "南园小区加装电梯" in page.locator("[data-group]").first.inner_text():
        page.keyboard.press("ArrowUp")
    expect(lifts).to_be_focused()
    page.keyboard.press("3")
    expect(lifts.locator("[name=ids]").nth(2)).not_to_be_checked()
    page.keyboard.press("e")
    page.keyboard.press("End")
    page.keyboard.type("（一期）")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator("body")).to_contain_text("已把 2 条建议归并入“南园小区加装电梯（一期）”")
    expect(page.locator("[data-group]").first).to_be_focused()
    assert rows("SELECT count(*) FROM screening_suggestion WHERE state = 'merged'") == [(3,)]
    page.locator("#recent").locator("..").get_by_role("button", name="撤销").first.click()
    page.wait_for_load_state()
    expect(page.locator("body")).to_contain_text("已撤销这一步")
    db.session.rollback()
    assert rows("SELECT count(*) FROM screening_suggestion WHERE state = 'merged'") == [(1,)]
    assert rows("SELECT count(*) FROM screening_project WHERE state = 'dissolved'") == [(1,)]


def test_keys_do_nothing_to_who_types(browser: Browser, address: str, city: Place, clerk: Actor) -> None:
    day(city, clerk)
    page = opened(browser, address)
    page.goto(f"{BASE}/merge")
    name = page.locator("[data-name]").first
    name.fill("")
    name.press_sequentially("1e2")
    expect(name).to_have_value("1e2")
    assert page.locator("[name=ids]:not(:checked)").count() == 1
