"""A session ends with its time and with its account, whoever still holds the cookie."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from tests.factories import account
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.people.access import find_actor, token_digest
from voting.people.actions import start_session
from voting.people.models import Account, SignedIn
from voting.people.rules import Actor, Place, Role

pytestmark = pytest.mark.database


def session_of(who: Actor) -> str:
    assert who.account_id is not None
    with transaction():
        return token_digest(start_session(who.account_id))


def test_a_session_that_has_run_out_is_nobodys(city: Place) -> None:
    held = session_of(account(city, Role.STAFF))
    until = db.session.scalars(select(SignedIn.expires_at)).one()
    assert until > now()
    assert find_actor(held) is not None
    db.session.rollback()
    with time_machine.travel(until + timedelta(seconds=1)):
        assert find_actor(held) is None


def test_the_session_of_a_closed_account_is_nobodys(city: Place) -> None:
    who = account(city, Role.STAFF)
    held = session_of(who)
    with transaction():
        db.session.get_one(Account, who.account_id).closed = True
    assert find_actor(held) is None
