from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.conftest import rows
from tests.factories import account, sign_in, unit
from tests.screening.factories import decided, project, staff
from voting.congress.place.models import Unit
from voting.core.db import db
from voting.people.rules import Actor, Place, Role
from voting.screening.appraisal.criteria import CHECKLIST
from voting.screening.dossier.facts import dossier_of
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import ProjectState

BASE = "/j/140900/screening/projects"
CHECKS = {f"check_{item.key}": "yes" if item.must else "no" for item in CHECKLIST}
DEEDS: dict[str, dict[str, Any]] = {
    "dossier": {"title": "老旧小区改造", "field": "housing", "lead_unit_id": "0"},
    "findings": {**CHECKS, "feasibility": "可行", "lawful": "y", "affordable": "y"},
    "legality": {
        "passed": "yes",
        "opinion": "合法",
        "document": "县司法局〔2026〕3号",
        "reviewed_on": "2026-01-05",
    },
    "appraise": {},
    "withdraw_appraisal": {},
    "shelve": {"reason": "资金还没有落实。"},
    "revive": {},
}


def test_what_excludes_a_project_is_asked_as_a_statement(
    client: FlaskClient, city: Place, clerk: Actor, lead: Unit
) -> None:
    """Of “增加群众或者企业负担” one says that it is the case or not, never yes or no to a prohibition."""
    desk, made = sign_in(client, clerk), project(clerk, city, lead)
    page = html.fromstring(desk.get(f"{BASE}/{made.id}/findings").data)
    words = {one.get("name"): [option.text for option in one] for one in page.iter("select")}
    assert words["check_burden"] == ["待查", "无此情形", "有此情形"]
    assert words["check_broad"] == ["待查", "符合", "不符合"]
    assert "不得有" not in page.text_content()
    desk.post(f"{BASE}/{made.id}/findings", data={**CHECKS, "check_burden": "yes"})
    said = " ".join(html.fromstring(desk.get(f"{BASE}/{made.id}").data).text_content().split())
    assert "有此情形负面清单：增加群众或者企业负担" in said.replace(" ", "")


def test_who_misses_a_lead_unit_is_led_to_where_units_are_entered(
    client: FlaskClient, city: Place, clerk: Actor, lead: Unit
) -> None:
    desk, made = sign_in(client, clerk), project(clerk, city, lead)
    assert "/j/140900/congress/units" in desk.get(f"{BASE}/{made.id}/dossier").text


@pytest.mark.parametrize("path", ["", "/dossier", "/findings"])
def test_staff_see_a_project_and_strangers_do_not(  # noqa: PLR0917  what the page is looked at by
    client: FlaskClient, city: Place, county: Place, clerk: Actor, lead: Unit, path: str
) -> None:
    ours = project(clerk, city, lead).id
    theirs = project(staff(county), county, unit(county, "县教育局")).id
    assert sign_in(client, clerk).get(f"{BASE}/{ours}{path}").status_code == 200
    assert client.get(f"{BASE}/{theirs}{path}").status_code == 404
    assert client.get(f"{BASE}/99999999999999999999{path}").status_code == 404
    assert sign_in(client, account(county, Role.STAFF)).get(f"{BASE}/{ours}{path}").status_code == 404
    assert sign_in(client, account(city, Role.UNIT)).get(f"{BASE}/{ours}{path}").status_code == 403
    expected = 403 if path else 200
    assert sign_in(client, account(city, Role.OVERSIGHT)).get(f"{BASE}/{ours}{path}").status_code == expected


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_on_a_neighbours_project_is_not_found(desk: FlaskClient, county: Place, deed: str) -> None:
    theirs = project(staff(county), county, unit(county, "县教育局")).id
    assert desk.post(f"{BASE}/{theirs}/{deed}", data=DEEDS[deed]).status_code == 404


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_on_a_project_needs_staff(
    client: FlaskClient, city: Place, clerk: Actor, lead: Unit, deed: str
) -> None:
    ours = project(clerk, city, lead).id
    for role in (Role.OVERSIGHT, Role.DEPUTY, Role.UNIT):
        assert (
            sign_in(client, account(city, role)).post(f"{BASE}/{ours}/{deed}", data=DEEDS[deed]).status_code
            == 403
        )


