"""The places below: what each lacks, to its administrator alone."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.factories import account, deputies, meeting, place, sign_in, term
from tests.queries_counted import counted
from voting.congress.pages.below.queries import below_page
from voting.congress.rule_set.models import RuleSet
from voting.congress.term.models import Term
from voting.core.clock import today
from voting.core.db import db, transaction
from voting.people.rules import Level, Place, Role

pytestmark = pytest.mark.database

BELOW = "/j/140900/congress/below"


def complete(at: Place) -> None:
    account(at, Role.STAFF)
    rows = deputies(at, 1)
    year = today().year
    meeting(at, in_term=db.session.get_one(Term, rows[0].term_id), year=year)
    with transaction():
        db.session.get_one(Term, rows[0].term_id).ends_on = today().replace(year=year + 1, day=1)
        db.session.add(RuleSet(jurisdiction_id=at.id, year=year, values={}))


def test_it_says_what_each_place_lacks(client: FlaskClient, city: Place, county: Place) -> None:
    township = place(code="140921100", name="晋昌镇", level=Level.TOWNSHIP, under=county)
    complete(county)
    page = below_page(city)
    (line,) = page.lines
    assert (line.place.code, line.ready, line.below, line.unready) == ("140921", True, 1, 1)
    assert not page.own.account
    (line,) = below_page(county).lines
    assert (line.place.id, line.account, line.roster, line.rules, line.meeting) == (
        township.id, False, False, False, False,
    )  # fmt: skip
    assert below_page(city, only=True).lines == ()
    assert below_page(city, "没有").lines == ()


def test_what_is_over_counts_no_more(city: Place, county: Place) -> None:
    account(county, Role.DEPUTY)
    row = term(county)
    meeting(county, in_term=row, year=2020)
    meeting(county, in_term=row, year=2090, rehearsal=True)
    (line,) = below_page(city).lines
    assert (line.account, line.roster, line.rules, line.meeting) == (False, False, False, False)


def test_the_administrator_goes_down_and_opens_accounts_without_an_address(
    client: FlaskClient, city: Place, county: Place
) -> None:
    place(code="140921100", name="晋昌镇", level=Level.TOWNSHIP, under=county)
    sign_in(client, account(city, Role.PLATFORM_ADMIN))
    assert BELOW in client.get("/account").text
    page = client.get(BELOW).text
    assert "1 个，其中 1 个未备齐" in page
    down = re.search(r'href="(/j/140921/congress/below)"', page)
    assert down is not None
    township = client.get(down[1]).text
    door = re.search(r'href="(/j/140921100/accounts/)#new"', township)
    assert door is not None
    assert "给人大办公室开第一个账号" in client.get(door[1]).text


def test_others_do_not_see_it(client: FlaskClient, city: Place, county: Place) -> None:
    for role in set(Role) - {Role.PLATFORM_ADMIN}:
        sign_in(client, account(city, role))
        assert client.get(BELOW).status_code == 403, role
    sign_in(client, account(county, Role.PLATFORM_ADMIN))
    assert client.get(BELOW).status_code == 404
    assert client.get("/j/140921/congress/below").status_code == 200


def test_it_asks_as_much_for_many_places_as_for_one(client: FlaskClient, city: Place, county: Place) -> None:
    def asked() -> int:
        with counted() as sent:
            below_page(city)
        return len(sent)

    one = asked()
    for number in range(9):
        place(code=f"14092{number + 2}", name=f"县{number}", level=Level.COUNTY, under=city)
    assert asked() == one
