"""Headless Chromium for tests and measurements."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Playwright, sync_playwright

CHROMIUM = Path(shutil.which("chromium-headless-shell") or shutil.which("chromium") or "/usr/bin/chromium")
"""The shell is the same engine without a browser's own windows: a page costs half of the processor's time."""

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


HANDS = ("click", "check", "uncheck", "press", "fill", "select_option", "set_input_files")


def _when_the_page_is_there(deed: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(deed)
    def waits(part: Page | Locator, *given: Any, **named: Any) -> Any:
        (part if isinstance(part, Page) else part.page).wait_for_load_state()
        return deed(part, *given, **named)

    return waits


for _name in HANDS:
    # A click that left for the next page returns before that page's scripts listen; a busy machine lost the click after it.
    for _kind in (Page, Locator):
        setattr(_kind, _name, _when_the_page_is_there(getattr(_kind, _name)))


def launched(driver: Playwright, *further: str) -> Browser:
    """Start the browser, with further arguments; skips loudly where none is installed."""
    if not CHROMIUM.exists():
        pytest.skip("CHROMIUM MISSING: apt install chromium")
    return driver.chromium.launch(executable_path=str(CHROMIUM), args=[*ARGUMENTS, *further])


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser of its own for a measurement; tests share one, the fixture `browser`."""
    with sync_playwright() as driver:
        started = launched(driver)
        yield started
        started.close()


def page_of(browser: Browser, *, width: int = 1440, height: int = 900, base_url: str = "") -> Page:
    """A page with cookies of its own, that fails its test on an error in a script."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, base_url=base_url, locale="zh-CN"
    )
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    return page


def serious(page: Page) -> list[str]:
    """What axe finds serious or critical on a page as it stands, with the element."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
