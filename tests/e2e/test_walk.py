"""One year of a town, start to end, in the browser: from the call to the carry-over, by the people who do it."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Browser, FilePayload, Page, expect
from pypdf import PdfReader
from sqlalchemy import select

from tests.e2e.sitting import PATIENCE, Sitting
from tests.e2e.walk import Walk
from tests.service import Service
from voting.audit.journal import first_broken_line
from voting.belenios.report import VerifierReport
from voting.belenios.verify import verify_bundle
from voting.congress.place.divisions import load_places
from voting.congress.place.queries import place_of
from voting.core.clock import today
from voting.core.db import db, transaction
from voting.demonstration.people import staff_place
from voting.people.models import Account
from voting.people.secrets import hash_secret

CODE = "140921100"
YEAR = today().year
PIN = "270358"
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with Service(tmp_path_factory.mktemp("walk")) as service:
        with service.app().app_context():
            with transaction():
                load_places()
            place = place_of(CODE)
            assert place is not None
            with transaction():
                staff_place(place, ["镇民政办"])
        yield service


def pictures() -> Path | None:
    """WALK_PICTURES names a folder for a picture of every step; none are kept without it."""
    folder = os.environ.get("WALK_PICTURES")
    if folder is None:
        return None
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder)


def test_a_town_walks_through_its_year(browser: Browser, service: Service) -> None:
    walk = Walk(browser, service, CODE, pictures())
    staff = walk.sign_in("staff")
    screened(walk, staff)
    prepared(walk, staff)
    voted(walk, service, staff)
    supervised(walk, staff)
    with service.app().app_context():
        place = place_of(CODE)
        assert place is not None
        assert first_broken_line(place.id) is None


def screened(walk: Walk, staff: Page) -> None:
    """Call, suggestions, merging, appraisal, three approvals."""
    walk.go(staff, f"/congress/rules/{YEAR}")
    walk.fill(staff, {"rule_seats": 1, "rule_key_holders": 1, "rule_key_threshold": 1})
    walk.press(staff, "保存规则")
    walk.go(staff, f"/screening/call?year={YEAR}")
    notice = "面向全镇征集民生实事项目，请写明做什么、在哪里做、为什么需要。"
    walk.fill(
        staff, {"year": YEAR, "opens_on": today(), "closes_on": today() + timedelta(40), "notice": notice}
    )
    walk.fill(staff, {"contact": "镇人大办公室", "channels": "online"})
    walk.press(staff, "保存草稿")
    walk.press(staff, "开始征集")
    resident = walk.window(width=390, height=844)
    for title, content in (
        ("北关村口装路灯", "村口到学校一公里没有路灯，学生放学天已黑，希望装灯。"),
        ("给北关村到学校的路装上路灯", "孩子晚上放学看不见路，老人也摔过，请装路灯。"),
        ("县前街修一个老年食堂", "独居老人做饭难，希望办一个老年食堂。"),
    ):
        walk.go(resident, "/suggest")
        walk.fill(resident, {"title": title, "content": content})
        walk.press(resident, "提交建议")
    number = re.search(r"\d\d-[A-Z0-9]{4}-[A-Z0-9]{5}", resident.inner_text("main"))
    assert number is not None
    for project, (title, ids) in enumerate(
        (("北关村通学路装路灯", "ids=1&ids=2"), ("县前街老年食堂", "ids=3")), 1
    ):
        walk.go(staff, f"/screening/merge?year={YEAR}&{ids}")
        walk.fill(staff, {"title": title, "field": "transport"})
        staff.locator("main button", has_text="归并").last.click()
        written(walk, staff, project)
    reviewed(walk)
    scored(walk, staff)
    for project in (1, 2):
        walk.go(staff, f"/screening/projects/{project}")
        walk.press(staff, "论证通过")
    for day in ("executive", "review", "decision"):
        approved(walk, staff, day)
    second = walk.sign_in("secretariat")
    walk.go(second, f"/screening/list?year={YEAR}")
    walk.press(second, "核对无误，确认定稿")
    walk.go(resident, f"/track?number={number[0]}")
    expect(resident.locator("main")).to_contain_text("县前街老年食堂")
    walk.picture(resident, "建议查询")


def written(walk: Walk, staff: Page, project: int) -> None:
    """Write the dossier, record what the office finds."""
    walk.go(staff, f"/screening/projects/{project}/dossier")
    walk.fill(
        staff,
        {
            "summary": "装 40 盏路灯，一公里通学路亮起来",
            "content": "装灯 40 盏，埋设线路一公里。",
            "place": "北关村",
            "annual_target": "40 盏全部亮灯",
            "benefit": "学生和村民",
            "beneficiaries": 1200,
            "total_fen": 40,
            "planned_fen": 40,
            "own_fen": 40,
            "finishes_on": date(YEAR, 12, 20),
            "upkeep": "村委会管护",
            "milestones-0-title": "完成选点",
            "milestones-0-due_on": date(YEAR, 3, 10),
            "milestones-1-title": "全部亮灯",
            "milestones-1-due_on": date(YEAR, 12, 20),
        },
    )
    staff.locator("main [name=lead_unit_id]").select_option(label="镇民政办")
    walk.press(staff, "保存")
    walk.go(staff, f"/screening/projects/{project}/findings")
    for answer in staff.locator("main select").all():
        bad = answer.get_attribute("name") in {f"check_{key}" for key in BAD}
        answer.select_option("no" if bad else "yes")
    walk.fill(staff, {"feasibility": "条件具备。"})
    walk.press(staff, "保存")


def reviewed(walk: Walk) -> None:
    """Have the lawyer and the treasurer review both projects, each from his to-dos."""
    for login, opinion in (("legality", "程序合法。"), ("finance", "资金落实。")):
        reviewer = walk.sign_in(login)
        for project in (1, 2):
            walk.go(reviewer, "/screening/board")
            reviewer.goto("/todo")
            reviewer.locator(".todos > li a", has_text="意见").first.click()
            reviewer.wait_for_load_state()
            walk.fill(reviewer, {"passed": "yes", "opinion": opinion, "document": f"审查意见{project}号"})
            walk.press(reviewer, "保存审查意见")


def scored(walk: Walk, staff: Page) -> None:
    """Have the appraiser score both projects on his sheet, and close the round."""
    walk.go(staff, f"/screening/board?year={YEAR}")
    walk.fill(staff, {"closes_on": today() + timedelta(3)})
    walk.press(staff, "开始评分")
    appraiser = walk.sign_in("appraiser")
    walk.go(appraiser, f"/screening/sheet?year={YEAR}")
    for box in appraiser.locator("[data-points]").all():
        box.fill("21")
    walk.press(appraiser, "保存，先不交")
    appraiser.get_by_role("button", name="交表", exact=True).click()
    expect(appraiser.locator("main")).to_contain_text("已交表")
    walk.go(staff, f"/screening/board?year={YEAR}")
    walk.press(staff, "结束评分")
    expect(staff.locator("main")).to_contain_text("84.0")


BAD = ("no_conditions", "burden", "debt", "stability", "assigned", "litigation", "formalism")


def approved(walk: Walk, staff: Page, kind: str) -> None:
    """Record one approval of the candidate list."""
    walk.go(staff, f"/screening/list?year={YEAR}")
    walk.fill(staff, {"order-1": 1, "order-2": 2, "decided_on": today()})
    if kind != "executive":
        walk.fill(staff, {"due": 9, "present": 9, "approve": 9, "oppose": 0, "abstain": 0})
    walk.press(staff, "登记")


def roster() -> bytes:
    """A real spreadsheet of five deputies in two delegations."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["代表证号", "姓名", "代表团"])
    for number in range(1, 6):
        for column, cell in enumerate([f"{number:03d}", f"代表{number:03d}", f"第{1 + number % 2}代表团"]):
            sheet.write_string(number, column, cell)
    book.close()
    return content.getvalue()


