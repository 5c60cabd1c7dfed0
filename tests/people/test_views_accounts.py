import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import account, deputies, sign_in
from voting.audit.models import Entry
from voting.core.db import db
from voting.people.models import Account, Grant
from voting.people.rules import FROM_ABOVE, Actor, Place, Role


def test_staff_open_an_account_with_a_first_password(client: FlaskClient, city: Place) -> None:
    sign_in(client, account(city, Role.STAFF))
    form = {"login": "teller1", "name": "计票人001", "roles": ["teller"]}
    assert client.post("/j/140900/accounts/", data=form).status_code == 303
    found = re.search(r"[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}", client.get("/j/140900/accounts/").text)
    assert found is not None
    other = client.application.test_client()
    assert other.post("/sign-in", data={"login": "teller1", "password": found[0]}).status_code == 303
    assert other.get("/account").headers["Location"].endswith("/account/secret")


def test_a_taken_login_is_refused_and_the_form_keeps_what_was_typed(client: FlaskClient, city: Place) -> None:
    sign_in(client, account(city, Role.STAFF, login="clerk"))
    answer = client.post("/j/140900/accounts/", data={"login": "clerk", "name": "某单位", "roles": ["unit"]})
    assert answer.status_code == 422
    assert "某单位" in answer.text


def opens(client: FlaskClient, *roles: Role) -> int:
    form = {"login": "made", "name": "某", "roles": [role.value for role in roles]}
    return client.post("/j/140900/accounts/", data=form).status_code


@pytest.mark.parametrize("role", sorted(FROM_ABOVE))
def test_staff_give_no_role_that_reaches_beyond_their_congress(
    client: FlaskClient, city: Place, role: Role
) -> None:
    sign_in(client, account(city, Role.STAFF, Role.SECRETARIAT, Role.OVERSIGHT, Role.AUDITOR))
    before = db.session.query(Grant).count()
    assert opens(client, role) == 403
    assert opens(client, Role.TELLER, role) == 403
    assert db.session.query(Grant).count() == before
    assert opens(client, Role.TELLER) == 303


@pytest.mark.parametrize("role", sorted(FROM_ABOVE))
def test_a_platform_administrator_gives_them(client: FlaskClient, city: Place, role: Role) -> None:
    sign_in(client, account(city, Role.PLATFORM_ADMIN))
    assert opens(client, role) == 303
    made = db.session.scalars(select(Account.id).where(Account.login == "made")).one()
    assert db.session.get(Grant, (made, role)) is not None


def test_the_page_offers_the_roles_that_one_may_give(client: FlaskClient, city: Place) -> None:
    def offered(actor: Actor) -> set[str]:
        page = sign_in(client, actor).get("/j/140900/accounts/").text
        return set(re.findall(r'name="roles"[^>]*value="(\w+)"', page))

    everything = {role.value for role in Role if role is not Role.DEPUTY}
    assert offered(account(city, Role.PLATFORM_ADMIN)) == everything
    assert offered(account(city, Role.STAFF)) == everything - {role.value for role in FROM_ABOVE}


@pytest.mark.parametrize("role", sorted(FROM_ABOVE))
@pytest.mark.parametrize("deed", ["reset", "close"])
def test_staff_do_not_take_over_an_account_that_reaches_beyond_their_congress(
    client: FlaskClient, city: Place, deed: str, role: Role
) -> None:
    target = account(city, Role.TELLER, role)
    path = f"/j/140900/accounts/{target.account_id}/{deed}"
    secret = db.session.get_one(Account, target.account_id).secret
    sign_in(client, account(city, Role.STAFF))
    assert path not in client.get("/j/140900/accounts/").text
    assert client.post(path).status_code == 403
    kept = db.session.get_one(Account, target.account_id)
    assert (kept.secret, kept.closed) == (secret, False)
    sign_in(client, account(city, Role.PLATFORM_ADMIN))
    assert path in client.get("/j/140900/accounts/").text
    assert client.post(path).status_code == 303


def test_the_wrong_role_and_a_neighbour_are_refused(client: FlaskClient, city: Place, county: Place) -> None:
    sign_in(client, account(city, Role.UNIT))
    assert client.get("/j/140900/accounts/").status_code == 403
    sign_in(client, account(county, Role.STAFF))
    assert client.get("/j/140900/accounts/").status_code == 404


