"""A whole sitting on its screens: tablets side by side in real Chromium pages, two desks, a chair, two scrutineers,
two tellers and the hall screen, from the show of hands to the proclamation.

Run: .venv/bin/python -m bench.sitting [--tablets 12] [--pictures FOLDER]
The congress and its candidates are prepared through the real deeds; the sitting itself happens by clicks and keys.
One tablet loses the network while it casts, one is reloaded with a half-filled ballot; none may lose a vote.
"""

from __future__ import annotations

import argparse
import io
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect

from bench.report import Row, write
from tests.belenios.tool import accepts
from tests.browser import chromium
from tests.e2e.sitting import PATIENCE, Sitting, screened_place
from tests.e2e.walk import Walk
from tests.service import Service
from voting.belenios import bundle, receipt
from voting.belenios import record as archive
from voting.belenios.ballot import tracker
from voting.belenios.report import VerifierReport
from voting.belenios.verify import verify_bundle
from voting.core.clock import today
from voting.core.db import transaction
from voting.demonstration.people import PIN, call_meeting, seat_deputies

CODE = "140900"
OPTIONS, SEATS = 14, 10
YEAR = today().year
OFFLINE, RELOADED = 1, 2
"""Which tablet loses the network at cast, and which is reloaded with a half-filled ballot."""


@dataclass
class Course:
    """What happened.

    seconds: by act; chosen: how many tablets chose each ordinal; receipts: their 8 characters.
    tool: whether belenios-tool accepts the record; None where it is not installed."""

    seconds: dict[str, float] = field(default_factory=dict)
    chosen: Counter[int] = field(default_factory=Counter)
    receipts: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    tool: bool | None = None

    @contextmanager
    def act(self, name: str) -> Iterator[None]:
        """Time an act of the sitting."""
        began = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - began


def prepare(service: Service, people: int) -> None:
    """Seat a congress with its candidates and a called meeting; nobody is checked in."""
    with service.app().app_context():
        staffed = screened_place(CODE, seats=SEATS)
        with transaction():
            term = seat_deputies(staffed, count=people, delegations=3)
            call_meeting(staffed, term, year=YEAR, number=5, opens_on=today())


def take_seats(walk: Walk, people: int) -> Sitting:
    """Open everybody's screen."""
    return Sitting(
        walk,
        secretariat=walk.sign_in("secretariat", width=1440, height=1000),
        chair=walk.sign_in("chair", width=1440, height=1000),
        scrutineers=[walk.sign_in(f"scrutineer{n}", width=820, height=1180) for n in (1, 2)],
        tellers=(walk.sign_in("teller1"), walk.sign_in("scrutineer3")),
        hall=walk.window(width=1920, height=1080),
        tablets=[walk.window(width=820, height=1180) for _ in range(people)],
    )


def listen(pages: Sequence[Page], course: Course) -> None:
    """Collect what any page complains of: an error in a script, one that it logs, an answer that is the server's fault.

    Chromium logs every answer that is no success; two are meant: a tablet without a network, and the text to be
    signed, which the scrutineers' devices ask for until it is there. What the server could not do is never meant.
    """

    def hear(said: ConsoleMessage) -> None:
        if said.type == "error" and not said.text.startswith("Failed to load resource"):
            course.complaints.append(said.text)

    def answered(answer: Response) -> None:
        if answer.status >= 500:
            course.complaints.append(f"{answer.status} {answer.url}")

    for page in pages:
        page.on("pageerror", lambda error: course.complaints.append(str(error)))
        page.on("console", hear)
        page.on("response", answered)


def check_in(sitting: Sitting, course: Course) -> None:
    """Two desks check everybody in, turn about, by number and Enter."""
    desks = [sitting.walk.sign_in("staff"), sitting.walk.sign_in("secretariat")]
    listen(desks, course)
    for desk in desks:
        sitting.walk.go(desk, "/hall/meetings/1/check-in")
    for number in range(1, len(sitting.tablets) + 1):
        desk = desks[number % 2]
        desk.fill("#text", f"{number:03d}")
        desk.press("#text", "Enter")
        expect(desk.locator("body")).to_contain_text(f"代表{number:03d} 签到成功", timeout=PATIENCE)
    sitting.walk.picture(desks[0], "签到台")
    expect(sitting.hall.locator("#screen")).to_contain_text("符合法定人数", timeout=PATIENCE)
    sitting.walk.picture(sitting.hall, "大屏 签到")