def prepared(walk: Walk, staff: Page) -> None:
    """Term, roster with its preview, meeting, scrutineer and tellers."""
    walk.go(staff, "/congress/terms/new")
    walk.fill(staff, {"number": 5, "starts_on": date(YEAR - 4, 2, 1), "ends_on": date(YEAR + 1, 1, 31)})
    walk.press(staff, "登记")
    walk.go(staff, "/congress/terms/1/roster")
    file: FilePayload = {"name": "名册.xlsx", "mimeType": "application/octet-stream", "buffer": roster()}
    staff.set_input_files("main input[type=file]", file)
    walk.press(staff, "预览")
    walk.press(staff, "确认导入")
    walk.go(staff, "/congress/terms/1/meetings/new")
    title = "晋昌镇第五届人民代表大会第六次会议"
    walk.fill(staff, {"number": 6, "year": YEAR, "title": title, "opens_on": today()})
    walk.press(staff, "登记")
    posts = (
        ("chief_scrutineer", "监票人001"),
        ("scrutineer", "监票人002"),
        ("chief_teller", "计票人001"),
        ("teller", "计票人002"),
    )
    for post, name in posts:
        walk.go(staff, "/congress/meetings/1")
        walk.fill(staff, {"post": post, "name": name})
        account = staff.locator("main [name=account_id] option", has_text=name).first.get_attribute("value")
        walk.fill(staff, {"account_id": account})
        walk.press(staff, "加入名单")


