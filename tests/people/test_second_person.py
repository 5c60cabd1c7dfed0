from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.ballot.factories import hall, ready
from tests.factories import account, sign_in
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.errors import NotAllowed
from voting.people.actions import NewAccount, open_account
from voting.people.actions_accounts import reset
from voting.people.models import Account
from voting.people.rules import Actor, Place, Role
from voting.people.second_person import check_second_person, note_opening


def opened_by(staff: Actor, role: Role = Role.CHAIR, login: str = "chair") -> Actor:
    """A chair, or somebody else, whose account `staff` has just opened."""
    with transaction():
        new = NewAccount(
            jurisdiction_id=staff.jurisdiction_id,
            login=login,
            name="执行主席",
            secret_phc="x",
            roles=frozenset({role}),
        )
        row = open_account(staff, new)
        return Actor(row.id, row.jurisdiction_id, row.name, new.roles)


def reset_by(staff: Actor, other: Actor, at: Place) -> None:
    assert other.account_id is not None
    with transaction():
        reset(staff, at, account_id=other.account_id, secret_phc="x")


def chain(first: Actor, length: int) -> Actor:
    """The last of so many accounts of which each opened the next, the first being opened by `first`."""
    for number in range(length):
        first = opened_by(first, Role.STAFF, f"link{number}")
    return first


def check(asker: Actor, confirmer: Actor) -> None:
    assert asker.account_id is not None
    check_second_person(asker.account_id, confirmer)


def test_an_account_that_the_asker_opened_does_not_confirm_for_a_day(city: Place) -> None:
    staff = account(city, Role.STAFF)
    chair = opened_by(staff)
    with pytest.raises(NotAllowed, match="24 小时"):
        check(staff, chair)
    with pytest.raises(NotAllowed, match="24 小时"):
        check(chair, staff)
    check(account(city, Role.STAFF), chair)
    with time_machine.travel(now() + timedelta(hours=25)):
        check(staff, chair)


def test_an_account_that_the_asker_reset_does_not_confirm_for_a_day(city: Place) -> None:
    staff, chair = account(city, Role.STAFF), account(city, Role.CHAIR)
    check(staff, chair)
    with transaction():
        reset(staff, city, account_id=chair.account_id or 0, secret_phc="x")
    with pytest.raises(NotAllowed, match="24 小时"):
        check(staff, chair)
    with time_machine.travel(now() + timedelta(hours=25)):
        check(staff, chair)


def test_nobody_without_an_account_is_a_second_person(city: Place) -> None:
    staff = account(city, Role.STAFF)
    with pytest.raises(NotAllowed):
        check(staff, Actor(None, city.id, "某", frozenset({Role.CHAIR})))


@pytest.mark.parametrize("length", [2, 3])
def test_nor_does_one_at_the_end_of_a_chain_of_accounts(city: Place, length: int) -> None:
    first, other = account(city, Role.STAFF), account(city, Role.CHAIR)
    last = chain(first, length)
    for asker, confirmer in ((first, last), (last, first)):
        with pytest.raises(NotAllowed, match="24 小时"):
            check(asker, confirmer)
    check(first, other)
    check(last, other)
    with time_machine.travel(now() + timedelta(hours=25)):
        check(first, last)
        check(last, first)


@pytest.mark.parametrize("resets", [(False, True), (True, False), (True, True), (True, True, True)])
def test_resets_are_links_of_a_chain_as_openings_are(city: Place, resets: tuple[bool, ...]) -> None:
    first = account(city, Role.STAFF)
    last = first
    for number, is_reset in enumerate(resets):
        maker = last
        if is_reset:
            last = account(city, Role.STAFF)
            reset_by(maker, last, city)
        else:
            last = opened_by(maker, Role.STAFF, f"link{number}")
    for asker, confirmer in ((first, last), (last, first)):
        with pytest.raises(NotAllowed, match="24 小时"):
            check(asker, confirmer)
    with time_machine.travel(now() + timedelta(hours=25)):
        check(first, last)


def test_a_chain_holds_as_long_as_its_last_link(city: Place) -> None:
    """The first link is older than a day, but was not when the one that it made opened the next."""
    start, first = now(), account(city, Role.STAFF)
    second = opened_by(first, Role.STAFF, "second")
    with time_machine.travel(start + timedelta(hours=20)):
        third = opened_by(second)
    with time_machine.travel(start + timedelta(hours=30)):
        check(first, second)
        with pytest.raises(NotAllowed, match="24 小时"):
            check(first, third)
    with time_machine.travel(start + timedelta(hours=45)):
        check(first, third)


def test_what_an_account_made_later_than_a_day_is_its_own(city: Place) -> None:
    start, first = now(), account(city, Role.STAFF)
    second = opened_by(first, Role.STAFF, "second")
    with time_machine.travel(start + timedelta(hours=25)):
        third = opened_by(second)
        check(first, third)
        with pytest.raises(NotAllowed, match="24 小时"):
            check(second, third)


def test_accounts_that_reset_each_other_are_a_circle_with_an_end(city: Place) -> None:
    first, second, other = (account(city, Role.STAFF) for _ in range(3))
    reset_by(first, second, city)
    reset_by(second, first, city)
    with pytest.raises(NotAllowed, match="24 小时"):
        check(first, second)
    check(first, other)


def test_who_opened_both_is_neither_of_them(city: Place) -> None:
    """Two accounts that a third one made are not told apart (docs/threat-model.md): the day before a meeting all are new."""
    administrator = account(city, Role.PLATFORM_ADMIN)
    check(opened_by(administrator, Role.STAFF, "clerk"), opened_by(administrator))


def test_who_may_not_confirm_for_a_day_is_told_so_before_he_presses(client: FlaskClient, city: Place) -> None:
    made = hall(city, 3)
    uuid = ready(made)
    chair, url = account(city, Role.CHAIR), f"/j/{city.code}/hall/meetings/{made.meeting_id}"
    with transaction():
        note_opening(db.session.get_one(Account, chair.account_id), made.secretary)
    asked = sign_in(client, made.secretary).post(f"{url}/requests/open_voting", data={"ballot": uuid})
    assert asked.status_code == 303
    page = sign_in(client, chair).get(f"{url}/console").text
    assert "不能互为第二人" in page
    assert "您是另一位，可以在这台设备上确认" not in page
    other = sign_in(client, account(city, Role.CHAIR)).get(f"{url}/console").text
    assert "您是另一位，可以在这台设备上确认" in other


def test_who_opens_accounts_reads_that_they_are_not_his_second_person_for_a_day(
    client: FlaskClient, city: Place
) -> None:
    page = sign_in(client, account(city, Role.STAFF)).get(f"/j/{city.code}/accounts/").text
    assert "24 小时内不能与您互为第二人" in page