def test_another_places_account_cannot_be_closed(client: FlaskClient, city: Place, county: Place) -> None:
    target = account(city, Role.UNIT)
    sign_in(client, account(county, Role.STAFF))
    assert client.post(f"/j/140921/accounts/{target.account_id}/close").status_code == 404
    assert not db.session.get_one(Account, target.account_id).closed


def test_a_deputys_account_is_not_reset_here(client: FlaskClient, city: Place) -> None:
    deputy = deputies(city, 1)[0]
    target = db.session.scalars(select(Account).where(Account.deputy_id == deputy.id)).one()
    sign_in(client, account(city, Role.STAFF))
    assert client.post(f"/j/140900/accounts/{target.id}/reset").status_code == 404


def test_closing_an_account_ends_its_sessions(client: FlaskClient, city: Place) -> None:
    target = account(city, Role.UNIT)
    other = sign_in(client.application.test_client(), target)
    sign_in(client, account(city, Role.STAFF))
    assert client.post(f"/j/140900/accounts/{target.account_id}/close").status_code == 303
    assert other.get("/account").status_code == 303


def test_resetting_an_account_ends_its_sessions(client: FlaskClient, city: Place) -> None:
    target = account(city, Role.UNIT)
    other = sign_in(client.application.test_client(), target)
    sign_in(client, account(city, Role.STAFF))
    assert client.post(f"/j/140900/accounts/{target.account_id}/reset").status_code == 303
    assert other.get("/account").headers["Location"].startswith("/sign-in")


def test_nobody_closes_his_own_account(client: FlaskClient, city: Place) -> None:
    actor = account(city, Role.STAFF)
    sign_in(client, actor)
    assert client.post(f"/j/140900/accounts/{actor.account_id}/close").status_code == 422


def held(account_id: int | None) -> set[Role]:
    return set(db.session.scalars(select(Grant.role).where(Grant.account_id == account_id)))


def test_an_account_gets_other_roles_and_several_at_once(client: FlaskClient, city: Place) -> None:
    target = account(city, Role.UNIT)
    url = f"/j/140900/accounts/{target.account_id}/roles"
    sign_in(client, account(city, Role.STAFF))
    assert url in client.get("/j/140900/accounts/").text
    assert client.post(url, data={"roles": ["teller", "secretariat"]}).status_code == 303
    assert held(target.account_id) == {Role.TELLER, Role.SECRETARIAT}
    other = sign_in(client.application.test_client(), target)
    assert other.get("/j/140900/accounts/").status_code == 403
    line = db.session.scalars(select(Entry.facts).where(Entry.event == "people:account:roles_changed")).one()
    assert (line["before"], line["after"]) == (["unit"], ["secretariat", "teller"])
    page = client.get(url).text
    assert len(re.findall(r"<input[^>]*\bchecked\b", page)) == 2


def test_roles_that_are_not_given_here_are_refused(client: FlaskClient, city: Place, county: Place) -> None:
    actor, target = account(city, Role.STAFF), account(city, Role.UNIT)
    url = "/j/140900/accounts/{}/roles".format
    sign_in(client, actor)
    assert client.post(url(target.account_id), data={"roles": ["platform_admin"]}).status_code == 403
    assert client.post(url(target.account_id), data={"roles": ["deputy"]}).status_code == 422
    none = client.post(url(target.account_id), data={})
    assert (none.status_code, "请至少选一种身份" in none.text) == (422, True)
    own = client.post(url(actor.account_id), data={"roles": ["chair"]})
    assert (own.status_code, "不能改动自己的身份" in own.text) == (422, True)
    admin = account(city, Role.PLATFORM_ADMIN)
    assert client.post(url(admin.account_id), data={"roles": ["unit"]}).status_code == 403
    sign_in(client, account(county, Role.STAFF))
    assert client.get(f"/j/140921/accounts/{target.account_id}/roles").status_code == 404
    assert (
        client.post(f"/j/140921/accounts/{target.account_id}/roles", data={"roles": ["unit"]}).status_code
        == 404
    )
    assert (held(target.account_id), held(actor.account_id)) == ({Role.UNIT}, {Role.STAFF})
