"""QR codes read by a camera in a browser that has no reader of its own; the camera shows a picture made here."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.ballot import factories
from tests.ballot.factories import Hall, open_ballot
from tests.browser import CHROMIUM, launched
from tests.factories import PIN, account, deputies, meeting, term
from tests.hall.tablet.test_tablet_browser import shared_keys
from tests.js.live import sign_in
from voting.belenios import card
from voting.congress.term.badge import badge_text
from voting.people.rules import Place, Role

__all__ = ["shared_keys"]  # fixtures of the tablet's own tests
pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: the camera is not tested in a browser"
)
SIZE = (640, 480)
NO_READER = "delete globalThis.BarcodeDetector;"  # as in Firefox and in Chromium on Linux and Windows


class Lens:
    """What the camera sees: a file of JPEG pictures that the browser plays over and over."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def show(self, text: str) -> None:
        code = io.BytesIO()
        segno.make(text, error="m", micro=False).save(code, kind="png", scale=9, border=4)
        scene = Image.new("RGB", SIZE, (200, 196, 190))
        scene.paste(
            Image.open(code).convert("RGB").rotate(4, expand=True, fillcolor=(255, 255, 255)), (90, 20)
        )
        frame = io.BytesIO()
        scene.save(frame, "JPEG", quality=80)
        self.file.write_bytes(frame.getvalue() * 30)


@pytest.fixture(scope="module")
def lens(tmp_path_factory: pytest.TempPathFactory) -> Lens:
    made = Lens(tmp_path_factory.mktemp("camera") / "scene.mjpeg")
    made.show("nothing yet")
    return made


@pytest.fixture(scope="module")
def camera(driver: Playwright, lens: Lens) -> Iterator[Browser]:
    """A browser of its own: what its camera sees is said when it starts."""
    started = launched(
        driver,
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={lens.file}",
    )
    yield started
    started.close()


@pytest.fixture
def page(camera: Browser) -> Iterator[Page]:
    context = camera.new_context(viewport={"width": 820, "height": 1180}, locale="zh-CN")
    context.add_init_script(NO_READER)
    context.grant_permissions(["camera"])
    made = context.new_page()
    made.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    yield made
    context.close()


def at_the_welcome(page: Page, address: str, at: Hall) -> None:
    page.goto(f"{address}/j/{at.place.code}/tablet/{at.meeting_id}/")
    expect(page.locator("#title")).to_have_text("代表登录")


def made_card(app: Flask, at: Hall) -> str:
    """Make one token card; returns its seed."""
    seed = card.new_seed()
    factories.make_cards(app, at, 1, [seed])
    return seed


def loaded(page: Page) -> bool:
    return bool(page.evaluate("'jsQR' in globalThis"))


def test_a_badge_before_the_camera_fills_in_the_number_and_the_pin_signs_in(
    city: Place, page: Page, address: str, lens: Lens
) -> None:
    at = open_ballot(city)
    lens.show(badge_text(city.code, "001"))
    at_the_welcome(page, address, at)
    assert not loaded(page)  # only when the camera is opened
    page.click("#badge")
    expect(page.locator("#number")).to_have_value("001")
    assert loaded(page)
    expect(page.locator("#badge-view")).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "pin"
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    expect(page.locator(".pick input").first).to_be_visible()


def test_a_usb_scanner_types_a_badge_as_before(city: Place, page: Page, address: str) -> None:
    at = open_ballot(city)
    at_the_welcome(page, address, at)
    page.fill("#number", badge_text(city.code, "001"))
    page.fill("#pin", PIN)
    page.keyboard.press("Enter")
    expect(page.locator(".pick input").first).to_be_visible()


def test_a_token_card_before_the_camera_opens_its_ballot(
    app: Flask, city: Place, page: Page, address: str, lens: Lens
) -> None:
    at = open_ballot(city)
    lens.show(made_card(app, at))
    at_the_welcome(page, address, at)
    page.click("summary")
    page.click("#card-camera")
    expect(page.locator(".pick input").first).to_be_visible()
    factories.forget()


def test_an_unused_card_before_the_desks_camera_is_voided(
    app: Flask, city: Place, page: Page, address: str, lens: Lens
) -> None:
    at = open_ballot(city)
    lens.show(made_card(app, at))
    sign_in(page.context, address, at.secretary)
    page.goto(f"{address}/j/{city.code}/ballots/{at.uuid}/cards")
    page.click("#camera")
    expect(page.locator("#said")).to_have_attribute("data-outcome", "voided")


def test_a_camera_that_is_not_needed_any_more_is_closed(
    city: Place, page: Page, address: str, lens: Lens
) -> None:
    at = open_ballot(city)
    lens.file.write_bytes(_blank())
    at_the_welcome(page, address, at)
    page.click("#badge")
    expect(page.locator("#badge-view")).to_be_visible()
    page.click("#badge")
    expect(page.locator("#badge-view")).to_be_hidden()
    page.click("#badge")
    expect(page.locator("#badge-view")).to_be_visible()
    page.fill("#number", "001")
    page.fill("#pin", PIN)
    page.keyboard.press("Enter")
    expect(page.locator(".pick input").first).to_be_visible()
    assert page.evaluate("document.getElementById('badge-view').srcObject") is None


def _blank() -> bytes:
    frame = io.BytesIO()
    Image.new("RGB", SIZE, (120, 120, 120)).save(frame, "JPEG")
    return frame.getvalue() * 30


def test_a_camera_that_is_not_allowed_is_said_and_the_number_is_typed(
    city: Place, page: Page, address: str
) -> None:
    at = open_ballot(city)
    page.add_init_script("navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('no'));")
    at_the_welcome(page, address, at)
    page.click("#badge")
    expect(page.locator("#sign-in-error")).to_have_text("摄像头打不开，请用键盘输入。")
    expect(page.locator("#badge")).to_be_hidden()


def test_the_meetings_code_binds_a_tablet_and_a_strange_code_does_not(
    city: Place, page: Page, address: str, lens: Lens
) -> None:
    at = open_ballot(city)
    lens.show(f"https://elsewhere.example/j/{city.code}/tablet/{at.meeting_id}/")
    page.goto(f"{address}/j/{city.code}/tablet/")
    page.click("#bind-camera")
    expect(page.locator("#bind-said")).to_contain_text("这不是本次会议的二维码")
    lens.show(f"{address}/j/{city.code}/tablet/{at.meeting_id}/")
    page.click("#bind-camera")
    expect(page.locator("#title")).to_have_text("代表登录")
    assert page.evaluate("localStorage.getItem('tablet-binding')") == f"{city.code}/{at.meeting_id}"


def test_a_badge_before_the_desks_camera_checks_in_once(
    city: Place, page: Page, address: str, lens: Lens
) -> None:
    in_term = term(city)
    rows = deputies(city, 3, in_term=in_term)
    made = meeting(city, in_term=in_term)
    lens.show(badge_text(city.code, rows[1].number))
    sign_in(page.context, address, account(city, Role.STAFF))
    page.goto(f"{address}/j/{city.code}/hall/meetings/{made.id}/check-in")
    page.click("#camera")
    expect(page.locator("#said")).to_contain_text("签到成功")
    page.click("#camera")
    expect(page.locator("#camera-view")).to_be_hidden()