@pytest.mark.parametrize("deed", DEEDS)
def test_no_deed_touches_a_frozen_project(client: FlaskClient, township: Place, deed: str) -> None:
    actor = staff(township)
    frozen = decided(actor, township, candidates=5)[0]
    before = rows(f"SELECT * FROM screening_project WHERE id = {frozen}")
    answer = sign_in(client, actor).post(f"/j/140921100/screening/projects/{frozen}/{deed}", data=DEEDS[deed])
    assert answer.status_code == 409
    assert rows(f"SELECT * FROM screening_project WHERE id = {frozen}") == before


def test_the_dossier_form_shows_what_is_on_file_and_saves_it_unchanged(
    desk: FlaskClient, city: Place, clerk: Actor, lead: Unit
) -> None:
    made = project(clerk, city, lead)
    before = dossier_of(db.session.get_one(Project, made.id))
    page = html.fromstring(desk.get(f"{BASE}/{made.id}/dossier").data)
    form = next(one for one in page.forms if one.method == "POST" and "title" in one.fields)
    answer = desk.post(f"{BASE}/{made.id}/dossier", data=dict(form.form_values()))
    assert answer.status_code == 303
    db.session.expire_all()
    assert dossier_of(db.session.get_one(Project, made.id)) == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "短"},
        {"field": "nonsense"},
        {"beneficiaries": "许多"},
        {"beneficiaries": "-5"},
        {"total_fen": "一百万"},
        {"total_fen": "-1"},
        {"finishes_on": "2027-13-45"},
        {"milestones-0-title": "开工"},
        {"milestones-0-due_on": "2027-05-01"},
        {"lead_unit_id": "999"},
        {"lead_unit_id": "x"},
        {"content": "长" * 5001},
        {"parts-0-title": "管网", "parts-0-quantity": "几个"},
    ],
    ids=str,
)
def test_a_wrong_dossier_is_told_and_kept(
    desk: FlaskClient, city: Place, clerk: Actor, lead: Unit, wrong: dict[str, str]
) -> None:
    made = project(clerk, city, lead, title="原来的名称")
    form = {**DEEDS["dossier"], "place": "云中河畔某处", **wrong}
    answer = desk.post(f"{BASE}/{made.id}/dossier", data=form)
    assert answer.status_code == 422
    assert "要改" in answer.text
    assert "云中河畔某处" in answer.text
    assert rows("SELECT title FROM screening_project") == [("原来的名称",)]


def test_a_unit_of_a_neighbour_cannot_lead(
    desk: FlaskClient, city: Place, county: Place, clerk: Actor, lead: Unit
) -> None:
    made = project(clerk, city, lead)
    theirs = unit(county, "县教育局").id
    form = {**DEEDS["dossier"], "lead_unit_id": str(theirs)}
    assert desk.post(f"{BASE}/{made.id}/dossier", data=form).status_code == 422


def test_a_listed_project_is_not_emptied_by_its_form(
    desk: FlaskClient, city: Place, clerk: Actor, lead: Unit
) -> None:
    made = project(clerk, city, lead, appraised=True)
    answer = desk.post(f"{BASE}/{made.id}/dossier", data=DEEDS["dossier"])
    assert answer.status_code == 409


def test_findings_and_appraisal_in_their_order(
    desk: FlaskClient, city: Place, clerk: Actor, lead: Unit
) -> None:
    made = project(clerk, city, lead).id
    assert desk.post(f"{BASE}/{made}/appraise").status_code == 422
    assert desk.post(f"{BASE}/{made}/findings", data=DEEDS["findings"]).status_code == 303
    assert desk.post(f"{BASE}/{made}/appraise").status_code == 303
    assert desk.post(f"{BASE}/{made}/appraise").status_code == 409
    assert desk.post(f"{BASE}/{made}/withdraw_appraisal").status_code == 303
    assert desk.post(f"{BASE}/{made}/withdraw_appraisal").status_code == 409


