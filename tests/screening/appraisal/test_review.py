from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import rows
from tests.factories import account, sign_in
from tests.screening.factories import good_conclusions, project
from voting.congress.place.models import Unit
from voting.core.clock import today
from voting.core.db import db, transaction
from voting.core.errors import NotAllowed, RuleBroken
from voting.people.rules import Actor, Place, Role
from voting.screening.appraisal import actions
from voting.screening.appraisal.facts import conclusions_of
from voting.screening.appraisal.queries import to_dos
from voting.screening.appraisal.rules import ReviewKind
from voting.screening.dossier.actions import revise
from voting.screening.dossier.facts import dossier_of, project_of

BASE = "/j/140900/screening/projects"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def made(city: Place, clerk: Actor, lead: Unit) -> int:
    return project(clerk, city, lead).id


def said(**changes: object) -> dict[str, object]:
    good: dict[str, object] = {
        "passed": "yes",
        "opinion": "属于本级事权。",
        "document": "合审〔2026〕3号",
        "reviewed_on": today().isoformat(),
    }
    return {**good, **changes}


def test_a_reviewer_records_his_opinion_with_its_document(
    client: FlaskClient, desk: FlaskClient, city: Place, made: int
) -> None:
    lawyer = account(city, Role.LEGAL_REVIEWER)
    me = sign_in(client.application.test_client(), lawyer)
    url = f"{BASE}/{made}/legality"
    assert "审查结论" in me.get(url).text
    file = (BytesIO(PDF), "意见.pdf")
    assert me.post(url, data=said(file=file)).status_code == 303
    page = desk.get(f"{BASE}/{made}").text
    assert lawyer.name in page
    assert "合审〔2026〕3号" in page
    assert desk.get(f"{url}/document").data == PDF
    assert me.post(url, data=said(passed="no", opinion="程序不完备。")).status_code == 303
    assert desk.get(f"{url}/document").data == PDF
    found = conclusions_of(made)
    assert found is not None
    assert (found.lawful, found.legality, found.affordable) == (False, "程序不完备。", False)


def test_each_reviewer_has_his_own_review_and_the_office_none_where_there_is_a_reviewer(
    client: FlaskClient, desk: FlaskClient, city: Place, made: int
) -> None:
    lawyer, banker = account(city, Role.LEGAL_REVIEWER), account(city, Role.FINANCE_REVIEWER)
    for who, path in ((lawyer, "affordability"), (banker, "legality")):
        other = sign_in(client.application.test_client(), who)
        assert other.post(f"{BASE}/{made}/{path}", data=said()).status_code == 403
    assert desk.post(f"{BASE}/{made}/legality", data=said()).status_code == 403
    assert "审查结论" not in desk.get(f"{BASE}/{made}/legality").text
    assert 'name="lawful"' not in desk.get(f"{BASE}/{made}/findings").text
    assert rows("SELECT count(*) FROM screening_review") == [(0,)]


def test_the_office_cannot_overwrite_what_a_reviewer_found(city: Place, clerk: Actor, made: int) -> None:
    lawyer = account(city, Role.LEGAL_REVIEWER)
    where: dict[str, Any] = {"jurisdiction_id": city.id, "project_id": made}
    new = actions.NewReview(
        kind=ReviewKind.LEGALITY,
        passed=False,
        opinion="违反上位法。",
        document="合审1号",
        reviewed_on=today(),
    )
    with transaction():
        actions.record_review(lawyer, **where, new=new)
        actions.record_findings(clerk, **where, conclusions=good_conclusions())
    found = conclusions_of(made)
    assert found is not None
    assert (found.lawful, found.legality, found.affordable) == (False, "违反上位法。", True)
    with pytest.raises(NotAllowed), transaction():
        actions.record_review(clerk, **where, new=replace(new, passed=True))


def test_where_there_is_no_reviewer_the_office_enters_the_review(desk: FlaskClient, made: int) -> None:
    assert desk.post(f"{BASE}/{made}/affordability", data=said()).status_code == 303
    assert 'name="lawful"' in desk.get(f"{BASE}/{made}/findings").text


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"passed": ""}, "请选择审查结论"),
        ({"opinion": "  "}, "请填写审查意见"),
        ({"document": ""}, "请填写审查文件的文号或者名称"),
        ({"reviewed_on": "2999-01-01"}, "不能晚于今天"),
        ({"file": (BytesIO(b"<svg onload=alert(1)>"), "意见.pdf")}, "这不是 PDF 文件"),
        ({"file": (BytesIO(PDF[:12]), "意见.pdf")}, "这不是 PDF 文件"),
        ({"file": (BytesIO(PDF + b" " * (10 * 1024 * 1024)), "意见.pdf")}, "文件太大：每个不超过"),
    ],
    ids=["verdict", "opinion", "document", "day", "svg", "cut off", "large"],
)
def test_a_wrong_review_is_told_and_nothing_is_kept(
    desk: FlaskClient, made: int, wrong: dict[str, object], told: str
) -> None:
    answer = desk.post(f"{BASE}/{made}/legality", data=said(**wrong))
    assert answer.status_code == 422
    assert told in answer.text
    assert rows("SELECT count(*) FROM screening_review") == [(0,)]


def test_a_document_that_there_is_not_is_not_found(desk: FlaskClient, made: int) -> None:
    assert desk.get(f"{BASE}/{made}/legality/document").status_code == 404


def test_a_review_is_asked_for_again_when_the_money_changes_after_it(
    client: FlaskClient, desk: FlaskClient, city: Place, clerk: Actor, made: int
) -> None:
    """Reviews stayed as passed whatever became of the money."""
    lawyer, banker = account(city, Role.LEGAL_REVIEWER), account(city, Role.FINANCE_REVIEWER)
    where: dict[str, Any] = {"jurisdiction_id": city.id, "project_id": made}
    with transaction():
        actions.record_findings(clerk, **where, conclusions=good_conclusions())
    for who, path in ((lawyer, "legality"), (banker, "affordability")):
        me = sign_in(client.application.test_client(), who)
        assert me.post(f"{BASE}/{made}/{path}", data=said()).status_code == 303
    assert to_dos(city, clerk) == []
    assert "依据第 1 版" in desk.get(f"{BASE}/{made}").text
    for changes, waits in (
        ({"background": "改一个字"}, 0),
        ({"own_fen": 31_000_000_00, "upper_fen": 17_000_000_00}, 2),
    ):
        with transaction():
            text = replace(dossier_of(project_of(city.id, made)), **changes)
            revise(clerk, **where, dossier=text)
        assert len(to_dos(city, clerk)) == waits
    with pytest.raises(RuleBroken, match="重新"), transaction():
        actions.appraise(clerk, **where)
    db.session.rollback()
    assert "资金在合法性审查以后改过" in desk.get(f"{BASE}/{made}").text
    for who, path in ((lawyer, "legality"), (banker, "affordability")):
        me = sign_in(client.application.test_client(), who)
        assert "以后改过" in me.get(f"{BASE}/{made}/{path}").text
        assert me.post(f"{BASE}/{made}/{path}", data=said()).status_code == 303
    assert to_dos(city, clerk) == []
    with transaction():
        actions.appraise(clerk, **where)
    assert "以后改过" not in desk.get(f"{BASE}/{made}").text