def prepare_the_vote(sitting: Sitting) -> None:
    """Confirm the quorum, adopt by hands, make the keys, print, seal."""
    sitting.press("宣布符合法定人数")
    for words in ("表决票决办法", "表决监票人"):
        sitting.press(words, approve=len(sitting.tablets))
    sitting.press("请监票人生成钥匙")
    sitting.make_keys()
    for words in ("生成选票", "封闭票箱"):
        sitting.press(words)


def sign_in(page: Page, number: int) -> None:
    """Type number and PIN at a tablet."""
    page.fill("#number", f"{number:03d}")
    page.fill("#pin", PIN)
    page.click("#sign-in [type=submit]")


def scanned(sitting: Sitting) -> str:
    """Return the address in the QR code that binds tablets, read off the screen of a desk."""
    desk = sitting.walk.sign_in("staff")
    sitting.walk.go(desk, "/tablet/1/tablets")
    picture = Image.open(io.BytesIO(desk.locator("main svg").first.screenshot()))
    (code,) = zxingcpp.read_barcodes(picture)
    sitting.walk.picture(desk, "绑定平板")
    return str(code.text)


def draw(sitting: Sitting) -> None:
    """Each tablet is bound by the printed QR code; every deputy signs in; each tablet draws its token by itself and shows the hall's characters."""
    address = scanned(sitting)
    for number, page in enumerate(sitting.tablets, 1):
        page.goto(address)
        if number == 1:
            sitting.walk.picture(page, "平板 登录")
        sign_in(page, number)
    for page in sitting.tablets:
        expect(page.locator("#drawn-word")).to_have_text("已领票", timeout=PATIENCE)
    marks = {page.inner_text("#print") for page in sitting.tablets}
    shown = sitting.hall.locator(".hall-mark b").all_inner_texts()
    assert marks == {" ".join(shown)}, (marks, shown)
    sitting.walk.picture(sitting.tablets[0], "平板 已领票")
    sitting.walk.picture(sitting.hall, "大屏 领票")


def choose(sitting: Sitting, course: Course) -> None:
    """Each fills in a ballot of his own; one tablet is reloaded half way and begins again."""
    for page in sitting.tablets:
        expect(page.locator("#questions .pick input").first).to_be_visible(timeout=PATIENCE)
    again = sitting.tablets[RELOADED]
    again.locator("#questions .pick label").first.click()
    again.reload()
    sign_in(again, RELOADED + 1)
    expect(again.locator("#questions .pick input").first).to_be_visible(timeout=PATIENCE)
    for number, page in enumerate(sitting.tablets):
        wanted = wishes(number)
        for ordinal in wanted:
            page.locator("#questions .pick").nth(ordinal - 1).locator("label").click()
        course.chosen.update(wanted)
        expect(page.locator("#count")).to_contain_text(f"已选 {len(wanted)} 项")
    sitting.walk.picture(sitting.tablets[-1], "平板 选择")
    for page in sitting.tablets:
        page.click("#to-review")
    sitting.walk.picture(sitting.tablets[-1], "平板 核对")


def wishes(number: int) -> list[int]:
    """Return what the deputy at a tablet chooses: most of them much the same, the fourth nothing at all."""
    many = 0 if number == 3 else SEATS - number % 3
    return [1 + number % 4 + step for step in range(many)]


