import re

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import account, deputies, sign_in, unit
from voting.audit.models import Entry
from voting.core.db import db
from voting.people.models import Account, Grant
from voting.people.rules import FROM_ABOVE, Actor, Place, Role


def test_staff_open_an_account_with_a_first_password(client: FlaskClient, city: Place) -> None:
    sign_in(client, account(city, Role.STAFF))
    form = {"login": "teller1", "name": "计票人001", "roles": ["teller"]}
    answer = client.post("/j/140900/accounts/", data=form)
    assert answer.status_code == 200
    found = re.search(r"[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}", answer.text)
    assert found is not None
    assert "只显示这一次" in answer.text
    assert found[0] not in client.get("/j/140900/accounts/").text
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
    assert opens(client, Role.TELLER) == 200


@pytest.mark.parametrize("role", sorted(FROM_ABOVE))
def test_a_platform_administrator_gives_them(client: FlaskClient, city: Place, role: Role) -> None:
    sign_in(client, account(city, Role.PLATFORM_ADMIN))
    assert opens(client, role) == 200
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
    assert client.post(path).status_code == {"reset": 200, "close": 303}[deed]


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
    assert client.post(f"/j/140900/accounts/{target.account_id}/reset").status_code == 200
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


def test_a_units_account_is_tied_to_its_unit_on_the_same_form(
    client: FlaskClient, city: Place, county: Place
) -> None:
    mine, theirs = unit(city), unit(county, "县教育局")
    sign_in(client, account(city, Role.STAFF))
    form = {"login": "jyj", "name": "经办人", "roles": ["unit"]}

    def refused(**more: object) -> str:
        answer = client.post("/j/140900/accounts/", data=form | more)
        assert answer.status_code == 422
        assert 'value="jyj"' in answer.text
        return answer.text

    assert "责任单位的账号须选明是哪个单位" in refused()
    assert "选了单位的，身份须包括责任单位" in refused(roles=["teller"], unit_id=str(mine.id))
    assert "县教育局" not in refused(unit_id=str(theirs.id))
    answer = client.post("/j/140900/accounts/", data=form | {"unit_id": str(mine.id)})
    assert answer.status_code == 200
    assert "市教育局" in answer.text
    made = db.session.scalars(select(Account).where(Account.login == "jyj")).one()
    assert made.unit_id == mine.id
    assert "市教育局" in client.get("/j/140900/accounts/").text


def test_a_unit_is_given_and_taken_with_the_role(client: FlaskClient, city: Place) -> None:
    mine, target = unit(city), account(city, Role.TELLER)
    url = f"/j/140900/accounts/{target.account_id}/roles"
    sign_in(client, account(city, Role.STAFF))
    without = client.post(url, data={"roles": ["unit"]})
    assert (without.status_code, "须选明是哪个单位" in without.text) == (422, True)
    assert client.post(url, data={"roles": ["unit", "teller"], "unit_id": str(mine.id)}).status_code == 303
    assert db.session.get_one(Account, target.account_id).unit_id == mine.id
    assert re.search(rf'<option selected value="{mine.id}">', client.get(url).text)
    assert client.post(url, data={"roles": ["teller"], "unit_id": "0"}).status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Account, target.account_id).unit_id is None


def test_the_page_of_roles_offers_what_one_may_give(client: FlaskClient, city: Place) -> None:
    target = account(city, Role.TELLER)
    url = f"/j/140900/accounts/{target.account_id}/roles"
    sign_in(client, account(city, Role.STAFF))
    assert "platform_admin" not in client.get(url).text
    sign_in(client, account(city, Role.PLATFORM_ADMIN))
    assert "platform_admin" in client.get(url).text


def test_an_administrator_opens_accounts_below_his_place_and_nowhere_else(
    client: FlaskClient, city: Place, county: Place
) -> None:
    form = {"login": "staff-140921", "name": "经办人", "roles": ["staff", "secretariat"]}
    sign_in(client, account(city, Role.PLATFORM_ADMIN))
    page = client.get("/j/140921/accounts/").text
    assert "给人大办公室开第一个账号" in page
    assert 'value="staff-140921"' in page
    answer = client.post("/j/140921/accounts/", data=form)
    assert answer.status_code == 200
    made = db.session.scalars(select(Account).where(Account.login == "staff-140921")).one()
    assert (made.jurisdiction_id, held(made.id)) == (county.id, {Role.STAFF, Role.SECRETARIAT})
    assert (
        db.session.scalars(select(Entry.jurisdiction_id).where(Entry.event == "people:account:opened")).all()[
            -1
        ]
        == county.id
    )
    assert client.get("/j/140921/congress/").status_code == 403
    for above in (account(city, Role.STAFF, Role.SECRETARIAT), account(city, Role.OVERSIGHT)):
        sign_in(client, above)
        assert client.get("/j/140921/accounts/").status_code in {403, 404}
        assert client.post("/j/140921/accounts/", data=form | {"login": "x"}).status_code in {403, 404}
    sign_in(client, account(county, Role.PLATFORM_ADMIN))
    assert client.get("/j/140900/accounts/").status_code == 404
    assert client.post("/j/140900/accounts/", data=form | {"login": "y"}).status_code == 404


@pytest.mark.parametrize("role", sorted(FROM_ABOVE))
def test_a_right_from_above_is_granted_from_above_alone(
    client: FlaskClient, city: Place, county: Place, role: Role
) -> None:
    form = {"login": "made", "name": "某", "roles": [role.value]}
    sign_in(client, account(county, Role.STAFF, Role.SECRETARIAT, Role.CHAIR))
    assert client.post("/j/140921/accounts/", data=form).status_code == 403
    sign_in(client, account(city, Role.PLATFORM_ADMIN))
    assert client.post("/j/140921/accounts/", data=form).status_code == 200


def test_the_accounts_have_the_halls_menu(client: FlaskClient, city: Place) -> None:
    page = sign_in(client, account(city, Role.STAFF)).get("/j/140900/accounts/").text
    for path in ("/j/140900/hall/check-in", "/j/140900/hall/console", "/j/140900/ballots", "/j/140900/tally"):
        assert f'href="{path}"' in page
    assert 'aria-current="page">账号' in page


@pytest.mark.parametrize(
    ("role", "told"), [(Role.CHAIR, True), (Role.TELLER, True), (Role.GOVERNMENT, False)]
)
def test_who_opens_the_account_of_a_second_person_is_told_from_when_on_it_is_one(
    client: FlaskClient, city: Place, role: Role, *, told: bool
) -> None:
    """On the very page that shows the first password, not on the day of the sitting."""
    sign_in(client, account(city, Role.STAFF))
    with time_machine.travel("2027-01-27T09:30:00+08:00"):
        sign_in(client, account(city, Role.STAFF, login="other"))
        form = {"login": "made", "name": "某", "roles": [role.value]}
        said = client.post("/j/140900/accounts/", data=form).text
    assert ("不能与您互为第二人" in said) is told
    assert bool(re.search(r"28\D+09:30", said)) is told
