"""The members of the presidium are set on one page, all at once."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import account, deputies, place, sign_in
from voting.audit.models import Entry
from voting.congress.term.models import Deputy
from voting.core.db import db, transaction
from voting.people.rules import Level, Place, Role

pytestmark = pytest.mark.database


def members() -> list[str]:
    db.session.rollback()
    asked = select(Deputy.number).where(Deputy.presidium.is_(True))
    return list(db.session.scalars(asked.order_by(Deputy.number)))


def test_several_members_are_set_in_one_deed(client: FlaskClient, city: Place) -> None:
    rows = deputies(city, 5)
    url = f"/j/140900/congress/terms/{rows[0].term_id}/presidium"
    sign_in(client, account(city, Role.STAFF))
    assert url in client.get(f"/j/140900/congress/terms/{rows[0].term_id}").text
    assert rows[4].name in client.get(url).text
    assert client.post(url, data={"members": [str(row.id) for row in rows[:3]]}).status_code == 303
    assert members() == ["001", "002", "003"]
    assert client.get(url).text.count(" checked") == 3
    assert client.post(url, data={"members": [str(rows[2].id)]}).status_code == 303
    assert members() == ["003"]
    assert client.post(url, data={"members": [str(rows[2].id)]}).status_code == 303
    lines = db.session.scalars(select(Entry.facts).where(Entry.event == "congress:presidium:set")).all()
    assert [line["left"] for line in lines] == [[], ["001", "002"]]


def test_who_is_not_in_office_or_of_another_term_is_refused_and_nothing_changes(
    client: FlaskClient, city: Place, county: Place
) -> None:
    rows, others = deputies(city, 3), deputies(county, 1)
    with transaction():
        db.session.get_one(Deputy, rows[0].id).in_office = False
    url = f"/j/140900/congress/terms/{rows[0].term_id}/presidium"
    sign_in(client, account(city, Role.STAFF))
    for wrong in (rows[0].id, others[0].id, "x"):
        assert client.post(url, data={"members": [str(rows[1].id), str(wrong)]}).status_code == 422
    assert members() == []


@pytest.mark.parametrize("role", [Role.CHAIR, Role.DEPUTY, Role.TELLER])
def test_only_the_office_sets_them(client: FlaskClient, city: Place, role: Role) -> None:
    rows = deputies(city, 1)
    sign_in(client, account(city, role))
    url = f"/j/140900/congress/terms/{rows[0].term_id}/presidium"
    assert client.post(url, data={"members": [str(rows[0].id)]}).status_code == 403
    assert members() == []


def test_the_page_names_the_law_of_its_level(client: FlaskClient, city: Place) -> None:
    town = place(code="140921100", name="秀容镇", level=Level.TOWNSHIP, under=city)
    for at, article in ((city, "第十七条"), (town, "第十九条")):
        row = deputies(at, 1)[0]
        sign_in(client, account(at, Role.STAFF))
        page = client.get(f"/j/{at.code}/congress/terms/{row.term_id}/presidium").text
        assert f"《地方组织法》{article}" in page
