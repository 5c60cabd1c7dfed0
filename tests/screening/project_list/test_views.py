"""Projects come in by the columns that go out: looked at line by line, new ones as drafts, others as differences to confirm."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from tests.conftest import rows
from tests.factories import account, sign_in, unit
from tests.screening.factories import YEAR, call, dossier, project, staff
from voting.audit.journal import first_broken_line
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.sheets import Sheet, as_workbook
from voting.jobs import work_off
from voting.people.rules import Actor, Place, Role
from voting.screening.dossier.actions import revise
from voting.screening.dossier.columns import HEADS, cells_of
from voting.screening.dossier.facts import dossier_of, unit_names
from voting.screening.dossier.models import Project
from voting.screening.dossier.rules import BeneficiaryGroup, DossierPart
from voting.screening.project_list.actions import KEPT

pytestmark = pytest.mark.database
BASE = "/j/140900/screening/project-lists"


@pytest.fixture
def clerk(city: Place) -> Actor:
    actor = staff(city)
    call(city, actor=actor)
    return actor


@pytest.fixture
def desk(client: FlaskClient, clerk: Actor) -> FlaskClient:
    return sign_in(client, clerk)


@pytest.fixture
def known(city: Place, clerk: Actor) -> int:
    """A project with everything in its dossier."""
    lead = unit(city, "市住建局")
    made = project(clerk, city, lead, title="老旧小区改造").id
    full = dossier(
        lead,
        background="水管四十年没有换过。\n冬天常停暖。",
        parts=(
            DossierPart(title="管网改造", quantity=12, measure="处", place="东街", unit_id=lead.id),
            DossierPart(title="第 2 期"),
        ),
        groups=(BeneficiaryGroup(title="城区居民", people=9600, reckoning="户籍人口"),),
    )
    with transaction():
        revise(clerk, jurisdiction_id=city.id, project_id=made, dossier=full)
    return made


def exported(city: Place, project_id: int, **changes: str) -> tuple[str, ...]:
    """A project's line as the program exports it, with some cells changed, by heading."""
    cells = cells_of(db.session.get_one(Project, project_id), unit_names(city.id), None)
    return tuple({**dict(zip(HEADS, cells, strict=True)), **changes}[head] for head in HEADS)


def new(**changes: str) -> tuple[str, ...]:
    cells = dict.fromkeys(HEADS, "") | {"项目名称": "村村通公交"}
    return tuple({**cells, **changes}[head] for head in HEADS)


def uploaded(
    desk: FlaskClient, *lines: tuple[str, ...], heads: tuple[str, ...] = HEADS, name: str = "项目.xlsx"
) -> TestResponse:
    file = io.BytesIO(as_workbook(Sheet(heads, lines)))
    return desk.post(BASE, data={"file": (file, name)}, follow_redirects=True)


def marks(page: TestResponse) -> list[str]:
    return re.findall(r'name="lines" value="([0-9a-f]+)"', page.text)


def taken(desk: FlaskClient, page: TestResponse, chosen: list[str] | None = None) -> TestResponse:
    lines = marks(page) if chosen is None else chosen
    return desk.post(f"{page.request.path}/take", data={"lines": lines}, follow_redirects=True)


def test_what_goes_out_comes_in_and_changes_nothing(city: Place, desk: FlaskClient, known: int) -> None:
    before = dossier_of(db.session.get_one(Project, known))
    page = uploaded(desk, exported(city, known))
    assert "1 行没有变化" in page.text
    assert marks(page) == []
    assert dossier_of(db.session.get_one(Project, known)) == before


