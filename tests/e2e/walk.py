"""People at their screens, for the walk of the whole loop: each has a browser window with cookies of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser import page_of
from tests.conftest import PATIENCE
from tests.service import Service
from voting.demonstration.people import PASSWORD


class Walk:
    """One town's year, walked through in the browser. pictures: where each step's screen goes, or None."""

    def __init__(self, browser: Browser, service: Service, code: str, pictures: Path | None) -> None:
        self._browser = browser
        self._service = service
        self._pictures = pictures
        self._taken = 0
        self.code = code
        self.home = f"/j/{code}"

    def window(self, *, width: int = 1280, height: int = 900) -> Page:
        """Open a window in which nobody is signed in."""
        page = page_of(self._browser, width=width, height=height, base_url=self._service.url)
        page.set_default_timeout(PATIENCE)
        return page

    def sign_in(self, login: str, *, width: int = 1280, height: int = 900) -> Page:
        """Open a window and sign in as one of the town's accounts."""
        page = self.window(width=width, height=height)
        page.goto("/sign-in")
        page.fill("[name=login]", f"{login}-{self.code}")
        page.fill("[name=password]", PASSWORD)
        page.click("main [type=submit]")
        page.wait_for_url("**/todo")
        return page

    def go(self, page: Page, path: str) -> None:
        """Open a page of the town."""
        answer = page.goto(self.home + path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def fill(self, page: Page, values: Mapping[str, object]) -> None:
        """Fill in the fields of the page's form by their names."""
        for name, value in values.items():
            field = page.locator(f'main [name="{name}"]').first
            kind = field.evaluate("element => element.type")
            if kind == "select-one":
                field.select_option(str(value))
            elif kind in {"checkbox", "radio"}:
                page.check(f'main [name="{name}"][value="{value}"]')
            else:
                field.fill(str(value))

    def press(self, page: Page, words: str) -> None:
        """Press the button or link with these words; no page may complain afterwards."""
        page.locator(f'main button:has-text("{words}"), main a.button:has-text("{words}")').first.click()
        page.wait_for_load_state()
        complaints = page.locator(".error-list li, .field-error").all_inner_texts()
        assert complaints == [], f"{words}: {complaints}"
        self.picture(page, words)

    def picture(self, page: Page, name: str) -> None:
        """Keep a picture of the whole page, numbered in the order of the walk."""
        self._taken += 1
        if self._pictures is not None:
            page.screenshot(path=self._pictures / f"{self._taken:02d} {name[:20]}.png", full_page=True)
