"""A sitting on its screens: who is in the hall, and the acts that several screens take together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.e2e.walk import Walk
from voting.congress.place.divisions import load_places
from voting.congress.place.queries import place_of
from voting.congress.rule_set import actions as rule_set_actions
from voting.core.clock import today
from voting.core.db import transaction
from voting.demonstration import projects
from voting.demonstration.people import Staffed, staff_place
from voting.demonstration.screening import screen

PASSPHRASE = "correct horse"
PATIENCE = 60_000


def screened_place(code: str, *, seats: int) -> Staffed:
    """Staff a place and bring its candidates of this year to their decision. seats: how many may pass; two keys of two."""
    with transaction():
        load_places()
    place = place_of(code)
    assert place is not None
    year, texts = today().year, projects.ALL[code]
    with transaction():
        staffed = staff_place(place, projects.unit_names(texts))
        values = {"seats": seats, "key_holders": 2, "key_threshold": 2, "publish_counts": True}
        rule_set_actions.set_rules(staffed.staff, place=place, year=year, values=values)
        screen(staffed, year, [projects.dossier(text, year, staffed.units) for text in texts])
    return staffed


@dataclass
class Sitting:
    """Each at a screen of his own. scrutineers: those who hold a key; tellers: who asks and who confirms the count."""

    walk: Walk
    secretariat: Page
    chair: Page
    scrutineers: list[Page]
    tellers: tuple[Page, Page]
    hall: Page
    tablets: list[Page] = field(default_factory=list)

    @property
    def everybody(self) -> list[Page]:
        return [
            *{id(p): p for p in (self.secretariat, self.chair, *self.scrutineers, *self.tellers)}.values(),
            self.hall,
            *self.tablets,
        ]

    def press(self, words: str, **fields: object) -> None:
        """Take the next step at the console."""
        self.walk.go(self.secretariat, "/hall/console")
        self.walk.fill(self.secretariat, fields)
        self.walk.press(self.secretariat, words)

    def two_persons(self, step: str) -> None:
        """The secretariat asks for a step, the chair confirms it on another device."""
        self.walk.go(self.secretariat, "/hall/console")
        self.walk.picture(self.secretariat, f"主持台 {step}")
        for open_end in self.secretariat.locator("main [name=acknowledged]").all():
            open_end.check()
        self.secretariat.locator(f"main form[action$='/requests/{step}'] [type=submit]").click()
        self.secretariat.wait_for_load_state()
        self.walk.go(self.chair, "/hall/console")
        self.walk.picture(self.chair, f"确认 {step}")
        self.chair.locator("main form[action$='/confirm'] [type=submit]").first.click()
        self.chair.wait_for_load_state()
        self.walk.picture(self.hall, f"大屏 {step}")

    def offered(self, step: str) -> None:
        """Take a step that the console offers beside the next one, or as the next one."""
        self.walk.go(self.secretariat, "/hall/console")
        self.secretariat.locator(f"main form[action$='/steps/{step}'] [type=submit]").first.click()
        self.secretariat.wait_for_load_state()
        self.walk.picture(self.secretariat, f"主持台 {step}")
        self.walk.picture(self.hall, f"大屏 {step}")

    def show_hall(self) -> None:
        """Open the hall screen at the address that the console gives."""
        self.walk.go(self.secretariat, "/hall/console")
        self.hall.goto(str(self.secretariat.locator("main a", has_text="打开大屏").get_attribute("href")))

    def make_keys(self) -> None:
        """The scrutineers make their keys side by side and compare the same characters."""
        for page in self.scrutineers:
            self.walk.go(page, "/ballots")
            self.walk.press(page, "打开钥匙页面")
            page.fill("#make-passphrase", PASSPHRASE)
            page.fill("#make-again", PASSPHRASE)
            page.click("#make [type=submit]")
        for page in self.scrutineers:
            expect(page.locator("#save-title")).to_be_visible(timeout=PATIENCE)
            with page.expect_download() as download:
                page.click("#download")
            page.set_input_files("#saved-file", str(download.value.path()))
            page.click("#saved [type=submit]")
        for page in self.scrutineers:
            expect(page.locator("#heard")).to_be_visible(timeout=PATIENCE)
        assert len({page.inner_text("#fingerprint") for page in self.scrutineers}) == 1
        for page in self.scrutineers:
            self.walk.picture(page, "钥匙 核对")
            if page.locator("#other").count():
                page.select_option("#other", index=1)
            page.click("#heard [type=submit]")
        for page in self.scrutineers:
            expect(page.locator("#done-title")).to_be_visible(timeout=PATIENCE)

    def open_box(
        self,
        cast: int,
        present: int,
        *,
        uuid: str = "",
        names: int | None = None,
        papers: Sequence[int] = (),
    ) -> str:
        """Every scrutineer compares, samples the receipts and lends his share; returns the ballot's UUID.

        uuid: which of several, the first of those on the hall screen; names: on the roll with a token,
        where not all have cast; papers: what stands on the signed sheet of paper, in the order of its fields.
        """
        expect(self.hall.locator("body")).to_contain_text("票箱校验码", timeout=PATIENCE)
        digests = self.hall.locator(".hall-digest").all_inner_texts()  # under each box's own its roll's
        digest = re.sub(r"\s", "", digests[0])[:24]
        for page in self.scrutineers:
            self.walk.go(page, "/ballots")
            page.locator(f"main a[href*='/{uuid}']", has_text="开箱").first.click()
            page.fill("#unlock-passphrase", PASSPHRASE)
            page.click("#unlock [type=submit]")
            expect(page.locator("#told-title")).to_be_visible(timeout=PATIENCE)
            values = {
                "digest": digest,
                "count": cast,
                "names": cast if names is None else names,
                "attending": present,
            }
            for name, value in values.items():
                page.fill(f"#{name}", str(value))
            self.walk.picture(page, "开箱")
            page.click("#told [type=submit]")
            self.sample(page)
            page.click("#lend")
        for page in self.scrutineers:
            expect(page.locator("#figures-title")).to_be_visible(timeout=PATIENCE)
            page.fill("#present", str(present))
            for cell, figure in zip(page.locator("#paper-lines input").all(), papers, strict=bool(papers)):
                cell.fill(str(figure))
            page.click("#figures [type=submit]")
        return self.scrutineers[0].url.split("/")[-2]

    def sample(self, page: Page) -> None:
        """Let everybody who is called find his receipt, until the device is content."""
        while True:
            expect(page.locator("#come:visible, #lend:visible")).to_have_count(1, timeout=PATIENCE)
            if page.locator("#lend").is_visible():
                return
            page.click("#come")
            self.walk.picture(page, "抽验回执")
            page.click("[data-step=look] [data-answer=there]")

    def count_and_announce(self, uuid: str) -> None:
        """Count, sign, have the presidium confirm, announce: each by those whose step it is."""
        self.count_and_sign(uuid)
        for step in ("confirm", "announce"):
            self.tally_step(self.secretariat, self.chair, uuid, step)

    def count_and_sign(self, uuid: str) -> None:
        """Complete the count; every scrutineer's device signs what it has counted itself."""
        self.tally_step(*self.tellers, uuid, "count")
        for page in self.scrutineers:
            expect(page.locator("#agreed")).to_be_visible(timeout=PATIENCE)
            self.walk.picture(page, "签名")
            page.click("#agreed [type=submit]")
            expect(page.locator("#done-title")).to_be_visible(timeout=PATIENCE)

    def tally_step(self, asks: Page, confirms: Page, uuid: str, step: str) -> None:
        """Two persons take a step of the count."""
        self.walk.go(asks, f"/tally/{uuid}/steps/{step}")
        asks.locator("main form [type=submit]").first.click()
        asks.wait_for_load_state()
        self.walk.go(confirms, f"/tally/{uuid}")
        self.walk.picture(confirms, f"计票 {step}")
        confirms.locator("main form[action$='/confirm'] [type=submit]").first.click()
        confirms.wait_for_load_state()
