"""The public pages, the living page and the coverage board under axe: nothing serious in any theme or language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser import CHROMIUM
from tests.factories import account, meeting, term
from tests.portal.factories import TITLES, UUID, announced, ballot, shortlist, unit_named, year_of
from voting.core.db import transaction
from voting.people import actions
from voting.people.rules import Place, Role

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: axe is not run"),
]
OPTIONS = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SERIOUS = {"serious", "critical"}
BOARD = "/j/140900/oversight"
PAGES = (
    "/j/140900/",
    "/j/140921/",
    f"/j/140921/ballots/{UUID}",
    f"/j/140921/ballots/{UUID}/check",
    "/j/140921/results",
    "/j/140900/archive",
    "/accessibility",
    "/sign-in",
    "/look",
    "/look/tablet",
    "/there-is-no-such-page",
)
PHONE, DESK = (390, 844), (1440, 900)
WAYS: dict[str, tuple[dict[str, str], tuple[int, int]]] = {
    "plain on a desk": ({}, DESK),
    "plain on a phone": ({}, PHONE),
    "English, dark, on a desk": ({"locale": "en", "theme": "dark"}, DESK),
    "high contrast, largest type, on a phone": ({"theme": "contrast", "type": "largest"}, PHONE),
}


@contextmanager
def window(
    browser: Browser, address: str, cookies: Mapping[str, str], size: tuple[int, int]
) -> Iterator[Page]:
    """A page of this size that goes from address to address with these cookies, as one person's does."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    yield context.new_page()
    context.close()


def found_by_axe(page: Page, url: str) -> tuple[list[str], int]:
    """Return what axe calls serious at an address, and by how many pixels the page is wider than its window."""
    assert page.goto(url) is not None
    answer: dict[str, Any] = Axe().run(page, options=OPTIONS).response
    faults = [
        f"{fault['id']}: {fault['help']}: {node['target']}"
        for fault in answer["violations"]
        if fault["impact"] in SERIOUS
        for node in fault["nodes"]
    ]
    too_wide = int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )
    return faults, too_wide


def a_year(city: Place, county: Place) -> str:
    """A year of the city with an announced ballot, a county with a list; returns the path of a project."""
    rows = year_of(city)
    year_of(county, count=2, year=2025, uuid="county")
    texts = shortlist(county, unit_named(county, "县教育局"), *TITLES)
    at = meeting(county, in_term=term(county))
    announced(ballot(county, at, texts, publish_counts=True), [311, 205, 101, 180, 171])
    return f"/j/140900/projects/{rows[0].project_id}"


def test_axe_finds_nothing_serious_in_any_way_of_looking(
    address: str, browser: Browser, city: Place, county: Place
) -> None:
    """One test for all ways: the server's threads end with it, before the next test takes the database away."""
    project = a_year(city, county)
    overseer = account(city, Role.OVERSIGHT)
    assert overseer.account_id is not None
    with transaction():
        signed_in = {"signed_in": actions.start_session(overseer.account_id)}
    found = {}
    for way, (cookies, size) in WAYS.items():
        for mine, paths in ((cookies, (*PAGES, project)), (cookies | signed_in, (BOARD,))):
            with window(browser, address, mine, size) as page:
                for path in paths:
                    faults, too_wide = found_by_axe(page, address + path)
                    if faults or too_wide > 0:
                        found[way, path] = (faults[:5], too_wide)
    assert found == {}


def test_axe_finds_what_is_wrong(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        '<html lang="en"><title>t</title><main><h1>a</h1><input><p style="color:#eee">grey</p></main></html>'
    )
    answer = Axe().run(page, options=OPTIONS).response
    assert {fault["id"] for fault in answer["violations"]} >= {"label", "color-contrast"}
    page.close()
