"""Twelve tablets side by side in real Chromium pages, with a chair, two scrutineers and the hall screen.

Run: .venv/bin/python -m bench.twelve [--tablets 12] [--pictures FOLDER]
The hall is prepared through the real deeds; from the keys on everything happens on the screens.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from bench.report import Row, write
from tests.browser import chromium
from tests.e2e.walk import Walk
from tests.service import Service
from voting.congress import actions as congress
from voting.congress import actions_meeting
from voting.congress.places import load_places
from voting.congress.queries import place_of
from voting.congress.rules import Body, Post
from voting.core.clock import today
from voting.core.db import transaction
from voting.demonstration import projects
from voting.demonstration.people import PIN, gather, seat_deputies, staff_place
from voting.demonstration.screening import screen

CODE = "140921100"
PASSPHRASE = "correct horse"  # noqa: S105  of keys that live for one run
PATIENCE = 120_000
YEAR = today().year


def prepare(service: Service, tablets: int) -> None:
    """Bring a town to its quorum, with two scrutineers who need both keys."""
    with service.app().app_context():
        with transaction():
            load_places()
        place = place_of(CODE)
        assert place is not None
        texts = projects.ALL[CODE]
        with transaction():
            staffed = staff_place(place, projects.unit_names(texts))
            values = {"seats": 3, "key_holders": 2, "key_threshold": 2}
            congress.set_rules(staffed.staff, place=place, year=YEAR, values=values)
            screen(staffed, YEAR, [projects.dossier(text, YEAR, staffed.units) for text in texts])
        with transaction():
            term = seat_deputies(staffed, count=tablets, delegations=2)
            new = actions_meeting.NewMeeting(
                term_id=term.id,
                year=YEAR,
                number=6,
                title="晋昌镇第五届人民代表大会第六次会议",
                opens_on=today(),
                body=Body.CONGRESS,
            )
            meeting = actions_meeting.open_meeting(staffed.staff, place=place, new=new)
            posts = {
                "scrutineer1": Post.CHIEF_SCRUTINEER,
                "scrutineer2": Post.SCRUTINEER,
                "teller1": Post.CHIEF_TELLER,
                "teller2": Post.TELLER,
            }
            for login, post in posts.items():
                actor = staffed.actors[login]
                named = actions_meeting.NewAppointment(
                    post=post, name=actor.name, account_id=actor.account_id
                )
                actions_meeting.appoint(staffed.staff, meeting_id=meeting.id, new=named)
            gather(staffed, meeting, absent=0)


def make_keys(walk: Walk, pages: list[Page]) -> None:
    """Two scrutineers make their keys side by side and compare."""
    for page in pages:
        walk.go(page, "/ballots")
        page.locator("main a.button, main a", has_text="打开钥匙页面").first.click()
        page.fill("#make-passphrase", PASSPHRASE)
        page.fill("#make-again", PASSPHRASE)
        page.click("#make [type=submit]")
    for page in pages:
        expect(page.locator("#confirm")).to_be_visible(timeout=PATIENCE)
    shown = {page.locator("#fingerprint").inner_text() for page in pages}
    assert len(shown) == 1, shown
    for page in pages:
        page.click("#confirm")
    for page in pages:
        expect(page.locator("#done-title")).to_be_visible(timeout=PATIENCE)


def two_persons(walk: Walk, secretariat: Page, chair: Page, step: str) -> None:
    """One asks at the console, the other confirms."""
    walk.go(secretariat, "/hall/console")
    secretariat.locator(f"main form[action$='/requests/{step}'] [type=submit]").click()
    secretariat.wait_for_load_state()
    walk.go(chair, "/hall/console")
    chair.locator("main form[action$='/confirm'] [type=submit]").first.click()
    chair.wait_for_load_state()


def vote(walk: Walk, tablets: list[Page]) -> tuple[float, float]:
    """Every tablet, already drawn, goes to the ballot by itself; all choose, then all commit; returns two times."""
    began = time.monotonic()
    for page in tablets:
        expect(page.locator(".pick input").first).to_be_visible(timeout=PATIENCE)
    opened = time.monotonic() - began
    for number, page in enumerate(tablets):
        for shift in range(3):
            page.locator(".pick").nth((number + shift) % 4).locator("label").click()
        page.click("#to-review")
        expect(page.locator("#commit")).to_be_visible()
    walk.picture(tablets[0], "核对")
    began = time.monotonic()
    for page in tablets:
        page.click("#commit")
    for page in tablets:
        expect(page.locator("#receipt-code")).to_be_visible(timeout=PATIENCE)
    return opened, time.monotonic() - began


def open_box(walk: Walk, pages: list[Page], hall: Page, cast: int) -> None:
    """Both scrutineers check and lend their shares; the digest is read off the hall screen."""
    expect(hall.locator("body")).to_contain_text("封箱摘要", timeout=PATIENCE)
    digest = re.search(r"[0-9a-f]{8} [0-9a-f]{8}", hall.inner_text("body"))
    assert digest is not None
    for page in pages:
        walk.go(page, "/ballots")
        page.locator("main a", has_text="开箱").first.click()
        page.fill("#unlock-passphrase", PASSPHRASE)
        page.click("#unlock [type=submit]")
        page.click("#sign-roll")
        page.fill("#count", str(cast))
        page.fill("#digest", digest[0].replace(" ", ""))
        page.click("#box [type=submit]")
    for page in pages:
        expect(page.locator("#sent-title")).to_be_visible(timeout=PATIENCE)


def play(browser: Browser, service: Service, count: int, pictures: Path | None) -> dict[str, float]:
    """The whole hour; returns the seconds of what the hall waits for."""
    walk = Walk(browser, service, CODE, pictures)
    secretariat, chair = walk.sign_in("secretariat"), walk.sign_in("chair")
    scrutineers = [walk.sign_in(f"scrutineer{number}", width=820, height=1180) for number in (1, 2)]
    hall = walk.window(width=1920, height=1080)
    walk.go(secretariat, "/hall/console")
    hall.goto(str(secretariat.locator("main a", has_text="打开大屏").get_attribute("href")))
    walk.press(secretariat, "请监票人生成钥匙")
    make_keys(walk, scrutineers)
    for words in ("印制选票", "封闭票箱"):
        walk.go(secretariat, "/hall/console")
        walk.press(secretariat, words)
    tablets = [walk.window(width=820, height=1180) for _ in range(count)]
    for number, page in enumerate(tablets, 1):
        walk.go(page, "/tablet/1/")
        page.fill("#number", f"{number:03d}")
        page.fill("#pin", PIN)
        page.click("#sign-in [type=submit]")
    for page in tablets:
        expect(page.locator("#drawn-word")).to_have_text("已领票", timeout=PATIENCE)
    walk.picture(hall, "大屏 领票")
    two_persons(walk, secretariat, chair, "open_voting")
    opened, last = vote(walk, tablets)
    walk.picture(hall, "大屏 投票")
    two_persons(walk, secretariat, chair, "close_voting")
    began = time.monotonic()
    open_box(walk, scrutineers, hall, count)
    walk.picture(hall, "大屏 开箱")
    return {
        "tablets_open_seconds": opened,
        "tablets_last_receipt_seconds": last,
        "tablets_opening_seconds": time.monotonic() - began,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tablets", type=int, default=12)
    parser.add_argument("--pictures", type=Path)
    asked = parser.parse_args()
    if asked.pictures:
        asked.pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Service(Path(folder)) as service, chromium() as browser:
        prepare(service, asked.tablets)
        found = play(browser, service, asked.tablets, asked.pictures)
    peer = f"{asked.tablets} Chromium pages beside the program, same cores"
    write({name: Row(round(seconds, 1), "s", 60.0, "lower", peer) for name, seconds in found.items()})


if __name__ == "__main__":
    main()
