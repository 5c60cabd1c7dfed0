"""Versions of a dossier: what was saved, by whom, what differs, which body approved it; and money that adds up."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from tests.factories import account, sign_in, unit
from tests.screening.factories import project, staff
from voting.congress.place.models import Unit
from voting.core.db import db, transaction
from voting.people.rules import Actor, Place, Role
from voting.screening.dossier.actions import revise
from voting.screening.dossier.facts import dossier_of, versions_of
from voting.screening.dossier.models import Project

BASE = "/j/140900/screening/projects"


def test_every_save_that_changes_something_is_a_version(
    desk: FlaskClient, city: Place, clerk: Actor, lead: Unit
) -> None:
    made = project(clerk, city, lead)
    for place in ("忻府区", "云中河北岸"):
        with transaction():
            row = db.session.get_one(Project, made.id)
            text = replace(dossier_of(row), place=place)
            revise(clerk, jurisdiction_id=city.id, project_id=row.id, dossier=text)
    assert [row.number for row in versions_of(db.session.get_one(Project, made.id))] == [1, 2]
    page = desk.get(f"{BASE}/{made.id}/versions").text
    assert "第 2 版" in page
    assert "云中河北岸" in page
    assert clerk.name in page
    assert "/versions" in desk.get(f"{BASE}/{made.id}").text


def test_versions_are_for_who_reads_dossiers(
    client: FlaskClient, city: Place, county: Place, clerk: Actor, lead: Unit
) -> None:
    made = project(clerk, city, lead).id
    theirs = project(staff(county), county, unit(county, "县教育局")).id
    assert sign_in(client, account(city, Role.DEPUTY)).get(f"{BASE}/{made}/versions").status_code == 403
    assert sign_in(client, clerk).get(f"{BASE}/{theirs}/versions").status_code == 404


@pytest.mark.parametrize(
    ("money", "sentence"),
    [
        ({"total_fen": "96.5", "planned_fen": "200"}, "年度计划投资不能多于总投资。"),
        ({"planned_fen": "100", "own_fen": "60", "upper_fen": "30"}, "合计要等于年度计划投资。"),
        ({"own_fen": "60"}, "请同时填写年度计划投资。"),
    ],
    ids=str,
)
def test_money_that_does_not_add_up_is_told_at_its_field(  # noqa: PLR0917  what is refused
    desk: FlaskClient, city: Place, clerk: Actor, lead: Unit, money: dict[str, str], sentence: str
) -> None:
    """96.5 of a total of 96.5 could be made 200 without a word."""
    made = project(clerk, city, lead)
    before = dossier_of(db.session.get_one(Project, made.id))
    form = {"title": "老旧小区改造", "field": "housing", "lead_unit_id": "0", "place": "河畔某处", **money}
    answer = desk.post(f"{BASE}/{made.id}/dossier", data=form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "河畔某处" in answer.text
    db.session.expire_all()
    assert dossier_of(db.session.get_one(Project, made.id)) == before