def voted(walk: Walk, service: Service, staff: Page) -> None:
    """Check-in, order of acts, keys, votes on a tablet, close, opening, count, signature, announcement."""
    walk.go(staff, "/hall/meetings/1/check-in")
    for number in range(1, 6):
        staff.fill("main [name=text]", f"{number:03d}")
        staff.press("main [name=text]", "Enter")
        expect(staff.locator("body")).to_contain_text(f"代表{number:03d} 签到成功")
    walk.picture(staff, "签到台")
    sitting = Sitting(
        walk,
        secretariat=walk.sign_in("secretariat"),
        chair=walk.sign_in("chair"),
        scrutineers=[walk.sign_in("scrutineer1", width=820, height=1180)],
        tellers=(walk.sign_in("teller1"), walk.sign_in("scrutineer2")),
        hall=walk.window(width=1920, height=1080),
    )
    acts_until_the_box_is_sealed(sitting)
    sitting.two_persons("open_voting")
    tablets(walk, service)
    sitting.two_persons("close_voting")
    uuid = sitting.open_box(5, 5)
    sitting.count_and_announce(uuid)
    expect(sitting.hall.locator("body")).to_contain_text("北关村通学路装路灯", timeout=PATIENCE)
    walk.picture(sitting.hall, "大屏结果")
    papers(walk, sitting.secretariat, uuid)


def acts_until_the_box_is_sealed(sitting: Sitting) -> None:
    """Confirm the quorum, adopt by hands, make the key, print, seal."""
    sitting.show_hall()
    sitting.press("宣布符合法定人数")
    for words in ("表决票决办法", "表决监票人"):
        sitting.press(words, approve=5)
    sitting.press("请监票人生成钥匙")
    sitting.make_keys()
    for words in ("生成选票", "封闭票箱"):
        sitting.press(words)


def tablets(walk: Walk, service: Service) -> None:
    """Five deputies vote one after the other: four for the first candidate, one for the second."""
    secret_phc = hash_secret(PIN, 64)
    with service.app().app_context(), transaction():
        for account in db.session.scalars(select(Account).where(Account.deputy_id.is_not(None))):
            account.secret, account.must_change = secret_phc, False
    tablet = walk.window(width=820, height=1180)
    walk.go(tablet, "/tablet/1/")
    for number in range(1, 6):
        tablet.fill("#number", f"{number:03d}")
        tablet.fill("#pin", PIN)
        tablet.click("#sign-in [type=submit]")
        expect(tablet.locator(".pick input").first).to_be_visible(timeout=PATIENCE)
        tablet.locator(".pick").nth(0 if number < 5 else 1).locator("label").click()
        walk.picture(tablet, "选择")
        tablet.click("#to-review")
        walk.picture(tablet, "核对")
        tablet.click("#commit")
        expect(tablet.locator("#receipt-code")).to_be_visible(timeout=PATIENCE)
        walk.picture(tablet, "回执")
        tablet.click("#clear")
        expect(tablet.locator("#number")).to_be_visible()


def papers(walk: Walk, page: Page, uuid: str) -> None:
    """The count report and the proclamation are PDF in Chinese; the bundle verifies."""
    for name in ("count_report", "proclamation"):
        answer = page.request.get(f"{walk.home}/tally/{uuid}/documents/{name}.pdf")
        assert answer.ok, name
        text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.body())).pages)
        assert "北关村通学路装路灯" in text.replace("\n", "")
    answer = page.request.get(f"/ballots/{uuid}/bundle.zip")
    assert answer.ok
    decided = verify_bundle(answer.body(), VerifierReport(io.StringIO()))
    assert [line.ordinal for line in decided.lines if line.chosen] == [1]


def supervised(walk: Walk, staff: Page) -> None:
    """Take in, plan, two reports, light; the unfinished is carried over to next year's screening."""
    walk.go(staff, "/supervision/desk")
    walk.press(staff, "转入实施")
    unit = walk.sign_in("unit1", width=390, height=844)
    walk.go(unit, "/supervision/plans/1")
    walk.fill(unit, {"funding": "列入年度预算。", "safeguards": "每月调度一次。"})
    walk.press(unit, "公布")
    walk.go(unit, f"/supervision/mine/1/reports/{today().month}")
    walk.fill(unit, {"progress": 60, "spent": 20, "text": "材料晚到，下月赶上。"})
    walk.press(unit, "下一步")
    walk.press(unit, "报送")
    board = walk.window()
    walk.go(board, "/supervision")
    expect(board.locator("main .light").first).to_be_visible()
    walk.picture(board, "亮灯榜")
    walk.go(staff, "/supervision/desk/1/acceptance")
    walk.fill(staff, {"result": "not", "on": today(), "opinion": "年内没有全部亮灯。"})
    walk.press(staff, "提交验收结论")
    second = walk.sign_in("supervision")
    walk.go(second, "/supervision/desk/1/acceptance")
    walk.press(second, "核对无误，确认")
    walk.go(staff, "/supervision/desk/1/carry-over")
    walk.fill(staff, {"reason": "冬季停工，明年继续。"})
    staff.locator("main form [type=submit]").first.click()
    staff.wait_for_load_state()
    walk.go(staff, f"/screening/board?year={YEAR + 1}")
    expect(staff.locator("main")).to_contain_text("北关村通学路装路灯")
    walk.picture(staff, "结转到下一年")