def cast(sitting: Sitting, course: Course) -> None:
    """All commit side by side; one is without the network and delivers by itself when it is back."""
    away = sitting.tablets[OFFLINE]
    away.context.set_offline(True)
    for page in sitting.tablets:
        page.click("#commit")
    expect(away.locator("#delivery")).to_contain_text("网络不通", timeout=PATIENCE)
    sitting.walk.picture(away, "平板 正在投递")
    others = [page for page in sitting.tablets if page is not away]
    for page in others:
        receive(page, course)
    sitting.walk.picture(others[-1], "平板 回执")
    expect(sitting.hall.locator("#screen .now dd")).to_have_text(str(len(others)), timeout=PATIENCE)
    sitting.walk.picture(sitting.hall, "大屏 投票")
    away.context.set_offline(False)
    receive(away, course)


def receive(page: Page, course: Course) -> None:
    """Wait for the receipt; it is read while it stands there, before the screen clears itself."""
    code = page.locator("#receipt-code")
    expect(code).not_to_be_empty(timeout=PATIENCE)
    course.receipts.append(code.inner_text().replace(" ", ""))


def check(sitting: Sitting, course: Course, uuid: str) -> None:
    """Compare the public record with what was chosen on the tablets and with every receipt."""
    answer = sitting.secretariat.request.get(f"/ballots/{uuid}/bundle.zip")
    assert answer.ok
    decided = verify_bundle(answer.body(), VerifierReport(io.StringIO()))
    got = {line.ordinal: line.votes[0] for line in decided.lines}
    assert got == {n: course.chosen[n] for n in range(1, OPTIONS + 1)}, (got, course.chosen)
    trackers = trackers_of(answer.body())
    lost = set(course.receipts) - set(trackers)
    assert not lost, lost
    assert len(set(course.receipts)) == len(trackers) == len(sitting.tablets)
    course.tool = accepts(bundle.read(answer.body()).archive, uuid)
    assert course.tool is not False


def trackers_of(raw: bytes) -> list[str]:
    """Return the trackers of the sealed ballots in a public record, as tablets show them."""
    record, _moment = archive.read(bundle.read(raw).archive)
    return [receipt.short(tracker(one)) for one in record.ballots]


def play(browser: Browser, service: Service, people: int, pictures: Path | None) -> Course:
    """Hold the sitting; returns what happened. Raises AssertionError where a figure or a receipt is wrong."""
    course = Course()
    sitting = take_seats(Walk(browser, service, CODE, pictures), people)
    listen(sitting.everybody, course)
    sitting.show_hall()
    with course.act("check-in"):
        check_in(sitting, course)
    with course.act("from the method to the sealed box"):
        prepare_the_vote(sitting)
    with course.act("sign-in and draw"):
        draw(sitting)
    sitting.two_persons("open_voting")
    with course.act("choose and review"):
        choose(sitting, course)
    with course.act("cast to the last receipt"):
        cast(sitting, course)
    sitting.two_persons("close_voting")
    with course.act("opening"):
        uuid = sitting.open_box(people, people)
    with course.act("count to proclamation"):
        sitting.count_and_announce(uuid)
    expect(sitting.hall.locator("#screen")).to_contain_text("个项目获得通过", timeout=PATIENCE)
    sitting.walk.picture(sitting.hall, "大屏 结果")
    check(sitting, course, uuid)
    return course


def main() -> None:
    """Play, print what happened, write the rows."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tablets", type=int, default=12)
    options.add_argument("--pictures", type=Path)
    asked = options.parse_args()
    if asked.pictures:
        asked.pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Service(Path(folder)) as service, chromium() as browser:
        prepare(service, asked.tablets)
        course = play(browser, service, asked.tablets, asked.pictures)
    for name, seconds in course.seconds.items():
        print(f"  {name:36} {seconds:7.1f} s")
    print(f"  receipts {len(course.receipts)} of {asked.tablets}, all in the record; totals as chosen")
    print(f"  belenios-tool accepts the record: {course.tool}")
    print(f"  complaints of the pages: {len(course.complaints)} {course.complaints[:5]}")
    if asked.tablets >= 12:
        lost = asked.tablets - len(course.receipts)
        peer = f"{asked.tablets} Chromium pages side by side, one offline at cast, one reloaded"
        write({"sitting_lost": Row(lost, "ballots", 0, "lower", peer)})
    if course.complaints:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
