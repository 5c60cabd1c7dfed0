from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.conftest import rows
from tests.factories import account, sign_in, unit
from tests.screening.factories import project
from voting.congress.place.models import Unit
from voting.core.clock import today
from voting.core.db import db, transaction
from voting.people.rules import Actor, Place, Role
from voting.screening.commission import actions
from voting.screening.dossier.models import Project

BASE = "/j/140900/screening"


@pytest.fixture
def made(city: Place, clerk: Actor, lead: Unit) -> int:
    return project(clerk, city, lead, title="老旧小区改造").id


@pytest.fixture
def writer(client: FlaskClient, city: Place, lead: Unit) -> FlaskClient:
    return sign_in(client.application.test_client(), account(city, Role.UNIT, unit=lead))


def asked(clerk: Actor, city: Place, made: int, lead: Unit) -> None:
    with transaction():
        new = actions.NewCommission(unit_id=lead.id, due_on=today() + timedelta(5), note="请写清管网长度")
        actions.ask(clerk, jurisdiction_id=city.id, project_id=made, new=new)


def filled(writer: FlaskClient, made: int, **changes: str) -> dict[str, str]:
    page = html.fromstring(writer.get(f"{BASE}/projects/{made}/dossier").data)
    form = next(one for one in page.forms if one.method == "POST" and "title" in one.fields)
    return {**dict(form.form_values()), **changes}


def test_the_lead_unit_fills_the_dossier_it_is_asked_for_and_hands_it_in(  # noqa: PLR0917  who takes part
    desk: FlaskClient, city: Place, clerk: Actor, lead: Unit, made: int, writer: FlaskClient
) -> None:
    url = f"{BASE}/projects/{made}"
    assert writer.get(f"{url}/dossier").status_code == 403
    due = (today() + timedelta(5)).isoformat()
    ask = {"unit_id": str(lead.id), "due_on": due, "note": "请写清管网长度"}
    assert desk.post(f"{url}/ask", data=ask).status_code == 303
    assert "请写清管网长度" in writer.get(f"{BASE}/asked").text
    form = filled(writer, made, content="更换管网 12 公里。")
    assert writer.post(f"{url}/dossier", data=form).headers["Location"].endswith("/screening/asked")
    assert writer.post(f"{url}/hand-in").status_code == 303
    assert writer.get(f"{url}/dossier").status_code == 409
    assert writer.post(f"{url}/dossier", data=form).status_code == 409
    assert desk.get(f"{url}/return").status_code == 200
    assert desk.post(f"{url}/return", data={"reason": "年度目标写得不清楚"}).status_code == 303
    assert "年度目标写得不清楚" in writer.get(f"{BASE}/asked").text
    assert writer.post(f"{url}/hand-in").status_code == 303
    assert "收下" in desk.get(url).text
    assert desk.post(f"{url}/accept_text").status_code == 303
    assert rows("SELECT state FROM screening_commission") == [("accepted",)]
    db.session.expire_all()
    assert db.session.get_one(Project, made).content == "更换管网 12 公里。"
    assert city.code == "140900"


def test_another_unit_and_another_project_stay_closed(  # noqa: PLR0917  who takes part
    client: FlaskClient, city: Place, clerk: Actor, lead: Unit, made: int, writer: FlaskClient
) -> None:
    asked(clerk, city, made, lead)
    other = project(clerk, city, lead).id
    assert writer.get(f"{BASE}/projects/{other}/dossier").status_code == 403
    assert writer.post(f"{BASE}/projects/{other}/hand-in").status_code == 404
    assert writer.get(f"{BASE}/projects/{made}").status_code == 403
    stranger = sign_in(client, account(city, Role.UNIT, unit=unit(city, "市水利局")))
    assert stranger.get(f"{BASE}/projects/{made}/dossier").status_code == 403
    assert stranger.post(f"{BASE}/projects/{made}/hand-in").status_code == 403
    assert "老旧小区改造" not in stranger.get(f"{BASE}/asked").text


def test_the_unit_names_no_other_unit(
    city: Place, clerk: Actor, lead: Unit, made: int, writer: FlaskClient
) -> None:
    asked(clerk, city, made, lead)
    other = unit(city, "市水利局").id
    form = filled(writer, made, lead_unit_id=str(other))
    assert writer.post(f"{BASE}/projects/{made}/dossier", data=form).status_code == 422


def test_an_unfinished_text_is_not_handed_in(
    city: Place, clerk: Actor, lead: Unit, made: int, writer: FlaskClient
) -> None:
    asked(clerk, city, made, lead)
    with transaction():
        db.session.get_one(Project, made).content = ""
    page = writer.get(f"{BASE}/asked").text
    assert "建设内容" in page
    assert "hand-in" not in page
    assert writer.post(f"{BASE}/projects/{made}/hand-in").status_code == 422


@pytest.mark.parametrize("wrong", [{"due_on": "2020-01-01"}, {"due_on": ""}, {"unit_id": "999"}], ids=str)
def test_a_wrong_request_is_told_and_kept(
    desk: FlaskClient, lead: Unit, made: int, wrong: dict[str, str]
) -> None:
    ask = {"unit_id": str(lead.id), "due_on": today().isoformat(), "note": "请写清管网长度", **wrong}
    answer = desk.post(f"{BASE}/projects/{made}/ask", data=ask)
    assert answer.status_code == 422
    assert "请写清管网长度" in answer.text


def test_what_is_withdrawn_is_gone_from_the_units_list(  # noqa: PLR0917  who takes part
    desk: FlaskClient, city: Place, clerk: Actor, lead: Unit, made: int, writer: FlaskClient
) -> None:
    asked(clerk, city, made, lead)
    assert desk.post(f"{BASE}/projects/{made}/withdraw").status_code == 303
    assert "老旧小区改造" not in writer.get(f"{BASE}/asked").text
    assert writer.get(f"{BASE}/projects/{made}/dossier").status_code == 409
    assert desk.post(f"{BASE}/projects/{made}/accept_text").status_code == 409


def test_an_appraised_project_is_asked_of_nobody(
    desk: FlaskClient, city: Place, clerk: Actor, lead: Unit
) -> None:
    made = project(clerk, city, lead, appraised=True).id
    ask = {"unit_id": str(lead.id), "due_on": today().isoformat()}
    assert desk.post(f"{BASE}/projects/{made}/ask", data=ask).status_code == 409
