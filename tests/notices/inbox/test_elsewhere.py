"""A browser in another zone, on the night its clocks are put back, shows the moments of China as everybody else's does."""

from __future__ import annotations

import re

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from tests.factories import sign_in
from tests.notices.factories import letter, told, under_way
from voting.core.db import transaction
from voting.people.actions import start_session
from voting.people.rules import Place

pytestmark = pytest.mark.browser
NIGHT = "2026-11-01T06:30:00Z"
"""Half past one in New York, an hour that comes twice that night; half past two in the afternoon in China."""
AT = re.compile(r"2026[/年]11[/月]1\D{1,3}14:30")


def test_daylight_saving_elsewhere_moves_no_moment(
    app: Flask, client: FlaskClient, city: Place, browser: Browser, address: str
) -> None:
    world = under_way(city)
    with time_machine.travel(NIGHT, tick=False):
        letter(world)
        told()
    plain = sign_in(client, world.clerk).get("/me/notices/list").text
    assert AT.search(plain)
    with transaction():
        token = start_session(world.clerk.account_id or 0)
    context = browser.new_context(timezone_id="America/New_York")
    context.add_cookies([{"name": "signed_in", "value": token, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/me/notices/list")
    page.wait_for_load_state()
    assert AT.search(page.inner_text("main"))
