from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from tests.factories import account
from voting.core.clock import now
from voting.core.db import transaction
from voting.core.errors import NotAllowed
from voting.people.actions import NewAccount, open_account
from voting.people.actions_accounts import reset
from voting.people.rules import Actor, Place, Role
from voting.people.second_person import check_second_person


def opened_by(staff: Actor) -> Actor:
    """A chair whose account `staff` has just opened."""
    with transaction():
        new = NewAccount(
            jurisdiction_id=staff.jurisdiction_id,
            login="chair",
            name="执行主席",
            secret_phc="x",
            roles=frozenset({Role.CHAIR}),
        )
        row = open_account(staff, new)
        return Actor(row.id, row.jurisdiction_id, row.name, new.roles)


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
