"""Every page of supervision, fetched once by somebody who may, through a whole year."""

import re
from datetime import date
from html.parser import HTMLParser

import time_machine
from flask.testing import FlaskClient

from tests.factories import account, sign_in, unit
from tests.supervision import factories as make
from voting.core.db import transaction
from voting.people.rules import Place, Role
from voting.supervision.change import actions as change_actions
from voting.supervision.change.rules import ChangeKind
from voting.supervision.finding import actions as finding_actions
from voting.supervision.follow_up import actions as follow_up_actions
from voting.supervision.report import actions as report_actions
from voting.supervision.report import lighting


class Checked(HTMLParser):
    """What every page must have: one h1, a title, a language, unique ids, a label for every field."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.h1 = 0
        self.ids: list[str] = []
        self.fields: list[tuple[str, dict[str, str | None]]] = []
        self.labels: set[str | None] = set()
        self.wrapped: list[str] = []
        self.lang: str | None = None
        self.inside = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.h1 += tag == "h1"
        if found.get("id"):
            self.ids.append(found["id"] or "")
        if tag == "html":
            self.lang = found.get("lang")
        if tag == "label":
            self.labels.add(found.get("for"))
            self.inside += 1
        if (
            tag in {"input", "select", "textarea"}
            and found.get("type") not in {"hidden", "submit"}
            and not self.inside
        ):
            self.fields.append((tag, found))

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "label"


def checked(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    page = Checked(answer.text)
    assert page.h1 == 1, path
    assert page.lang == "zh-CN", path
    assert len(page.ids) == len(set(page.ids)), (
        f"{path}: {sorted(i for i in page.ids if page.ids.count(i) > 1)}"
    )
    assert [f for _tag, f in page.fields if f.get("id") not in page.labels] == [], path
    assert re.search("<title>[^<]+ · ", answer.text), path
    return answer.text


@time_machine.travel("2026-07-08 10:00")
def test_every_page_opens_with_a_year_behind_it(client: FlaskClient, city: Place) -> None:
    water = unit(city, "市水利局")
    staff = account(city, Role.STAFF)
    clerk = account(city, Role.UNIT, unit=water)
    group = account(city, Role.SUPERVISION)
    row = make.planned(clerk, make.commitment(staff, city, water))
    for month, progress in ((2, 8), (3, 20), (4, 30), (5, 36), (6, 41)):
        make.report(clerk, row, month, progress, done=1 if month > 3 else 0, spent=progress * 48 * make.WAN)
    with transaction():
        new = finding_actions.NewFinding(
            commitment_id=row.id, title="管沟没有回填", text="两个村。", due_on=date(2026, 7, 30)
        )
        finding = finding_actions.raise_finding(group, new).id
        letter = follow_up_actions.send_letter(
            staff,
            follow_up_actions.NewLetter(commitment_id=row.id, text="请加快。", due_on=date(2026, 7, 20)),
        ).id
        asked = change_actions.NewChange(
            commitment_id=row.id,
            kind=ChangeKind.MAJOR_ADJUSTMENT,
            reason="暴雨",
            target="更新 290 公里。",
            due_on=row.due_on,
            planned_fen=row.planned_fen,
        )
        change = change_actions.request_change(clerk, asked).id
    make.taken_over(row, date(2026, 1, 28))
    with transaction():
        lighting.read_month(staff, 2026, 6)
    base = "/j/140900/supervision"
    checked(client, f"/j/140900/projects/{row.project_id}")
    for path in ("", "/years/2026", "?light=red", "?q=没有"):
        checked(client, base + path)
    assert client.get(f"{base}/board.csv").data.startswith(b"\xef\xbb\xbf")
    sign_in(client, clerk)
    for path in (
        "/mine",
        f"/mine/{row.id}/reports/7",
        f"/mine/{row.id}/reports/6",
        f"/plans/{row.id}",
        f"/findings/{finding}",
        f"/letters/{letter}",
        f"/projects/{row.id}/changes/new",
        f"/changes/{change}",
    ):
        checked(client, base + path)
    with transaction():
        report_actions.fill_in(
            clerk,
            report_actions.NewReport(
                commitment_id=row.id, month=7, progress=50, spent_fen=41 * 48 * make.WAN, text="x"
            ),
        )
    checked(client, f"{base}/mine/{row.id}/reports/7/check")
    sign_in(client, staff)
    for path in (
        "/desk",
        f"/desk/{row.id}",
        f"/desk/{row.id}/unit",
        f"/desk/{row.id}/lights/6",
        f"/desk/{row.id}/acceptance",
        f"/desk/{row.id}/send-back",
        f"/desk/{row.id}/carry-over",
        f"/desk/{row.id}/findings/new",
        f"/desk/{row.id}/inspections/new",
        f"/desk/{row.id}/letters/new",
        f"/findings/{finding}",
        f"/letters/{letter}",
        f"/changes/{change}",
        "/desk/evaluations/2026",
    ):
        checked(client, base + path)


def test_an_empty_board_says_what_comes_next(client: FlaskClient, city: Place) -> None:
    assert "还没有实施的项目" in checked(client, "/j/140900/supervision")


def test_a_year_without_projects_is_not_found(client: FlaskClient, city: Place) -> None:
    assert client.get("/j/140900/supervision/years/2019").status_code == 404
