"""The whole of screening over HTTP, once, from the draft of the call to the booklet."""

import re

from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import account, sign_in, unit
from tests.screening.factories import YEAR, project
from voting.audit.models import Entry
from voting.core.clock import today
from voting.core.db import db, transaction
from voting.people.rules import Place, Role
from voting.screening.appraisal.criteria import CHECKLIST
from voting.screening.appraisal.facts import conclusions_of
from voting.screening.dossier.facts import project_of

BASE = "/j/140921100"


def posted(client: FlaskClient, path: str, form: dict[str, object]) -> str:
    answer = client.post(BASE + path, data=form)
    assert answer.status_code == 303, (
        path,
        answer.status_code,
        re.findall(r'class="field-error".*?</span>', answer.text, re.DOTALL),
    )
    return answer.headers["Location"]


def suggest(client: FlaskClient, title: str) -> str:
    nonce = re.search(r'name="nonce"[^>]*value="([0-9a-f]{32})"', client.get(f"{BASE}/suggest").text)
    assert nonce is not None
    form = {"nonce": nonce[1], "title": title, "content": "村里老人多，吃饭不方便，希望办一个日间照料中心。"}
    return posted(client, "/suggest", form).rsplit("/", 1)[1]


def make_project(staff: FlaskClient, ids: list[str], title: str, lead: int) -> str:
    path = posted(
        staff, "/screening/merge", {"ids": ids, "project_id": "new", "title": title, "field": "elderly"}
    )
    path = path.removeprefix(BASE)
    form: dict[str, object] = {
        "title": title,
        "summary": "办一个",
        "field": "elderly",
        "content": "新建一处",
        "place": "晋昌镇",
        "annual_target": "建成 1 处",
        "benefit": "全镇老人",
        "beneficiaries": "800",
        "total_fen": "120",
        "planned_fen": "80.5",
        "own_fen": "80.5",
        "lead_unit_id": str(lead),
        "finishes_on": f"{YEAR}-10-31",
        "milestones-0-title": "开工",
        "milestones-0-due_on": f"{YEAR}-04-30",
        "milestones-1-title": "完工",
        "milestones-1-due_on": f"{YEAR}-10-31",
    }
    posted(staff, f"{path}/dossier", form)
    checks = {f"check_{item.key}": "yes" if item.must else "no" for item in CHECKLIST}
    opinions = {"feasibility": "可行", "lawful": "y", "affordable": "y"}
    posted(staff, f"{path}/findings", {**checks, **opinions})
    posted(staff, f"{path}/appraise", {})
    return path.rsplit("/", 1)[1]


def test_a_township_walks_from_the_call_to_the_booklet(client: FlaskClient, township: Place) -> None:
    staff = sign_in(client.application.test_client(), account(township, Role.STAFF))
    lead = unit(township, "镇民政办").id
    day = today().isoformat()
    notice = {
        "year": YEAR,
        "notice": "现公开征集民生实事项目建议。",
        "opens_on": day,
        "closes_on": f"{YEAR}-12-31",
        "channels": ["online", "letter"],
    }
    posted(staff, "/screening/call", notice)
    assert "这里还没有开始征集" in client.get(f"{BASE}/suggest").text
    posted(staff, f"/screening/call/{YEAR}/open", {})
    numbers = [suggest(client, f"办日间照料中心之{n}") for n in range(6)]
    assert client.get(f"{BASE}/track?number={numbers[0].lower()}").status_code == 200
    inbox = staff.get(f"{BASE}/screening/suggestions").text
    ids = sorted(set(re.findall(r'name="ids" value="(\d+)"', inbox)), key=int)
    assert len(ids) == 6
    assert "办日间照料中心之3" in staff.get(f"{BASE}/screening/suggestions/{ids[0]}").text
    assert "第 1 组" in staff.get(f"{BASE}/screening/merge").text
    projects = [make_project(staff, [one], f"办照料中心 {one}", lead) for one in ids]
    orders = {f"order-{one}": n for n, one in enumerate(projects, 1)}
    assert staff.get(f"{BASE}/screening/list").status_code == 200
    posted(staff, f"/screening/list/{YEAR}/executive", {**orders, "decided_on": day})
    votes = {"decided_on": day, "due": 7, "present": 7, "approve": 6, "oppose": 0, "abstain": 1}
    posted(staff, f"/screening/list/{YEAR}/review", {**orders, **votes})
    posted(staff, f"/screening/list/{YEAR}/decision", {**orders, **votes})
    second = sign_in(client.application.test_client(), account(township, Role.STAFF))
    posted(second, f"/screening/list/{YEAR}/freeze/1/confirm", {})
    booklet = client.get(f"{BASE}/screening/booklet/{YEAR}")
    assert booklet.status_code == 200
    assert "80.5 万元" in booklet.text
    assert "第 1 号正式候选项目" in client.get(f"{BASE}/track?number={numbers[0]}").text
    for path in (
        "/screening",
        "/screening/list",
        "/screening/board",
        "/screening/call",
        f"/screening/projects/{projects[0]}",
    ):
        assert staff.get(BASE + path).status_code == 200, path


def test_the_rest_of_the_checklist_is_answered_at_once_and_recorded_as_such(
    client: FlaskClient, township: Place
) -> None:
    made = project(account(township, Role.STAFF), township, unit(township, "镇民政办"))
    sign_in(client, account(township, Role.STAFF))
    url = f"/screening/projects/{made.id}/findings"
    page = client.get(BASE + url).text
    assert page.index(">保存<") < page.index('name="rest"')  # the Enter key takes the first button
    posted(client, url, {"check_debt": "yes", "check_broad": "yes", "feasibility": "可行", "rest": "y"})
    db.session.rollback()
    found = conclusions_of(made.id)
    assert found is not None
    wanted = {item.key: "yes" if item.must else "no" for item in CHECKLIST}
    assert found.answers == wanted | {"debt": "yes"}
    assert found.feasibility == "可行"
    line = db.session.scalars(select(Entry).order_by(Entry.id.desc())).first()
    assert line is not None
    assert set(line.facts["together"]) == set(wanted) - {"debt", "broad"}
    assert line.facts["unanswered"] == []


def test_without_that_button_what_nobody_answered_stays_open(client: FlaskClient, township: Place) -> None:
    made = project(account(township, Role.STAFF), township, unit(township, "镇民政办"))
    sign_in(client, account(township, Role.STAFF))
    posted(client, f"/screening/projects/{made.id}/findings", {"check_broad": "yes"})
    found = conclusions_of(made.id)
    assert found is not None
    assert set(found.answers.values()) == {"yes", "unknown"}


def test_what_a_dossier_lacks_is_asked_of_those_who_may_write_it(
    client: FlaskClient, township: Place
) -> None:
    made = project(account(township, Role.STAFF), township, unit(township, "镇民政办"))
    with transaction():
        project_of(township.id, made.id).summary = ""
    page = sign_in(client, account(township, Role.STAFF)).get(f"{BASE}/screening/projects/{made.id}").text
    assert "由人大工作人员或者政府办公室办理" in page
    assert "由牵头单位办理" not in page