def test_what_is_missing_is_named_before_the_appraisal(
    desk: FlaskClient, city: Place, clerk: Actor, lead: Unit
) -> None:
    made = project(clerk, city, lead).id
    desk.post(f"{BASE}/{made}/findings", data={**DEEDS["findings"], "check_debt": "yes"})
    page = desk.get(f"{BASE}/{made}").text
    assert "还缺" in page
    assert "可能引发政府债务风险" in page
    assert f"{BASE}/{made}/appraise" not in page


def test_an_answer_that_does_not_exist_is_refused(
    desk: FlaskClient, city: Place, clerk: Actor, lead: Unit
) -> None:
    made = project(clerk, city, lead).id
    answer = desk.post(f"{BASE}/{made}/findings", data={**DEEDS["findings"], "check_debt": "perhaps"})
    assert answer.status_code == 422


def test_shelving_and_reviving(desk: FlaskClient, city: Place, clerk: Actor, lead: Unit) -> None:
    made = project(clerk, city, lead).id
    assert desk.post(f"{BASE}/{made}/shelve", data={"reason": ""}).status_code == 422
    assert desk.post(f"{BASE}/{made}/revive").status_code == 409
    assert desk.post(f"{BASE}/{made}/shelve", data=DEEDS["shelve"]).status_code == 303
    assert "资金还没有落实。" in desk.get(f"{BASE}/{made}").text
    assert desk.post(f"{BASE}/{made}/revive").status_code == 303
    assert db.session.get_one(Project, made).state is ProjectState.FORMED


def test_sub_items_have_a_unit_and_a_place_and_who_benefits_is_reckoned_by_group(
    desk: FlaskClient, city: Place, clerk: Actor, lead: Unit
) -> None:
    made, other = project(clerk, city, lead), unit(city, "市水利局")
    page = html.fromstring(desk.get(f"{BASE}/{made.id}/dossier").data)
    typed = {field.get("name"): field.value for field in page.forms[-1].inputs if field.get("name")}
    typed = {name: value for name, value in typed.items() if value is not None and name != "multi_year"}
    rows_ = {
        "parts-0-place": "云中河",
        "parts-0-unit_id": str(other.id),
        "beneficiaries": "9600",
        "groups-0-title": "12 个小区的住户",
        "groups-0-people": "9700",
        "groups-0-reckoning": "户籍人口",
    }
    for wrong, sentence in (
        ({"groups-0-reckoning": ""}, "要一起填"),
        ({"groups-0-people": "9000"}, "受益人口不能多于"),
        ({"beneficiaries": ""}, "请同时填写受益人口"),
        ({"parts-1-place": "没有名字"}, "请填写子项目的名称"),
        ({"parts-0-unit_id": "99999"}, ""),
    ):
        refused = desk.post(f"{BASE}/{made.id}/dossier", data=typed | rows_ | wrong)
        assert refused.status_code == 422
        assert sentence in refused.text
        assert "云中河" in refused.text
    assert desk.post(f"{BASE}/{made.id}/dossier", data=typed | rows_).status_code == 303
    found = dossier_of(db.session.get_one(Project, made.id))
    assert [(one.place, one.unit_id) for one in found.parts] == [("云中河", other.id)]
    assert [(one.title, one.people, one.reckoning) for one in found.groups] == [
        ("12 个小区的住户", 9700, "户籍人口")
    ]
    said = desk.get(f"{BASE}/{made.id}").text
    assert all(words in said for words in ("云中河", "市水利局", "户籍人口"))
    versions = desk.get(f"{BASE}/{made.id}/versions").text
    assert "管网改造 12 处（云中河，市水利局）" in versions
    assert "12 个小区的住户 9700 人（户籍人口）" in versions
    again = html.fromstring(desk.get(f"{BASE}/{made.id}/dossier").data).forms[-1]
    assert again.fields["parts-0-unit_id"] == str(other.id)