def test_a_change_is_shown_and_taken_when_confirmed(city: Place, desk: FlaskClient, known: int) -> None:
    line = exported(
        city,
        known,
        **{
            "建设地点": "忻府区全域",
            "总投资（元）": "50000000",
            "子项目": "管网改造 12 处（东街，市住建局）\n第 2 期\n加装电梯 3 部（南园）",
            "时间节点": "2027-11-30 竣工验收\n2027-02-01 开工",
        },
    )
    page = uploaded(desk, line)
    for words in ("修改已有的项目", "忻府区全域", "加装电梯 3 部（南园）", "<del>"):
        assert words in page.text
    assert rows("SELECT place FROM screening_project") == [("忻府区",)], (
        "nothing is written before it is confirmed"
    )
    done = taken(desk, page)
    assert "修改了 1 个" in done.text
    now_reads = dossier_of(db.session.get_one(Project, known))
    assert (now_reads.place, now_reads.total_fen) == ("忻府区全域", 50_000_000_00)
    assert now_reads.parts[1:] == (
        DossierPart(title="第 2 期"),
        DossierPart(title="加装电梯", quantity=3, measure="部", place="南园"),
    )
    assert [step.title for step in now_reads.milestones] == ["开工", "竣工验收"]
    assert first_broken_line(city.id) is None
    again = desk.post(f"{page.request.path}/take", data={"lines": marks(page)})
    assert again.status_code == 409
    assert "已经录入或者放弃" in again.text


def test_new_ones_become_drafts(city: Place, desk: FlaskClient, known: int) -> None:
    line = new(
        项目名称="村村通公交",
        民生领域="其他民生",
        受益人口="3000",
        牵头单位="市住建局",
        跨年度项目="否",
        完成时限="2027/11/30",
    )
    page = uploaded(desk, line, exported(city, known))
    assert "新项目（草稿）" in page.text
    assert "形成了 1 个新项目" in taken(desk, page).text
    made = db.session.query(Project).filter_by(title="村村通公交").one()
    assert (made.year, made.state.value, made.beneficiaries) == (YEAR, "formed", 3000)
    assert str(made.finishes_on) == "2027-11-30"


def test_a_line_without_a_number_is_known_by_its_name(city: Place, desk: FlaskClient, known: int) -> None:
    page = uploaded(desk, exported(city, known, 编号="", 建设规模="12 个小区"))
    assert "修改已有的项目" in page.text
    taken(desk, page)
    assert rows("SELECT id, scale FROM screening_project") == [(known, "12 个小区")]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"总投资（元）": "一百万"}, "不是以元为单位的金额"),
        ({"牵头单位": "市没有局"}, "没有登记过单位“市没有局”"),
        ({"项目名称": "。。。。。"}, "不能只有标点"),
        ({"项目名称": "", "建设地点": "东街"}, "没有写项目名称"),
        ({"项目名称": "长" * 61}, "最多 60 个字"),
        ({"建设内容": "长" * 5001}, "最多 5000 个字"),
        ({"民生领域": "航天"}, "没有“航天”这个民生领域"),
        ({"受益人口": "很多"}, "要写整数"),
        ({"受益人口": "9" * 40}, "要写整数"),
        ({"完成时限": "年底"}, "看不出是哪一天"),
        ({"完成时限": "9999-12-31"}, "看不出是哪一天"),
        ({"跨年度项目": "也许"}, "要写“是”或者“否”"),
        ({"时间节点": "尽快开工"}, "每行请写成"),
        ({"受益人群": "城区居民"}, "每行请写成"),
        ({"受益人群": "城区居民 9 人（户籍）"}, "请同时填写受益人口"),
        ({"子项目": "\n".join(f"第{n}处" for n in range(13))}, "最多 12 行"),
        ({"年度": "2019"}, "这一行是 2019 年的"),
        ({"编号": "99999"}, "没有编号 99999 的项目"),
        ({"总投资（元）": "100", "年度计划投资（元）": "200"}, "不能多于总投资"),
    ],
)
def test_a_bad_line_says_why_comes_back_and_leaves_the_rest(
    desk: FlaskClient, cells: dict[str, str], why: str
) -> None:
    page = uploaded(desk, new(**cells), new(项目名称="另一个好项目"))
    assert why in page.text
    assert len(marks(page)) == 1
    assert "有 1 行没有录入" in taken(desk, page).text
    assert rows("SELECT title FROM screening_project") == [("另一个好项目",)]
    back = desk.get(f"{page.request.path}/lines.xlsx")
    returned = CalamineWorkbook.from_filelike(io.BytesIO(back.data)).get_sheet_by_index(0).to_python()
    assert len(returned) == 2
    assert why in str(returned[1][0])


