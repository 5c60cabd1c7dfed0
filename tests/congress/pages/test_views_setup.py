"""The set-up pages: does it, refuses the wrong person, refuses the neighbour's."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import account, deputies, meeting, sign_in, term, unit
from voting.audit.models import Entry
from voting.congress.ballot_rules.table import RULES
from voting.congress.place.models import Unit
from voting.congress.rule_set.facts import rule_set
from voting.congress.rule_set.models import RuleSet
from voting.congress.term.models import Delegation, Deputy, Term
from voting.core.db import db, transaction
from voting.people.rules import Place, Role

TERM = {"number": "5", "starts_on": "2022-02-01", "ends_on": "2027-01-31"}


def staff(client: FlaskClient, at: Place) -> FlaskClient:
    return sign_in(client, account(at, Role.STAFF))


def test_the_overview_says_what_to_do_first(client: FlaskClient, city: Place) -> None:
    page = staff(client, city).get("/j/140900/congress/")
    assert page.status_code == 200
    assert "登记届次" in page.text


def test_a_term_is_opened(client: FlaskClient, city: Place) -> None:
    assert staff(client, city).post("/j/140900/congress/terms/new", data=TERM).status_code == 303
    assert db.session.scalars(select(Term.number)).all() == [5]


@pytest.mark.parametrize(
    "change",
    [
        {"number": "0"},
        {"number": ""},
        {"ends_on": "2021-01-01"},
        {"starts_on": "yesterday"},
        {"number": "x" * 500},
    ],
)
def test_a_bad_term_keeps_what_was_typed(client: FlaskClient, city: Place, change: dict[str, str]) -> None:
    answer = staff(client, city).post("/j/140900/congress/terms/new", data=TERM | change)
    assert answer.status_code == 422
    assert 'value="2022-02-01"' in answer.text or 'value="2027-01-31"' in answer.text
    assert db.session.scalars(select(Term.id)).all() == []


def test_a_term_is_opened_only_once(client: FlaskClient, city: Place) -> None:
    staff(client, city).post("/j/140900/congress/terms/new", data=TERM)
    answer = client.post("/j/140900/congress/terms/new", data=TERM)
    assert answer.status_code == 422
    assert "第 5 届已经登记" in answer.text


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.UNIT, Role.SCRUTINEER, Role.CHAIR])
def test_only_the_office_sets_up(client: FlaskClient, city: Place, role: Role) -> None:
    sign_in(client, account(city, role))
    assert client.get("/j/140900/congress/terms/new").status_code == 403
    assert client.post("/j/140900/congress/terms/new", data=TERM).status_code == 403


def test_a_neighbour_finds_nothing(client: FlaskClient, city: Place, county: Place) -> None:
    row = term(city)
    staff(client, county)
    assert client.get("/j/140900/congress/").status_code == 404
    assert client.get(f"/j/140921/congress/terms/{row.id}").status_code == 404
    assert (
        client.post(f"/j/140921/congress/terms/{row.id}/delegations", data={"names": "甲"}).status_code == 404
    )


def test_delegations_are_added_many_at_once_and_each_once(client: FlaskClient, city: Place) -> None:
    row = term(city)
    url = f"/j/140900/congress/terms/{row.id}/delegations"
    staff(client, city).post(url, data={"names": "忻府区\n定襄县\n\n忻府区"})
    client.post(url, data={"names": "定襄县\n五台县"})
    teams = select(Delegation.name).order_by(Delegation.ordinal)
    assert db.session.scalars(teams).all() == ["忻府区", "定襄县", "五台县"]
    assert client.post(url, data={"names": "  "}).status_code == 422


def order_of(term_id: int) -> list[str]:
    db.session.expire_all()
    asked = select(Delegation.name).where(Delegation.term_id == term_id).order_by(Delegation.ordinal)
    return list(db.session.scalars(asked))


def test_delegations_stand_in_the_order_chosen_on_every_page(client: FlaskClient, city: Place) -> None:
    row = term(city)
    staff(client, city).post(
        f"/j/140900/congress/terms/{row.id}/delegations", data={"names": "第二代表团\n第一代表团\n第三代表团"}
    )
    team = db.session.scalars(select(Delegation).where(Delegation.name == "第一代表团")).one()
    page = client.get(f"/j/140900/congress/terms/{row.id}").text
    assert page.index("第二代表团") < page.index("第一代表团")
    answer = client.post(f"/j/140900/congress/delegations/{team.id}/earlier")
    assert answer.headers["Location"].endswith(f"#team-{team.id}")
    assert order_of(row.id) == ["第一代表团", "第二代表团", "第三代表团"]
    page = client.get(f"/j/140900/congress/terms/{row.id}").text
    assert page.index("第一代表团") < page.index("第二代表团") < page.index("第三代表团")
    assert f"delegations/{team.id}/earlier" not in page
    line = db.session.scalars(select(Entry.facts).where(Entry.event == "congress:delegation:moved")).one()
    assert (line["delegation"], line["before"]) == ("第一代表团", "第二代表团")


def test_a_delegation_at_the_end_stays_and_a_neighbours_is_not_found(
    client: FlaskClient, city: Place, county: Place
) -> None:
    row = deputies(city, 3, delegations=3)[0]
    first = row.delegation_id
    assert staff(client, county).post(f"/j/140921/congress/delegations/{first}/later").status_code == 404
    staff(client, city)
    assert client.post(f"/j/140900/congress/delegations/{first}/earlier").status_code == 303
    assert order_of(row.term_id) == ["第1代表团", "第2代表团", "第3代表团"]
    for _ in range(3):
        client.post(f"/j/140900/congress/delegations/{first}/later")
    assert order_of(row.term_id) == ["第2代表团", "第3代表团", "第1代表团"]
    moves = db.session.scalars(select(Entry.id).where(Entry.event == "congress:delegation:moved")).all()
    assert len(moves) == 2


def drop(client: FlaskClient, moved: object, before: object, code: str = "140900") -> int:
    sent = {"moved": moved, "before": before}
    return client.post(f"/j/{code}/congress/delegations/place", data=sent).status_code


def test_a_delegation_is_dropped_in_front_of_another_or_at_the_end(client: FlaskClient, city: Place) -> None:
    rows = deputies(city, 4, delegations=4)
    one, two, three, four = (row.delegation_id for row in rows)
    staff(client, city)
    assert drop(client, four, one) == 303
    assert order_of(rows[0].term_id) == ["第4代表团", "第1代表团", "第2代表团", "第3代表团"]
    assert drop(client, one, "") == 303
    assert order_of(rows[0].term_id) == ["第4代表团", "第2代表团", "第3代表团", "第1代表团"]
    assert [drop(client, two, three), drop(client, two, two)] == [303, 303]
    lines = db.session.scalars(select(Entry.facts).where(Entry.event == "congress:delegation:moved")).all()
    told = [(line["delegation"], line["before"]) for line in lines]
    assert told == [("第4代表团", "第1代表团"), ("第1代表团", "")]


def test_a_delegation_is_dropped_by_the_office_alone_and_within_its_own_list(
    client: FlaskClient, city: Place, county: Place
) -> None:
    rows, foreign = deputies(city, 2, delegations=2), deputies(county, 1)[0]
    one, two = (row.delegation_id for row in rows)
    staff(client, county)
    assert drop(client, two, one, "140921") == 404
    staff(client, city)
    assert drop(client, two, foreign.delegation_id) == 404
    answer = client.post("/j/140900/congress/delegations/place", data={"moved": "x", "before": one})
    assert answer.status_code == 422
    assert "请再拖一次" in answer.text
    sign_in(client, account(city, Role.CHAIR))
    assert drop(client, two, one) == 403
    assert order_of(rows[0].term_id) == ["第1代表团", "第2代表团"]


def test_a_delegation_with_deputies_cannot_be_removed(client: FlaskClient, city: Place) -> None:
    rows = deputies(city, 1)
    staff(client, city)
    answer = client.post(f"/j/140900/congress/delegations/{rows[0].delegation_id}/remove")
    assert answer.status_code == 422
    assert "还有 1 名代表" in answer.text


def test_an_empty_delegation_is_removed_and_a_neighbours_is_not(
    client: FlaskClient, city: Place, county: Place
) -> None:
    row = term(city)
    with transaction():
        team = Delegation(jurisdiction_id=city.id, term_id=row.id, name="空团", ordinal=1)
        db.session.add(team)
    other = staff(client.application.test_client(), county)
    assert other.post(f"/j/140921/congress/delegations/{team.id}/remove").status_code == 404
    staff(client, city)
    assert client.post(f"/j/140900/congress/delegations/{team.id}/remove").status_code == 303
    assert db.session.scalars(select(Delegation.id)).all() == []


def test_deputies_are_found_by_initials_and_exported(client: FlaskClient, city: Place) -> None:
    rows = deputies(city, 3)
    staff(client, city)
    page = client.get(f"/j/140900/congress/terms/{rows[0].term_id}?q=db002")
    assert "代表002" in page.text
    assert "代表003" not in page.text
    sheet = client.get(f"/j/140900/congress/terms/{rows[0].term_id}/deputies.xlsx")
    assert sheet.data.startswith(b"PK")


def test_a_deputy_leaves_office(client: FlaskClient, city: Place, county: Place) -> None:
    row = deputies(city, 1)[0]
    staff(client, city)
    assert client.get(f"/j/140900/congress/deputies/{row.id}").status_code == 200
    form = {"delegation_id": str(row.delegation_id), "presidium": "y"}
    assert client.post(f"/j/140900/congress/deputies/{row.id}", data=form).status_code == 303
    db.session.expire_all()
    kept = db.session.get_one(Deputy, row.id)
    assert (kept.in_office, kept.presidium) == (False, True)
    assert staff(client, county).get(f"/j/140921/congress/deputies/{row.id}").status_code == 404


def test_a_deputy_cannot_join_a_delegation_that_is_not_offered(client: FlaskClient, city: Place) -> None:
    row = deputies(city, 1)[0]
    answer = staff(client, city).post(f"/j/140900/congress/deputies/{row.id}", data={"delegation_id": "999"})
    assert answer.status_code == 422


def test_units_are_listed_added_and_removed(client: FlaskClient, city: Place) -> None:
    staff(client, city).post("/j/140900/congress/units", data={"names": "市教育局\n市水利局\n市教育局"})
    rows = list(db.session.scalars(select(Unit).order_by(Unit.id)))
    assert [row.name for row in rows] == ["市教育局", "市水利局"]
    assert client.post(f"/j/140900/congress/units/{rows[0].id}/remove").status_code == 303
    assert "市教育局" not in client.get("/j/140900/congress/units").text
    assert client.post("/j/140900/congress/units", data={"names": "x" * 100}).status_code == 422


def test_a_unit_with_an_account_stays(client: FlaskClient, city: Place) -> None:
    row = unit(city)
    account(city, Role.UNIT, unit=row)
    assert staff(client, city).post(f"/j/140900/congress/units/{row.id}/remove").status_code == 422


def rules_form(**changes: str) -> dict[str, str]:
    form = {}
    for rule in RULES:
        value = rule.default
        form[f"rule_{rule.key}"] = "yes" if value is True else "no" if value is False else str(value)
    return form | {f"rule_{key}": value for key, value in changes.items()}


def test_every_rule_is_shown_with_its_default_and_its_source(client: FlaskClient, city: Place) -> None:
    page = staff(client, city).get("/j/140900/congress/rules/2026").text
    for rule in RULES:
        assert rule.label in page
        assert rule.source in page


def test_a_rule_set_keeps_only_what_differs_from_the_level(client: FlaskClient, township: Place) -> None:
    form = rules_form(seats="3", pass_base="present")
    answer = staff(client, township).post("/j/140921100/congress/rules/2026", data=form)
    assert answer.status_code == 303
    assert db.session.scalars(select(RuleSet)).one().values == {"seats": 3, "pass_base": "present"}
    assert rule_set(township, 2026).seats == 3


@pytest.mark.parametrize(
    "change",
    [{"seats": "0"}, {"seats": "many"}, {"kind": "roulette"}, {"key_holders": "4", "key_threshold": "2"}],
)
def test_a_bad_rule_is_refused_with_the_input_kept(
    client: FlaskClient, city: Place, change: dict[str, str]
) -> None:
    form = rules_form(surplus_warn_percent="17", **change)
    answer = staff(client, city).post("/j/140900/congress/rules/2026", data=form)
    assert answer.status_code == 422
    assert 'value="17"' in answer.text
    assert db.session.scalars(select(RuleSet.id)).all() == []


def test_rules_cannot_change_once_the_congress_adopted_them(client: FlaskClient, city: Place) -> None:
    row = meeting(city, in_term=term(city))
    with transaction():
        db.session.merge(row).state = type(row.state)("method_adopted")
    answer = staff(client, city).post("/j/140900/congress/rules/2026", data=rules_form(seats="9"))
    assert answer.status_code == 409


def test_a_year_out_of_range_is_no_page(client: FlaskClient, city: Place) -> None:
    assert staff(client, city).get("/j/140900/congress/rules/9999").status_code == 404


@pytest.mark.parametrize(
    ("starts", "ends"),
    [("2022-02-01", "2027-01-31"), ("2026-12-01", "2031-11-30"), ("2024-02-29", "2029-02-28")],
)
def test_a_term_without_an_end_is_given_five_years_and_told_so(
    client: FlaskClient, city: Place, starts: str, ends: str
) -> None:
    new = {"number": "5", "starts_on": starts, "ends_on": ""}
    answer = staff(client, city).post("/j/140900/congress/terms/new", data=new, follow_redirects=True)
    assert answer.status_code == 200
    assert f"届满日期按任期五年写为 {ends}" in answer.text
    assert db.session.scalars(select(Term.ends_on)).one().isoformat() == ends