def test_two_lines_of_one_project_are_neither_taken(city: Place, desk: FlaskClient, known: int) -> None:
    page = uploaded(
        desk, exported(city, known, 建设规模="甲"), exported(city, known, 建设规模="乙"), new(), new()
    )
    assert page.text.count("和另一行说的是同一个项目") == 4
    assert marks(page) == []


def test_what_is_not_ticked_comes_back(city: Place, desk: FlaskClient, known: int) -> None:
    page = uploaded(desk, exported(city, known, 建设规模="甲"), new())
    first, second = marks(page)
    done = taken(desk, page, [second])
    assert "有 1 行没有录入" in done.text
    back = desk.get(f"{page.request.path}/lines.xlsx")
    returned = CalamineWorkbook.from_filelike(io.BytesIO(back.data)).get_sheet_by_index(0).to_python()
    assert returned[1][0] == "没有勾选。"
    assert first != second


def test_nothing_ticked_is_refused_and_the_list_waits(desk: FlaskClient) -> None:
    page = uploaded(desk, new())
    refused = taken(desk, page, [])
    assert refused.status_code == 422
    assert "请至少选一行" in refused.text
    assert "1 个新项目" in taken(desk, page).text


def test_a_colleagues_change_since_the_preview_is_never_overwritten(
    city: Place, clerk: Actor, desk: FlaskClient, known: int
) -> None:
    page = uploaded(desk, exported(city, known, 建设规模="十二个小区"), new())
    changed = dossier(unit(city, "市城管局"), title="老旧小区改造", place="同事改的地点")
    with transaction():
        revise(clerk, jurisdiction_id=city.id, project_id=known, dossier=changed)
    refused = taken(desk, page)
    assert refused.status_code == 409
    assert "刚刚被别人改过" in refused.text
    assert rows("SELECT title, place, scale FROM screening_project") == [("老旧小区改造", "同事改的地点", "")]


def test_a_project_that_was_appraised_is_not_changed(city: Place, clerk: Actor, desk: FlaskClient) -> None:
    passed = project(clerk, city, unit(city, "市住建局"), appraised=True).id
    page = uploaded(desk, exported(city, passed, 建设规模="甲"))
    assert "文本不能修改" in page.text
    assert marks(page) == []


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"\xff" * 100, "a.xlsx", "打不开这个文件"),
        (b"a,b\n1,2\n", "a.csv", "没有找到表头"),
        ("项目名称\n".encode(), "a.csv", "表头下面没有内容"),
        ("项目名称\n".encode() + "村村通公交\n".encode() * 301, "a.csv", "最多 300 行"),
        (b"x", "a.exe", "只能上传"),
    ],
)
def test_a_file_that_is_no_list_is_refused_at_its_field(
    desk: FlaskClient, content: bytes, name: str, why: str
) -> None:
    answer = desk.post(BASE, data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == 422
    assert why in answer.text
    assert rows("SELECT id FROM screening_project_list") == []


def test_a_list_is_given_up_or_lapses(app: Flask, desk: FlaskClient) -> None:
    page = uploaded(desk, new())
    assert desk.post(f"{page.request.path}/give_up").status_code == 303
    assert rows("SELECT id FROM screening_project_list") == []
    uploaded(desk, new())
    with time_machine.travel(now() + KEPT + timedelta(minutes=1), tick=False):
        work_off(app)
    assert rows("SELECT id FROM screening_project_list") == []


def test_only_who_collects_imports_and_nobody_sees_a_neighbours(
    client: FlaskClient, desk: FlaskClient, city: Place, county: Place
) -> None:
    path = uploaded(desk, new()).request.path
    assert desk.get(f"{BASE}/empty.xlsx").status_code == 200
    for role, at, status in (
        (Role.OVERSIGHT, city, 403),
        (Role.DEPUTY, city, 403),
        (Role.STAFF, county, 404),
    ):
        sign_in(client, account(at, role))
        assert client.get(BASE).status_code == status
        assert client.post(f"{path}/take").status_code == status
    there = sign_in(client, account(county, Role.STAFF))
    assert there.get(path.replace(city.code, county.code)).status_code == 404
